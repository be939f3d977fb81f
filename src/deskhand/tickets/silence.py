"""How long a resolved ticket has been silent, in the days by which it counts: business days where a calendar counts
for it (its organization's, its team's, its location's, its desk's), else days as they come."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from deskhand.calendars import business_days, queries
from deskhand.calendars.queries import Where
from deskhand.calendars.reckoning import DatedHours
from deskhand.kernel.sharing import once
from deskhand.tickets.models import Category, Ticket
from deskhand.tickets.status import After, plain_days

SHORTEST = timedelta(days=1)
"""By how much days of silence may be over sooner than as many times 24 hours: less than that, whatever clocks do."""


class Placed(Protocol):
    """A ticket, or what was read of it."""

    @property
    def desk_id(self) -> int: ...
    @property
    def team_id(self) -> int | None: ...
    @property
    def organization_id(self) -> int | None: ...
    @property
    def location_id(self) -> int | None: ...


class Silent(Placed, Protocol):
    """A resolved ticket."""

    @property
    def resolved_at(self) -> datetime: ...
    @property
    def last_message_at(self) -> datetime: ...


def place_of(ticket: Placed) -> Where:
    """What a calendar may have been decided for."""
    return Where(ticket.desk_id, ticket.team_id, ticket.organization_id, ticket.location_id)


def days_after(desk_id: int) -> After:
    """How the desk counts days from an instant on."""
    return days_in(Where(desk_id))


def days_for(ticket: Placed) -> After:
    """How days of silence are counted for the ticket."""
    return days_in(place_of(ticket))


def days_in(where: Where) -> After:
    """How days are counted there."""
    calendar = _calendar(where)
    return partial(business_days.after, calendar) if calendar else plain_days


def silent_up_to(where: Where, days: int, *, now: datetime) -> datetime:
    """The last instant of a silence whose days are over by now."""
    calendar = _calendar(where)
    return business_days.before(calendar, now, days) if calendar else now - timedelta(days=days)


class Silences:
    """Whether silences are over by an instant; tickets for which the same counts are reckoned once."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._known: dict[tuple[Where, int], datetime] = {}

    def is_over(self, ticket: Silent, days: int) -> bool:
        """Whether so many days have passed since anybody wrote on the resolved ticket."""
        key = (place_of(ticket), days)
        if key not in self._known:
            self._known[key] = silent_up_to(*key, now=self._now)
        return max(ticket.resolved_at, ticket.last_message_at) <= self._known[key]


def perhaps_silent(desk_id: int, days: int, *, now: datetime) -> Any:
    """The desk's resolved tickets whose silence of so many days may be over by now, whichever calendar counts."""
    then = now - timedelta(days=days) + SHORTEST
    return (
        Ticket.objects.within(desk_id)
        .with_confidential("silence closes every ticket")
        .filter(category=Category.RESOLVED, resolved_at__lte=then, last_message_at__lte=then)
    )


def _calendar(where: Where) -> DatedHours | None:
    desk = once(("silence", where.desk_id), lambda: queries.calendars_on(where.desk_id))
    found = desk.of(where)
    return found if len(found.editions) > 1 else None
