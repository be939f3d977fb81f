"""How long a resolved ticket has been silent, in the days by which its desk counts: business days where it has a
calendar, else days as they come."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from deskhand.calendars import business_days, queries
from deskhand.calendars.reckoning import DatedHours
from deskhand.kernel.sharing import once
from deskhand.tickets.status import After, plain_days


def days_after(desk_id: int) -> After:
    """How the desk counts days from an instant on."""
    calendar = _calendar(desk_id)
    return partial(business_days.after, calendar) if calendar else plain_days


def silent_up_to(desk_id: int, days: int, *, now: datetime) -> datetime:
    """The last instant of a silence whose days are over by now."""
    calendar = _calendar(desk_id)
    return business_days.before(calendar, now, days) if calendar else now - timedelta(days=days)


def _calendar(desk_id: int) -> DatedHours | None:
    found = once(("silence", desk_id), lambda: queries.calendar_for(desk_id=desk_id))
    return found if len(found.editions) > 1 else None
