"""Who is told what of an approval: each thing once, at the bell or by the module's own letter."""

from __future__ import annotations

from collections.abc import Iterable

from deskhand.accounts.models import DeskRole, Person
from deskhand.accounts.power import leads_of
from deskhand.kernel.events import Fact
from deskhand.kernel.permissions import READERS
from deskhand.kernel.reactions import afterwards
from deskhand.modules.approvals import letters, terms
from deskhand.modules.approvals import notification_kinds as kinds
from deskhand.modules.approvals.absences import deciders
from deskhand.modules.approvals.events import (
    ApprovalEnded,
    ApprovalGiven,
    ApprovalOverdue,
    ApprovalPutTo,
    ApprovalRefused,
    ApprovalReleased,
    ApprovalReminded,
    ApprovalVoided,
)
from deskhand.modules.approvals.models import Approval, Ask, AskState, State
from deskhand.notify.actions import tell

ENDS_IT = (terms.APPROVE, terms.DECLINE)
"""What may follow a deadline that the outcome tells as well."""


@afterwards(ApprovalPutTo)
def ring_deciders(fact: ApprovalPutTo) -> None:
    """Those of them who are agents of the desk."""
    _ring(fact, fact.approval, kinds.WANTED, fact.asks)


@afterwards(ApprovalReminded)
def ring_again(fact: ApprovalReminded) -> None:
    """Who has not decided."""
    _ring(fact, fact.approval, kinds.REMINDED, fact.asks)


@afterwards(ApprovalReleased)
def tell_who_is_not_needed(fact: ApprovalReleased) -> None:
    """Agents as they want to hear it, everybody else by a letter; nobody who is still asked in another stage."""
    approval = _approval(fact, fact.approval)
    if approval is None:
        return
    busy = set(approval.asks.filter(state=AskState.WAITING).values_list("person_id", flat=True))
    rows = Ask.objects.within(approval.desk_id).filter(pk__in=fact.asks).select_related("person")
    people = {pk for row in rows for pk in deciders(row.person)} - busy - {fact.meta.actor_id}
    agents = _serving(fact.meta.desk_id, people)
    tell(kind=kinds.NOT_NEEDED, fact=fact, people=agents, ticket_number=approval.ticket.number)
    letters.tell_released(approval, people - agents, once=f"released:{fact.meta.id}")


@afterwards(ApprovalGiven)
def tell_of_a_yes(fact: ApprovalGiven) -> None:
    """Whoever asked."""
    _tell_vote(fact, fact.approval, fact.ask)


@afterwards(ApprovalRefused)
def tell_of_a_no(fact: ApprovalRefused) -> None:
    """Whoever asked."""
    _tell_vote(fact, fact.approval, fact.ask)


@afterwards(ApprovalEnded)
def tell_the_outcome(fact: ApprovalEnded) -> None:
    """Whoever asked; not where the ticket ended or left: that is told of the ticket."""
    approval = _approval(fact, fact.approval)
    if approval is not None and fact.because not in ("moved", "ended"):
        tell(kind=kinds.ENDED, fact=fact, people=_askers(approval), ticket_number=approval.ticket.number)


@afterwards(ApprovalOverdue)
def tell_it_is_late(fact: ApprovalOverdue) -> None:
    """Whoever asked; where that is no agent and nobody has the ticket, whoever leads the desk. Not what ended it:
    that is told as the outcome."""
    approval = _approval(fact, fact.approval)
    if approval is None or (fact.outcome in ENDS_IT and approval.state != State.OPEN):
        return
    people = _askers(approval) or leads_of(approval.desk_id)
    tell(kind=kinds.OVERDUE, fact=fact, people=people, ticket_number=approval.ticket.number)


@afterwards(ApprovalVoided)
def tell_it_is_void(fact: ApprovalVoided) -> None:
    """Whoever asked."""
    approval = _approval(fact, fact.approval)
    if approval is not None:
        tell(kind=kinds.VOIDED, fact=fact, people=_askers(approval), ticket_number=approval.ticket.number)


def _tell_vote(fact: Fact, approval_id: int, ask_id: int) -> None:
    """Unless it was the last one: then the outcome says it."""
    approval = _approval(fact, approval_id)
    if approval is None:
        return
    last = approval.asks.exclude(decided_at=None).exclude(why="earlier").order_by("-decided_at", "-pk").first()
    if approval.state != State.OPEN and approval.because == "people" and last is not None and last.pk == ask_id:
        return
    tell(kind=kinds.DECIDED, fact=fact, people=_askers(approval), ticket_number=approval.ticket.number)


def _ring(fact: Fact, approval_id: int, kind: str, asks: Iterable[int]) -> None:
    approval = _approval(fact, approval_id)
    if approval is None:
        return
    rows = Ask.objects.within(approval.desk_id).waiting().filter(pk__in=list(asks)).select_related("person")
    people = {pk for row in rows for pk in deciders(row.person)}
    tell(kind=kind, fact=fact, people=people, ticket_number=approval.ticket.number)


def _approval(fact: Fact, pk: int) -> Approval | None:
    """Where its ticket still is on the desk."""
    rows = Approval.objects.within(fact.meta.desk_id).select_related("ticket", "asked_by").filter(pk=pk)
    found: Approval | None = rows.first()
    return found if found is not None and found.ticket.desk_id == found.desk_id else None


def _askers(approval: Approval) -> set[int]:
    """The agent who asked, else the one who has the ticket: what was ordered has no agent who asked."""
    asked = _serving(approval.desk_id, {approval.asked_by_id} if approval.asked_by_id else set())
    has_it = {approval.ticket.assignee_id} if approval.ticket.assignee_id is not None else set()
    return asked or _serving(approval.desk_id, has_it)


def _serving(desk_id: int | None, people: set[int]) -> set[int]:
    rows = DeskRole.objects.filter(desk_id=desk_id or 0, person_id__in=people, role__in=READERS)
    active = Person.objects.filter(pk__in=people, is_active=True).values("pk")
    return set(rows.filter(person__in=active).values_list("person_id", flat=True))
