"""When something is due by a business calendar, and how much open time lies between two instants.

What counts is real time that passes while the calendar is open. A span is open from its first instant until just before
its last one. A promise is due at the first instant by which the wanted time has passed: at the edge of a window that is
its closing, not the next opening (docs/decisions/0031-business-time.md).

Instants that come in may be aware, or naive for a time by the calendar's clock; those that go out are in UTC. Pauses
are pairs of instants between which no time counts; one without an end (None) lasts. Seconds are exact to the
microsecond, and whole numbers where they are whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, datetime, timedelta
from functools import cached_property
from typing import Self
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from deskhand.calendars.hours import Hours
from deskhand.calendars.openings import SECOND, Span, beginning, instant_of, openings, union, without, year_of
from deskhand.calendars.windows import DAY
from deskhand.kernel.errors import Invalid

HORIZON_YEARS = 400
"""How many years ahead an opening is looked for: months and weekdays come back in the same order after so many."""

Pauses = Sequence[tuple[datetime, datetime | None]]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST, _LAST = beginning(1), beginning(MAXYEAR + 1) - 1
_HORIZON = beginning(2000 + HORIZON_YEARS) - beginning(2000)


@dataclass(frozen=True)
class DatedHours:
    """A calendar whose rules have changed: each edition holds from its instant until that of the next one, the first
    for all the time before it, too. An edit adds an edition, so that what lies before it counts as it did."""

    editions: tuple[tuple[datetime | None, Hours], ...]

    @classmethod
    def of(cls, editions: Sequence[tuple[datetime | None, Hours]]) -> Self:
        """The editions in any order; the instants are aware, None is the beginning. Of equal instants the later in the
        list counts. Raises Invalid if there is none."""
        if not editions:
            raise Invalid(_("A calendar needs rules."))
        return cls(tuple(sorted(editions, key=lambda one: _since(one[0]))))

    def at(self, instant: datetime) -> Hours:
        """The rules in force at an instant."""
        micros = _micros(instant, self)
        return next(hours for hours, start, end in self.parts if start <= micros < end)

    @cached_property
    def parts(self) -> Sequence[tuple[Hours, int, int]]:
        """Rules with the span in which they are in force, in order (microseconds)."""
        begins = [_FIRST, *(_since(since) for since, _hours in self.editions[1:])]
        spans = zip(begins, [*begins[1:], _LAST + 1], strict=True)
        found = zip((hours for _from, hours in self.editions), spans, strict=True)
        return [(hours, start, end) for hours, (start, end) in found if start < end]

    @property
    def zone_info(self) -> ZoneInfo:
        """The time zone of the last edition: naive instants are read in it."""
        return self.editions[-1][1].zone_info


Calendar = Hours | DatedHours
_ANYWHERE = Hours()


def due(calendar: Calendar, start: datetime, seconds: float, pauses: Pauses = ()) -> datetime:
    """The first instant by which ``seconds`` have counted since ``start``; the start itself for none.

    Raises Invalid if they are less than none, or do not come together within 400 years.
    """
    begins = _micros(start, calendar)
    left = _wanted(seconds)
    if not left:
        return _shown(begins)
    for hours, since, until in _parts(calendar, begins, _horizon(begins), pauses):
        instant, left = _reach(hours, since, left, until)
        if instant is not None:
            return _shown(instant)
    raise Invalid(
        _("The calendar is not open for so long within %(years)d years, or before the year 10000.")
        % {"years": HORIZON_YEARS}
    )


def between(calendar: Calendar, start: datetime, end: datetime, pauses: Pauses = ()) -> float:
    """How many seconds count between two instants; 0 if the end is before the start."""
    parts = _parts(calendar, _micros(start, calendar), _micros(end, calendar), pauses)
    micros = sum(_elapsed(hours, begins, ends) for hours, begins, ends in parts)
    return micros / SECOND if micros % SECOND else micros // SECOND


def next_open(calendar: Calendar, at: datetime, pauses: Pauses = ()) -> datetime:
    """``at`` if time counts then, else the next instant at which it does. Raises Invalid if it does not within 400
    years."""
    begins = _micros(at, calendar)
    for hours, start, end in _parts(calendar, begins, _horizon(begins), pauses):
        found = _next_open(hours, start, end)
        if found is not None:
            return _shown(found)
    raise Invalid(
        _("The calendar does not open within %(years)d years, or before the year 10000.") % {"years": HORIZON_YEARS}
    )


def is_open(calendar: Calendar, at: datetime, pauses: Pauses = ()) -> bool:
    """True if time counts from this instant on; at the closing it does not."""
    instant = _micros(at, calendar)
    return any(
        _next_open(hours, start, end) is not None
        for hours, start, end in _parts(calendar, instant, min(instant + 1, _LAST + 1), pauses)
    )


def open_spans(calendar: Calendar, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The spans between two instants in which time counts, in order. Two may touch where the rules change, and where a
    year ends."""
    for hours, begins, ends in _parts(calendar, _micros(start, calendar), _micros(end, calendar), ()):
        for year in range(year_of(begins), year_of(ends - 1) + 1) if hours.ever_opens else ():
            index, since = openings(hours, year), beginning(year)
            for place, opens in enumerate(index.starts):
                length = index.before[place + 1] - index.before[place]
                first, last = max(since + opens, begins), min(since + opens + length, ends)
                if first < last:
                    yield _shown(first), _shown(last)


def _parts(calendar: Calendar, start: int, end: int, pauses: Pauses) -> Iterable[tuple[Hours, int, int]]:
    """The rules in force between two instants, each with a span that no pause touches."""
    if end <= start:
        return ()
    if isinstance(calendar, Hours) and not pauses:
        return ((calendar, start, end),)
    rules = [(calendar, start, end)] if isinstance(calendar, Hours) else calendar.parts
    held = ((hours, max(since, start), min(until, end)) for hours, since, until in rules)
    closed = _closed(calendar, end, pauses)
    return ((hours, *span) for hours, since, until in held for span in without(union([(since, until)]), closed))


def _closed(calendar: Calendar, end: int, pauses: Pauses) -> list[Span]:
    """The spans in which time does not count because of pauses; what lasts, lasts until ``end``."""
    return union(
        (_micros(since, calendar), end if until is None else _micros(until, calendar)) for since, until in pauses
    )


def _reach(hours: Hours, start: int, wanted: int, end: int) -> tuple[int | None, int]:
    """The first instant before or at ``end`` by which ``wanted`` counted since ``start``, or None with what is left."""
    year = year_of(start)
    begins = beginning(year)
    index = openings(hours, year)
    left = wanted + index.elapsed(start - begins)
    while True:
        ends = beginning(year + 1)
        within = index.total if ends <= end else index.elapsed(end - begins)
        if left <= within:
            return begins + index.reached(left), 0
        left -= within
        if ends >= end or not hours.ever_opens:
            return None, left
        year, begins = year + 1, ends
        index = openings(hours, year)


def _elapsed(hours: Hours, start: int, end: int) -> int:
    """How long it is open between two instants."""
    first, last = year_of(start), year_of(end - 1)
    before = openings(hours, first).elapsed(start - beginning(first))
    whole = sum(openings(hours, year).total for year in range(first, last)) if hours.ever_opens else 0
    return whole + openings(hours, last).elapsed(end - beginning(last)) - before


def _next_open(hours: Hours, start: int, end: int) -> int | None:
    """The first instant from ``start`` until before ``end`` at which it is open."""
    if not hours.ever_opens:
        return None
    since = start
    for year in range(year_of(start), year_of(end - 1) + 1):
        begins = beginning(year)
        found = openings(hours, year).next_open(max(since - begins, 0))
        if found is not None:
            return begins + found if begins + found < end else None
    return None


def _wanted(seconds: float) -> int:
    """Microseconds. Raises Invalid for what is no length of time to come."""
    try:
        wanted = round(seconds * SECOND)
    except (OverflowError, ValueError):  # Infinite, or not a number.
        wanted = -1
    if wanted < 0:
        raise Invalid(_("Ask for a number of seconds that is not below 0."), {"seconds": _("Not below 0.")})
    return wanted


def _since(instant: datetime | None) -> int:
    """From when an edition holds (microseconds)."""
    return _FIRST if instant is None else _micros(instant, _ANYWHERE)


def _micros(at: datetime, calendar: Calendar) -> int:
    """The instant in microseconds. Raises Invalid outside the years 1 to 9999."""
    if at.tzinfo is None:
        instant = instant_of(at, calendar.zone_info)
    else:
        since = at - _EPOCH
        instant = (since.days * DAY + since.seconds) * SECOND + since.microseconds
    if not _FIRST <= instant <= _LAST:
        raise Invalid(_("Only the years 1 to 9999 can be counted in."))
    return instant


def _horizon(start: int) -> int:
    return min(start + _HORIZON, _LAST)


def _shown(instant: int) -> datetime:
    seconds, micros = divmod(instant, SECOND)
    return _EPOCH + timedelta(0, seconds, micros)
