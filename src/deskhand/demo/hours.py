"""A straight line of working minutes, so that a story told in working time falls on real mornings and afternoons.

Minute 0 is 08:00 on Monday 1 January of the year 1; five days a week, 08:00 to 17:30 on the desk's wall clock. Public
holidays are ignored: a demo desk may work on one.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")
OPENS_AT = 8 * 60
"""Minute of the day at which the desk opens."""
DAY = 9 * 60 + 30
"""Length of a working day, in minutes."""
WEEK = 5 * DAY


def position(moment: datetime) -> float:
    """The working minute of an instant; outside working hours the end of the working day before."""
    local = moment.astimezone(ZONE)
    weeks, weekday = divmod(local.toordinal() - 1, 7)
    if weekday > 4:
        return float(weeks * WEEK + WEEK)
    minute = local.hour * 60 + local.minute + local.second / 60 - OPENS_AT
    return weeks * WEEK + weekday * DAY + min(max(minute, 0.0), float(DAY))


def instant(minutes: float) -> datetime:
    """The instant, in UTC, of a working minute."""
    days, minute = divmod(minutes, DAY)
    weeks, weekday = divmod(int(days), 5)
    day = date.fromordinal(weeks * 7 + weekday + 1)
    local = datetime.combine(day, time(OPENS_AT // 60), tzinfo=ZONE) + timedelta(seconds=int(minute * 60))
    return local.astimezone(UTC)


def day_start(minutes: float) -> float:
    """The working minute at which the day of this one began."""
    return minutes - minutes % DAY


def minutes(words: str) -> float:
    """Working minutes of `"25m"`, `"3h"` or `"2d"` (a working day); raises ValueError for anything else."""
    scale = {"m": 1, "h": 60, "d": DAY}.get(words[-1:])
    if scale is None or not words[:-1].replace(".", "", 1).isdigit():
        raise ValueError(f"{words!r} is not a duration; write it like 25m, 3h or 2d")
    return float(words[:-1]) * scale
