"""Whether a calendar opens at all."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from deskhand.calendars import reckoning
from deskhand.calendars.reckoning import Calendar
from deskhand.kernel.errors import Invalid

OPENS_WITHIN = timedelta(days=400)
"""A calendar that does not open within this counts as one that never does."""


def opens(calendar: Calendar, at: datetime) -> bool:
    """Whether it opens soon enough to be counted by."""
    try:
        return reckoning.next_open(calendar, at) <= at + OPENS_WITHIN
    except Invalid:
        return False


def never_opens(name: str) -> str:
    """What is said of one that does not."""
    words = _("The calendar “%(name)s” does not open within the next %(days)s days: nothing would ever be due.")
    return words % {"name": name, "days": OPENS_WITHIN.days}
