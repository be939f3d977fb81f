"""When something is due of a stage, by the ticket's business calendar, and being there at that instant.

Instants are stored and indexed. A job is put for each that comes soon; what comes later is found by a look at the
index every few minutes, and so is all that came while nothing ran.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from deskhand.calendars import business_days, reckoning
from deskhand.calendars.queries import calendar_for
from deskhand.kernel import clock
from deskhand.modules.approvals.models import Stage
from deskhand.modules.approvals.terms import DAYS, StageTerms
from deskhand.tickets.models import Ticket

AHEAD = timedelta(minutes=10)
"""How far ahead jobs are put. Looks at the index come twice as often."""

REMINDERS_LIMIT = 10
"""Most reminders of one stage."""

HOUR_SECONDS = 3600.0


def set_times(stage: Stage, said: StageTerms, ticket: Ticket, start: datetime) -> None:
    """Deadline and first reminder, counted from ``start``."""
    stage.deadline_at = after(ticket, start, said.amount, said.unit) if said.amount else None
    stage.remind_at = next_reminder(stage, said, ticket, start)
    stage.wakes_at = _first(stage)


def next_reminder(stage: Stage, said: StageTerms, ticket: Ticket, start: datetime) -> datetime | None:
    """The next reminder that comes before the deadline; None after so many."""
    if not said.remind or stage.reminders >= REMINDERS_LIMIT:
        return None
    at = after(ticket, start, said.remind, "hours")
    return at if stage.deadline_at is None or at < stage.deadline_at else None


def after(ticket: Ticket, start: datetime, amount: int, unit: str) -> datetime:
    """So many business hours or days later, by the calendar that counts for the ticket."""
    calendar = calendar_for(
        desk_id=ticket.desk_id,
        team_id=ticket.team_id,
        organization_id=ticket.organization_id,
        location_id=ticket.location_id,
    )
    if unit == DAYS:
        return business_days.after(calendar, start, amount)
    return reckoning.due(calendar, start, amount * HOUR_SECONDS)


def _first(stage: Stage) -> datetime | None:
    return min((at for at in (stage.deadline_at, stage.remind_at) if at is not None), default=None)


def set_next(stage: Stage) -> None:
    """What is due next, after a reminder."""
    stage.wakes_at = _first(stage)


def listen(desk_id: int, stage: Stage) -> None:
    """Put a job if something is due soon."""
    if stage.wakes_at is not None and stage.wakes_at <= clock.now() + AHEAD:
        put(desk_id, stage.wakes_at)


def put(desk_id: int, at: datetime) -> None:
    """One job for all that comes on the desk at that instant."""
    from deskhand.modules.approvals.jobs import ring

    delay = max(0.0, (at - clock.now()).total_seconds())
    key = f"approvals.ring:{desk_id}:{at.timestamp():.3f}"
    ring.put(unique_key=key, delay_seconds=delay, priority=10, desk_id=desk_id, desk=desk_id)


def look_ahead(desk_ids: Iterable[int]) -> None:
    """Put the jobs for what comes soon, and for what came while nobody was there."""
    now = clock.now()
    for desk_id in desk_ids:
        instants = Stage.objects.within(desk_id).ringing(now + AHEAD).values_list("wakes_at", flat=True)
        for at in sorted({max(at, now) for at in instants}):
            put(desk_id, at)
