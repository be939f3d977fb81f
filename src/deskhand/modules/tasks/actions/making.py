"""Opening the tickets that are due by the calendar: each exactly once, whoever looks and however often."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import DeskhandError
from deskhand.kernel.events import emit
from deskhand.modules.tasks.actions.checklists import apply_checklist
from deskhand.modules.tasks.actions.recurring import rule_of
from deskhand.modules.tasks.desk_days import days_of
from deskhand.modules.tasks.events import RecurringFailed, RecurringMade
from deskhand.modules.tasks.models import MadeTicket, RecurringTicket
from deskhand.modules.tasks.recurrence import Days, instants
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
    or it was paused meanwhile. When it cannot be opened, it is paused and says why."""
    rows = RecurringTicket.objects.beyond_walls("the clock serves all desks").due(clock.now())
    row: RecurringTicket | None = rows.select_for_update(of=("self",)).filter(pk=recurring_id).first()
    if row is None or row.next_at is None:
        return None
    days = days_of(row.desk)
    passed, upcoming = _passed(row, days)
    try:
        with transaction.atomic():
            ticket = _open(row)
    except DeskhandError as refusal:
        _give_up(row, REFUSED if row.requester_id else REQUESTER_GONE, str(refusal))
        return None
    _note(row, ticket, passed)
    row.next_at = upcoming
    row.save(update_fields=["next_at"])
    return ticket


def _passed(row: RecurringTicket, days: Days) -> tuple[list[datetime], datetime | None]:
    """The instants that are due by now, the first first, and the one after them."""
    due = row.next_at or clock.now()
    found, now = [due], clock.now()
    for at in instants(rule_of(row), days, after=due):
        if at > now:
            return found, at
        found.append(at)
    return found, None


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
