"""When a summary is due and when it is quiet: arithmetic in a person's own time zone, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from deskhand.notify.models import Digest, Rhythm


def quiet_until(rhythm: Rhythm, at: datetime, zone: ZoneInfo) -> datetime | None:
    """The instant at which the quiet hours around ``at`` end; None outside of them."""
    first, last = rhythm.quiet_from, rhythm.quiet_until
    if first is None or last is None or first == last:
        return None
    here = at.astimezone(zone)
    clock = here.time()
    is_over_night = first > last
    if is_over_night and clock >= first:
        return _instant(here + timedelta(days=1), last, zone)
    is_inside = clock < last if is_over_night else first <= clock < last
    return _instant(here, last, zone) if is_inside else None


def next_digest(rhythm: Rhythm, after: datetime, zone: ZoneInfo) -> datetime | None:
    """The first instant after ``after`` at which a summary is due; None for somebody who wants none."""
    here = after.astimezone(zone)
    if rhythm.digest == Digest.HOURLY:
        since_the_hour = timedelta(minutes=here.minute, seconds=here.second, microseconds=here.microsecond)
        return after + timedelta(hours=1) - since_the_hour
    if rhythm.digest not in (Digest.DAILY, Digest.WEEKLY):
        return None
    days = (here + timedelta(days=n) for n in range(9))
    fitting = [day for day in days if rhythm.digest == Digest.DAILY or day.weekday() == rhythm.digest_day]
    instants = (_instant(day, time(rhythm.digest_hour), zone) for day in fitting)
    return next(instant for instant in instants if instant > after)


def _instant(day: datetime, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day.date(), clock, zone).astimezone(UTC)
