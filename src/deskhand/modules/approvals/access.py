"""The gates to approvals. What may not be seen does not exist."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, NotFound
from deskhand.modules.approvals.absences import deciders, stands_in_for
from deskhand.modules.approvals.models import Approval, Ask, Policy, Question, ReturnedLink
from deskhand.tickets.letter_links import GivenLink

ROW_LIMIT = 2**62
"""Ids above it are no row's."""


def approval_for(actor: Actor, pk: int, *, number: int | None = None) -> Approval:
    """An approval of a ticket that the actor serves or audits, on the desk on which that is now."""
    found = Approval.objects.served_by(actor).select_related("ticket__desk", "asked_by", "version__policy")
    if number is not None:
        found = found.filter(ticket__number=number)
    row: Approval | None = found.filter(pk=pk).first() if 0 < pk < ROW_LIMIT else None
    if row is None or row.desk_id != row.ticket.desk_id:
        raise NotFound
    return row


def ask_for(actor: Actor, pk: int) -> Ask:
    """What the actor was asked, or somebody for whom they stand in now; else NotFound."""
    found = Ask.objects.asked_of(actor, stands_in_for(actor.person_id)).select_related(*ASK_PARTS)
    return _one(found, pk)


def ask_beyond(pk: int) -> Ask:
    """An ask that a signed token names."""
    found = Ask.objects.beyond_walls("a signed token names it").filter(approval__ticket__deleted_at=None)
    return _one(found.select_related(*ASK_PARTS), pk)


ASK_PARTS = (
    "approval__ticket__desk",
    "approval__ticket__requester__organization",
    "approval__asked_by__organization",
    "stage",
    "content",
    "person",
)


def _one(found: Any, pk: int) -> Ask:
    row: Ask | None = found.filter(pk=pk).first() if 0 < pk < ROW_LIMIT else None
    if row is None:
        raise NotFound
    return row


def policy_for(actor: Actor, pk: int, *, desk_id: int | None = None) -> Policy:
    """A policy of a desk that the actor serves or audits; with ``desk_id``, only of that one."""
    found = Policy.objects.served_by(actor).select_related("desk")
    if desk_id is not None:
        found = found.filter(desk_id=desk_id)
    row: Policy | None = found.filter(pk=pk).first() if 0 < pk < ROW_LIMIT else None
    if row is None:
        raise NotFound
    return row


def question_of(approval: Approval, pk: int) -> Question:
    """A question about the approval; else NotFound."""
    rows = Question.objects.within(approval.desk_id).filter(ask__approval=approval)
    row: Question | None = rows.select_related("ask", "by").filter(pk=pk).first() if 0 < pk < ROW_LIMIT else None
    if row is None:
        raise NotFound
    return row


def has_come_back(ask: Ask, link: GivenLink) -> bool:
    """Whether a letter with the link came back to where others read it."""
    rows = ReturnedLink.objects.within(ask.approval.desk_id).filter(ask=ask, holder=link.person)
    return bool(rows.filter(at__gte=link.given_at).exists())


def sees_people(actor: Actor) -> bool:
    """Whether the actor may learn who has which mail address."""
    return actor.is_system or actor.is_site_admin or bool(actor.desks_with("people.view"))


def need_decider(actor: Actor, ask: Ask) -> None:
    """Raise Denied unless the actor was asked, or stands in now for who was."""
    if not actor.may_write:
        raise Denied(_("This token may only read. Make one with the scope “write”."))
    if actor.person_id is None or actor.only_ticket is not None or actor.person_id not in deciders(ask.person):
        raise Denied(_("Somebody else was asked to decide this."))
