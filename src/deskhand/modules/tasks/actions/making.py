"""Opening the tickets that are due by the calendar: each exactly once, whoever looks and however often."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from deskhand.calendars.recurrence import LOOK_BACK, Occurrence, occurrences
from deskhand.calendars.working_days import days_of
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import DeskhandError
from deskhand.kernel.events import emit
from deskhand.modules.tasks.actions.checklists import apply_checklist
from deskhand.modules.tasks.actions.recurring import rule_of
from deskhand.modules.tasks.events import RecurringFailed, RecurringMade
from deskhand.modules.tasks.models import MadeTicket, RecurringTicket
from deskhand.tickets.actions import NewTicket, create
from deskhand.tickets.actions.people import serves
from deskhand.tickets.bodies import plain
from deskhand.tickets.models import Ticket

MISSED_NAMED = 20
"""Instants that passed while nothing ran, of which the page tells each, the newest; the rest is counted."""

REQUESTER_GONE, REFUSED = "requester_gone", "refused"
"""Why a ticket could not be opened."""


@transaction.atomic
def make_due(*, recurring_id: int) -> Ticket | None:
    """Open the ticket that is due; of several that were missed the latest. None when none is due: another made it,
    it was paused meanwhile, or the day is no working day any more. When it cannot be opened, it is paused and says
    why."""
    row = _locked(RecurringTicket.objects.beyond_walls("the clock serves all desks").due(clock.now()), recurring_id)
    if row is None:
        return None
    passed, upcoming = _passed(row, clock.now())
    if not passed:
        _wait_for(row, upcoming)
        return None
    try:
        with transaction.atomic():
            ticket = _open(row)
    except DeskhandError as refusal:
        _give_up(row, REFUSED if row.requester_id else REQUESTER_GONE, str(refusal))
        return None
    _note(row, ticket, passed)
    _wait_for(row, upcoming)
    return ticket


@transaction.atomic
def follow_calendar(*, recurring_id: int) -> None:
    """Wait for the next one as the desk's calendar says now. What was made is not made again."""
    rows = RecurringTicket.objects.beyond_walls("a calendar may count on any desk").exclude(next_at=None)
    row = _locked(rows, recurring_id)
    if row is not None:
        _wait_for(row, next(_to_come(row), None))


def _locked(rows: Any, recurring_id: int) -> RecurringTicket | None:
    row: RecurringTicket | None = rows.select_for_update(of=("self",)).filter(pk=recurring_id).first()
    return row


def _passed(row: RecurringTicket, now: datetime) -> tuple[list[datetime], Occurrence | None]:
    """The instants that are due by now, the first first, and what comes after them."""
    found: list[datetime] = []
    for one in _to_come(row):
        if one.at > now:
            return found, one
        found.append(one.at)
    return found, None


def _to_come(row: RecurringTicket) -> Iterator[Occurrence]:
    """What is not made yet, by what is known of the calendar now: it may have changed since the row was planned."""
    last = MadeTicket.objects.within(row.desk_id).filter(recurring=row).values_list("due_at", flat=True).first()
    after = last or min(row.next_at or clock.now(), clock.now()) - LOOK_BACK
    return occurrences(rule_of(row), days_of(row.desk), after=after, not_before=row.next_on)


def _wait_for(row: RecurringTicket, one: Occurrence | None) -> None:
    row.next_on, row.next_at = one or (None, None)
    row.save(update_fields=["next_on", "next_at"])


def _open(row: RecurringTicket) -> Ticket:
    if row.requester is None:
        raise DeskhandError("")
    assignee = row.assignee if row.assignee is not None and serves(row.assignee, row.desk_id) else None
    new = NewTicket(
        desk=row.desk,
        subject=row.subject,
        body=plain(row.text),
        requester=row.requester,
        kind=row.kind,
        priority=row.priority,
        team=row.team if row.team is not None and row.team.is_active else None,
        assignee=assignee,
        tags=row.tags,
        may_answer=False,  # Nobody asked just now: a receipt would only be noise.
    )
    ticket = create(actor=SYSTEM, new=new)
    if row.checklist is not None:
        apply_checklist(actor=SYSTEM, ticket=ticket, checklist=row.checklist)
    return ticket


def _note(row: RecurringTicket, ticket: Ticket, passed: list[datetime]) -> None:
    *missed, due_at = passed
    MadeTicket.objects.create(
        recurring=row,
        due_at=due_at,
        made_at=clock.now(),
        ticket=ticket,
        missed=[one.isoformat() for one in missed[-MISSED_NAMED:]],
        missed_count=len(missed),
    )
    emit(RecurringMade(recurring=row.pk, ticket=ticket.pk, missed=len(missed)), actor=SYSTEM, desk_id=row.desk_id)


def _give_up(row: RecurringTicket, problem: str, why: str) -> None:
    row.problem, row.paused_at = problem, clock.now()
    row.save(update_fields=["problem", "paused_at"])
    emit(RecurringFailed(recurring=row.pk, problem=problem), actor=SYSTEM, desk_id=row.desk_id, reason=why)
