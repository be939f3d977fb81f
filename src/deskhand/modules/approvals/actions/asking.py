"""Asking for approval, asking again, and asking no more."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid
from deskhand.kernel.events import emit
from deskhand.modules.approvals import terms
from deskhand.modules.approvals.actions import course
from deskhand.modules.approvals.events import ApprovalAsked, ApprovalReminded
from deskhand.modules.approvals.models import (
    KEY_LIMIT,
    WORDS_LIMIT,
    Approval,
    AskState,
    Policy,
    PolicyVersion,
    Stage,
    StageState,
    State,
)
from deskhand.modules.approvals.terms import PERSON, StageTerms, Terms, Who
from deskhand.modules.approvals.whom import Circle
from deskhand.tickets.models import Ticket
from deskhand.tickets.models.choices import FINISHED

BY_HAND = "ticket:"
"""Begins the key of what an agent asked: of that the requester is told here. Whoever else asks tells them itself."""

PEOPLE_LIMIT = 20
"""Most people who are named when somebody asks without a policy."""

REMIND_EVERY = timedelta(minutes=10)
"""People are not reminded by hand more often than that."""


@transaction.atomic
def ask(*, actor: Actor, ticket: Ticket, policy: Policy, key: str = "", why: str = "") -> Approval:
    """Ask by a policy. With a key that was used on the ticket nothing is asked again: what was asked is returned, begun
    anew if its content has changed. Raises Invalid where nobody can be asked."""
    if policy.desk_id != ticket.desk_id or not policy.is_on or policy.put_away_at is not None:
        words = _("This policy is not in use.")
        raise Invalid(words, {"policy": words})
    version: PolicyVersion = policy.versions.order_by("-number")[0]
    return _begin(actor, ticket, key, why, terms.read(version.terms), version, policy.code)


@transaction.atomic
def ask_people(
    *, actor: Actor, ticket: Ticket, people: Sequence[Person], needs: str = "all", why: str = ""
) -> Approval:
    """An agent asks people by name. Whose ticket it is, and who works on it, is not among them."""
    actor.need_on("approvals.ask", ticket)
    unique = {one.pk: one for one in people}
    if not unique or len(unique) > PEOPLE_LIMIT:
        words = _("Name between 1 and %(limit)s people.") % {"limit": PEOPLE_LIMIT}
        raise Invalid(words, {"people": words})
    stage = StageTerms(who=tuple(Who(PERSON, pk) for pk in unique), needs="any" if needs == "any" else "all")
    said = Terms(stages=(stage,))
    barred = Circle(ticket, said, actor.person_id).barred()
    for pk, person in unique.items():
        if pk in barred or not person.is_active:
            words = _("%(name)s cannot approve this: it is theirs, they ask or work on it, or they have left.")
            raise Invalid(words % {"name": person.name}, {"people": words % {"name": person.name}})
    return _begin(actor, ticket, "", why, said, None, "")


def _begin(
    actor: Actor, ticket: Ticket, key: str, why: str, said: Terms, version: PolicyVersion | None, code: str
) -> Approval:
    if not key:
        actor.need_on("approvals.ask", ticket)
        key = f"{BY_HAND}{secrets.token_hex(8)}"
    locked = _held(actor, ticket)
    known: Approval | None = Approval.objects.within(ticket.desk_id).filter(ticket=ticket, key=key[:KEY_LIMIT]).first()
    if known is not None:
        course.void_if_changed(actor=actor, approval=known, ticket=locked)
        return known
    _check(locked, why)
    approval: Approval = Approval.objects.create(
        desk_id=locked.desk_id,
        ticket=locked,
        version=version,
        key=key[:KEY_LIMIT],
        terms=said.as_json(),
        why=why.strip(),
        asked_by_id=actor.person_id,
        asked_at=clock.now(),
    )
    fact = ApprovalAsked(ticket=locked.pk, approval=approval.pk, policy=code)
    emit(fact, actor=actor, desk_id=locked.desk_id)
    course.begin_round(actor=actor, approval=approval, ticket=locked)
    _need_somebody(approval)
    return approval


def _held(actor: Actor, ticket: Ticket) -> Ticket:
    """Locked. Whoever orders something asks for what the catalog made for them: the caller has judged the ticket."""
    found = Ticket.objects.within(ticket.desk_id).select_related("desk", "status", "requester", "service")
    locked: Ticket = found.select_for_update(of=("self",)).get(pk=ticket.pk)
    return locked


def _check(ticket: Ticket, why: str) -> None:
    if len(why) > WORDS_LIMIT:
        words = _("At most %(limit)s characters.") % {"limit": WORDS_LIMIT}
        raise Invalid(words, {"why": words})
    if ticket.category in FINISHED:
        raise Invalid(_("This ticket has ended. Reopen it before you ask for approval."))


def _need_somebody(approval: Approval) -> None:
    """The first stage that is asked has somebody to ask."""
    if not approval.is_open:
        return
    empty = [one for one in course.stages_of(approval) if one.state == StageState.OPEN and not one.asks.all()]
    if empty:
        words = _("Nobody can be asked: whoever should decide is missing, has left, or must not decide here.")
        raise Invalid(words, {"policy": words})


@transaction.atomic
def withdraw(*, actor: Actor, approval: Approval, because: str = "asker") -> Approval:
    """Ask no more. What was declined can be withdrawn, so that it holds nothing up; what was approved stays."""
    actor.need("approvals.ask", approval.desk_id)
    return _withdrawn(actor, approval, because)


def end_open(*, actor: Actor, approval: Approval, because: str) -> None:
    """A consequence: the ticket left, or ended. In a transaction."""
    _ticket, row = course.hold(approval.pk)
    if row.is_open:
        course.finish(actor=actor, approval=row, outcome=State.WITHDRAWN, because=because)


def _withdrawn(actor: Actor, approval: Approval, because: str) -> Approval:
    _ticket, row = course.hold(approval.pk)
    if row.state not in (State.OPEN, State.DECLINED):
        raise Conflict(_("This approval has ended already."))
    course.finish(actor=actor, approval=row, outcome=State.WITHDRAWN, because=because)
    return row


@transaction.atomic
def remind(*, actor: Actor, approval: Approval) -> Approval:
    """Remind everybody who has not decided yet, now."""
    actor.need("approvals.ask", approval.desk_id)
    _ticket, row = course.hold(approval.pk)
    if not row.is_open:
        raise Conflict(_("This approval has ended already."))
    now = clock.now()
    stages = Stage.objects.within(row.desk_id).filter(approval=row, state=StageState.OPEN)
    if stages.filter(reminded_at__gt=now - REMIND_EVERY).exists():
        raise Invalid(_("They were reminded a moment ago."))
    waiting = row.asks.filter(state=AskState.WAITING, stage__round=row.round)
    asks = list(waiting.order_by("pk").values_list("pk", flat=True))
    stages.update(reminded_at=now)
    emit(ApprovalReminded(ticket=row.ticket_id, approval=row.pk, asks=asks), actor=actor, desk_id=row.desk_id)
    return row
