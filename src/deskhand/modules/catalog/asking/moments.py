"""Days told from the day of answering: ``today``, ``+2 days``, ``+3 working days``, ``-1 day``. Working days are
those of a business calendar."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from deskhand.calendars import business_days
from deskhand.calendars.reckoning import DatedHours

_MOMENT = re.compile(r"(?:today|([+-])([0-9]{1,3}) (working )?days?)")


def is_moment(text: str) -> bool:
    """Whether a day is told from the day of answering."""
    return _MOMENT.fullmatch(text) is not None


def day_of(text: str, today: date, calendar: DatedHours | None) -> date:
    """The day. Without a calendar each day is a working day; working days are counted forward."""
    found = _MOMENT.fullmatch(text)
    if found is None or found[1] is None:
        return today
    days = int(found[2]) * (1 if found[1] == "+" else -1)
    if found[3] is None or calendar is None or days < 0:
        return today + timedelta(days=days)
    noon = datetime.combine(today, time(12), calendar.zone_info).astimezone(UTC)
    return business_days.after(calendar, noon, days).astimezone(calendar.zone_info).date()
