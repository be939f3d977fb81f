"""Business time counted minute by minute, from what the rules say and nothing of how they are computed.

Only whole minutes, some days around one date, and zones whose offsets are whole minutes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from deskhand.calendars.hours import Hours
from deskhand.calendars.windows import Window

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
_CLOCK_STEP = timedelta(minutes=15)
"""Every change of a clock since 1970 in the zones of the tests is at a quarter of an hour."""


class Counter:
    """Minutes around a date: ``open[n]`` tells of the minute that begins ``n`` minutes after ``begins``."""

    def __init__(self, editions: Sequence[tuple[datetime | None, Hours]], around: date, days: int) -> None:
        self.begins = datetime(around.year, around.month, around.day, tzinfo=UTC) - days * DAY
        self.open = bytearray(2 * days * 24 * 60)
        for number, (since, hours) in enumerate(editions):
            first = self.begins if number == 0 or since is None else since
            last = editions[number + 1][0] if number + 1 < len(editions) else None
            for at in _open_minutes(hours, self.begins, len(self.open)):
                if first <= self.begins + at * MINUTE and (last is None or self.begins + at * MINUTE < last):
                    self.open[at] = 1

    def pause(self, pauses: Sequence[tuple[datetime, datetime | None]]) -> None:
        """Take the minutes of pauses out."""
        for start, end in pauses:
            for at in range(self._place(start), len(self.open) if end is None else self._place(end)):
                if 0 <= at < len(self.open):
                    self.open[at] = 0

    def between(self, start: datetime, end: datetime) -> int:
        return 60 * sum(self.open[self._place(start) : max(self._place(end), self._place(start))])

    def due(self, start: datetime, seconds: int) -> datetime | None:
        at = self._place(start)
        while seconds > 0 and at < len(self.open):
            seconds -= 60 * self.open[at]
            at += 1
        return self.begins + at * MINUTE if seconds <= 0 else None

    def next_open(self, start: datetime) -> datetime | None:
        at = self.open.find(1, self._place(start))
        return None if at < 0 else self.begins + at * MINUTE

    def is_open(self, start: datetime) -> bool:
        return bool(self.open[self._place(start)])

    def _place(self, instant: datetime) -> int:
        return (instant - self.begins) // MINUTE


def _open_minutes(hours: Hours, begins: datetime, length: int) -> Iterator[int]:
    opened = bytearray(length)
    for day in range(-4, length // (24 * 60) + 4):
        on = (begins + day * DAY).date()
        for window in hours.windows_on(on):
            _mark(opened, begins, _local(hours, on, window.opens), _end(hours, on, window), 1)
    for day in range(-4, length // (24 * 60) + 4):
        on = (begins + day * DAY).date()
        for window in hours.daily_breaks:
            _mark(opened, begins, _local(hours, on, window.opens), _end(hours, on, window), 0)
    for start, end in hours.breaks:
        _mark(opened, begins, instant(start, hours.zone), instant(end, hours.zone), 0)
    return (at for at in range(length) if opened[at])


def _mark(minutes: bytearray, begins: datetime, start: datetime, end: datetime, value: int) -> None:
    at = start
    while at < end:
        place = (at - begins) // MINUTE
        if 0 <= place < len(minutes):
            minutes[place] = value
        at += MINUTE


def _end(hours: Hours, on: date, window: Window) -> datetime:
    is_overnight = window.closes < window.opens
    return _local(hours, on + DAY if is_overnight else on, window.closes)


def _local(hours: Hours, on: date, seconds: int) -> datetime:
    return instant(datetime.combine(on, time()) + timedelta(seconds=seconds), hours.zone)


@lru_cache(maxsize=20_000)
def instant(local: datetime, zone: str) -> datetime:
    """The first instant at which a clock shows this time, found by watching the clock; for a time that it skips, the
    one by the offset that it had before."""
    if local.tzinfo is not None:
        return local
    watched = local.replace(tzinfo=UTC) - 28 * timedelta(hours=1)
    offset = _offset(watched, zone)
    while (watched + _offset(watched, zone)).replace(tzinfo=None) <= local:
        offset = _offset(watched, zone)
        if (watched + offset).replace(tzinfo=None) + _CLOCK_STEP > local:
            break
        watched += _CLOCK_STEP
    return local.replace(tzinfo=UTC) - offset


def _offset(at: datetime, zone: str) -> timedelta:
    return at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
