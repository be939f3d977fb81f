"""What time it is where somebody else is."""

from __future__ import annotations

import zoneinfo

from django.utils import timezone

from deskhand.web import moments


def time_there(zone: str) -> str:
    """The time of day in a person's zone, in words; empty if it is the reader's time, or the zone is not known."""
    try:
        theirs = zoneinfo.ZoneInfo(zone) if zone else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return ""
    here, there = timezone.localtime(), timezone.localtime(timezone=theirs) if theirs else None
    if there is None or there.utcoffset() == here.utcoffset():
        return ""
    return moments.clock(there, in_its_zone=True)
