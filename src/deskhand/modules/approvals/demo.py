"""What the demo's desk has approved, and by whom."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from deskhand.accounts.actors import actor_for
from deskhand.accounts.models import Desk, DeskRole, Person
from deskhand.kernel.actor import SYSTEM, Channel
from deskhand.modules.approvals import actions, terms
from deskhand.modules.approvals.terms import StageTerms, Terms, Who
from deskhand.tickets.models import Ticket
from deskhand.tickets.querysets import UNFINISHED

OPEN = 2
"""Approvals that wait in the demo."""


def furnish(desk: Desk, cast: Any) -> None:
    """A policy, and approvals that wait for the manager of whoever asked."""
    head = _head(desk)
    stages = [
        StageTerms(who=(Who(terms.REQUESTER_MANAGER),), name="Manager", amount=2, remind=8, at_deadline=terms.ESCALATE)
    ]
    said = Terms(stages=tuple(stages), fallback=head.pk if head else None, shows_names=True)
    actions.save_policy(actor=SYSTEM, desk=desk, called="Manager", said=said)
    if head is not None:
        second = StageTerms(who=(Who(terms.PERSON, head.pk),), name="Head of IT", query=_above(desk), amount=2)
        both = replace(said, stages=(*said.stages, second))
        actions.save_policy(actor=SYSTEM, desk=desk, called="Manager, above 1,000 also the head of IT", said=both)
    _ask(desk)


def _above(desk: Desk) -> str:
    """Only where something on the desk says what it costs; else what is urgent."""
    from deskhand.kernel.errors import Invalid
    from deskhand.modules.approvals.conditions import understood

    try:
        return understood("cost:>=1000", desk.pk)
    except Invalid:
        return "priority:>=high"


def _head(desk: Desk) -> Person | None:
    roles = DeskRole.objects.filter(desk=desk, role="admin", person__is_active=True).select_related("person")
    found = roles.order_by("pk").first()
    return found.person if found else None


def _ask(desk: Desk) -> None:
    """On tickets of one manager's people, so that their page is not empty."""
    from deskhand.modules.approvals.models import Policy

    policy = Policy.objects.within(desk).order_by("pk").first()
    open_ones = Ticket.objects.within(desk).listed().filter(category__in=UNFINISHED, requester__manager__isnull=False)
    found = list(open_ones.select_related("desk", "assignee", "requester").order_by("-created_at", "-pk")[:200])
    mara = [one for one in found if one.requester.email == MARA]
    first = (mara or found)[:1]
    if policy is None or not first:
        return
    boss = first[0].requester.manager_id
    asked = [one for one in found if one.requester.manager_id == boss and one.assignee_id != boss]
    for ticket in asked[:OPEN]:
        agent = ticket.assignee or _head(desk)
        actor = actor_for(agent, Channel.WEB) if agent is not None else SYSTEM
        why = "It is not in this year’s budget, so please say whether we may go on."
        actions.ask(actor=actor, ticket=ticket, policy=policy, key=f"demo:{ticket.number}", why=why)


MARA = "mara.lindqvist@kestrel.example"
"""The requester whose sign-in link the demo prints, as the demo writes her."""
