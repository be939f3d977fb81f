"""The openings of one year, indexed: how long a calendar was open since the year began, and when it will have been so.

Everything is counted in microseconds from 1970-01-01T00:00:00Z, and years are those of UTC. A year is computed once for
equal rules. Where nothing depends on the year itself (before clocks were ordered by law, and after the last change of a
zone that is known), years that begin on the same weekday and are equally long share one index.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta, tzinfo
from functools import lru_cache

from deskhand.calendars.hours import Hours, Windows
from deskhand.calendars.windows import DAY

SECOND = 1_000_000
YEARS_KEPT = 512
"""How many years of calendars are remembered; each takes some 30 kB."""

DAYS_KEPT = 4_096
"""Of how many days it is remembered which year they are in."""

NO_ZONES_BEFORE = 1800
"""Before this year no zone changes its clock."""

CHANGES_KNOWN_UNTIL = 2100
"""After this year every zone goes on by the rule that it has then (what is announced by the moon ends in 2087)."""

_DAY = DAY * SECOND
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_LAST_ORDINAL = date.max.toordinal()
_DAYS_BEFORE, _DAYS_AFTER = 3, 2
"""Windows that begin so many days before a year or after it may touch it: nights, and clocks far from UTC."""

Span = tuple[int, int]


class Openings:
    """Spans in which a calendar is open, in order, none touching another. ``starts`` are microseconds; ``before[i]`` is
    how long it was open before ``starts[i]``, and the last of ``before`` is the sum."""

    __slots__ = ("before", "starts", "total")

    def __init__(self, spans: Iterable[Span]) -> None:
        self.starts: list[int] = []
        self.before: list[int] = [0]
        for start, end in spans:
            self.starts.append(start)
            self.before.append(self.before[-1] + end - start)
        self.total = self.before[-1]

    def elapsed(self, at: int) -> int:
        """How long it was open until ``at``."""
        place = bisect_right(self.starts, at) - 1
        if place < 0:
            return 0
        gone, full = self.before[place] + at - self.starts[place], self.before[place + 1]
        return gone if gone < full else full

    def reached(self, wanted: int) -> int:
        """The first instant at which it was open for ``wanted``, which is above 0 and at most ``total``."""
        place = bisect_left(self.before, wanted) - 1
        return self.starts[place] + wanted - self.before[place]

    def next_open(self, at: int) -> int | None:
        """``at`` if it is open then, else the next start; None if there is none."""
        place = bisect_right(self.starts, at) - 1
        if place >= 0 and at - self.starts[place] < self.before[place + 1] - self.before[place]:
            return at
        return self.starts[place + 1] if place + 1 < len(self.starts) else None


def openings(hours: Hours, year: int) -> Openings:
    """The openings of a year, counted from its beginning."""
    if NO_ZONES_BEFORE <= year <= CHANGES_KNOWN_UNTIL or year in _dated_years(hours):
        return _openings(hours, year)
    return _openings(hours, _alike(hours, _shape(year), year > CHANGES_KNOWN_UNTIL))


@lru_cache(maxsize=MAXYEAR + 1)
def beginning(year: int) -> int:
    """The instant at which a year begins, also that after the last one."""
    past = year - 1
    return (past * 365 + past // 4 - past // 100 + past // 400 + 1 - EPOCH_ORDINAL) * _DAY


def year_of(instant: int) -> int:
    """The year of an instant."""
    return _year_of_day(instant // _DAY)


@lru_cache(maxsize=DAYS_KEPT)
def _year_of_day(day: int) -> int:
    return date.fromordinal(day + EPOCH_ORDINAL).year


def instant_of(local: datetime, zone: tzinfo) -> int:
    """The instant of a naive local time; aware ones keep their own. A time that the clock skips is read with the offset
    before the change, of two equal ones the earlier counts."""
    if local.tzinfo is None:
        return _instant(zone, local.toordinal(), (local - _midnight(local)) // _SECOND) + local.microsecond
    offset = local.utcoffset() or timedelta()
    return (local.replace(tzinfo=None) - _EPOCH - offset) // timedelta(microseconds=1)


_SECOND = timedelta(seconds=1)
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 (what is counted from it has lost its offset already)


def _midnight(local: datetime) -> datetime:
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


@lru_cache(maxsize=YEARS_KEPT)
def _openings(hours: Hours, year: int) -> Openings:
    begins, ends = beginning(year), beginning(year + 1)
    first, after = (instant // _DAY + EPOCH_ORDINAL for instant in (begins, ends))
    ordinals = range(max(first - _DAYS_BEFORE, 1), min(after + _DAYS_AFTER, _LAST_ORDINAL + 1))
    zone = hours.zone_info
    breaks = _spans(zone, ordinals, lambda _day: hours.daily_breaks) if hours.daily_breaks else ()
    closed = union([*breaks, *_within(_breaks(hours), begins, ends)])
    spans = without(union(_spans(zone, ordinals, hours.windows_on)), closed)
    return Openings((start - begins, end - begins) for start, end in _within(spans, begins, ends))


def _spans(zone: tzinfo, ordinals: range, windows_on: Callable[[date], Windows]) -> Iterator[Span]:
    """The windows of these days as instants."""
    for ordinal, midnight in zip(ordinals, _midnights(zone, ordinals), strict=True):
        for window in windows_on(date.fromordinal(ordinal)):
            if midnight is None:
                yield _instant(zone, ordinal, window.opens), _instant(zone, ordinal, window.end)
            else:
                yield midnight + window.opens * SECOND, midnight + window.end * SECOND


@lru_cache(maxsize=YEARS_KEPT)
def _midnights(zone: tzinfo, ordinals: range) -> list[int | None]:
    """The instant at which each day begins; None if the clock changes before the day after it is over.

    That the offset is the same at three midnights says so: no zone has ever changed its clock there and back within
    three days.
    """
    found = [_instant(zone, ordinal, 0) for ordinal in range(ordinals.start, ordinals.stop + 2)]
    return [
        first if second - first == _DAY == third - second else None
        for first, second, third in zip(found, found[1:], found[2:], strict=False)
    ]


@lru_cache(maxsize=YEARS_KEPT)
def _breaks(hours: Hours) -> list[Span]:
    zone = hours.zone_info
    return union((instant_of(start, zone), instant_of(end, zone)) for start, end in hours.breaks)


def _instant(zone: tzinfo, ordinal: int, second: int) -> int:
    """The instant of a local time, so many seconds by the clock after the midnight of a day."""
    days, second = divmod(second, DAY)
    ordinal += days
    shown = datetime.fromordinal(min(ordinal, _LAST_ORDINAL)) + timedelta(seconds=second)
    offset = zone.utcoffset(shown) or timedelta()
    return ((ordinal - EPOCH_ORDINAL - offset.days) * DAY + second - offset.seconds) * SECOND


def union(spans: Iterable[Span]) -> list[Span]:
    """The same time in order and without overlaps; empty and reversed spans are dropped."""
    found: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def without(spans: Iterable[Span], closed: list[Span]) -> Iterator[Span]:
    """What is left of spans outside the closed ones; both in order and without overlaps."""
    place = 0
    for begins, end in spans:
        start = begins
        while place < len(closed) and closed[place][1] <= start:
            place += 1
        for cut in range(place, len(closed)):
            if closed[cut][0] >= end:
                break
            if closed[cut][0] > start:
                yield start, closed[cut][0]
            start = closed[cut][1]
        if start < end:
            yield start, end


def _within(spans: Iterable[Span], begins: int, ends: int) -> Iterator[Span]:
    for start, end in spans:
        if end > begins and start < ends:
            yield max(start, begins), min(end, ends)


@lru_cache(maxsize=YEARS_KEPT)
def _dated_years(hours: Hours) -> frozenset[int]:
    """The years of single dates and of breaks, and those beside them, which a night or a zone may join to them."""
    spans = [(day.year, day.year) for day in (*hours.holidays, *hours.by_date)]
    spans += [(start.year, end.year) for start, end in hours.breaks]
    return frozenset(year for first, last in spans for year in range(first - 1, last + 2))


@lru_cache(maxsize=YEARS_KEPT)
def _alike(hours: Hours, shape: tuple[int, int], is_late: bool) -> int:
    """The year of a shape, nearest to those in which clocks change by law, that has nothing of its own."""
    years = range(CHANGES_KNOWN_UNTIL + 1, MAXYEAR + 1) if is_late else range(NO_ZONES_BEFORE - 1, MINYEAR - 1, -1)
    return next(year for year in years if _shape(year) == shape and year not in _dated_years(hours))


def _shape(year: int) -> tuple[int, int]:
    """The weekday on which a year begins, and its length: all that its dates depend on."""
    return date(year, 1, 1).weekday(), beginning(year + 1) - beginning(year)
