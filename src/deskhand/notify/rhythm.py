"""When a summary is due and when it is quiet: arithmetic in a person's own time zone, without a database."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, datetime, time, timedelta

from django.conf import settings

from deskhand.notify.models import Digest, Rhythm


def zone_of(name: str) -> zoneinfo.ZoneInfo:
    """A person's time zone by its name; the installation's for none, UTC for one that does not exist."""
    try:
        return zoneinfo.ZoneInfo(name or settings.DESKHAND.time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")


def quiet_until(rhythm: Rhythm, at: datetime, zone: zoneinfo.ZoneInfo) -> datetime | None:
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


def next_digest(rhythm: Rhythm, after: datetime, zone: zoneinfo.ZoneInfo) -> datetime | None:
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


def _instant(day: datetime, clock: time, zone: zoneinfo.ZoneInfo) -> datetime:
    return datetime.combine(day.date(), clock, zone).astimezone(UTC)
