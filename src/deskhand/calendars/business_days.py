"""Counting whole business days: days on which a calendar opens at all.

``after`` keeps the time of day: three business days after Thursday 15:00 is Tuesday 15:00. What begins on a closed day
counts from the first moment of the next business day. Each day is judged by what counts on it, so that a change of the
calendar leaves the days before it alone; the time of day is that of the newest rules' zone.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from deskhand.calendars.hours import Hours
from deskhand.calendars.reckoning import DatedHours

LONGEST_SEARCH = 4_000
"""Days that are looked at before the count gives up and takes days as they are: a calendar that hardly ever opens."""

_DAY = timedelta(days=1)


def after(calendar: DatedHours, start: datetime, days: int) -> datetime:
    """The instant that lies so many business days after ``start``. Never earlier for a later start."""
    zone = calendar.zone_info
    day, clock = start.astimezone(zone).date(), start.astimezone(zone).time()
    if not _opens(calendar, day, zone):
        day, clock = _next(calendar, day, zone, _DAY), time()
    for _each in range(days):
        day = _next(calendar, day, zone, _DAY)
    return datetime.combine(day, clock, zone).astimezone(UTC)


def before(calendar: DatedHours, end: datetime, days: int) -> datetime:
    """The last start whose so many business days are over at ``end``: ``after(s, days) <= end`` just for the starts
    ``s`` up to it."""
    zone = calendar.zone_info
    day, clock = end.astimezone(zone).date(), end.astimezone(zone).time()
    if not _opens(calendar, day, zone):
        day, clock = _next(calendar, day, zone, -_DAY), time.max
    for _each in range(days):
        day = _next(calendar, day, zone, -_DAY)
    return datetime.combine(day, clock, zone).astimezone(UTC)


def in_force(calendar: DatedHours, at: datetime) -> Hours:
    """The rules that count at an instant."""
    return [hours for since, hours in calendar.editions if since is None or since <= at][-1]


def _next(calendar: DatedHours, day: date, zone: ZoneInfo, step: timedelta) -> date:
    found = day + step
    for _each in range(LONGEST_SEARCH):
        if _opens(calendar, found, zone):
            return found
        found += step
    return day + step


def _opens(calendar: DatedHours, day: date, zone: ZoneInfo) -> bool:
    """True if anything opens on the day, by what counts at its noon."""
    return bool(in_force(calendar, datetime.combine(day, time(12), zone)).windows_on(day))
