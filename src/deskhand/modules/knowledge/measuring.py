"""The period of measures: days of the desk, in its own time zone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.utils.translation import gettext as _

from deskhand.calendars import queries as calendars
from deskhand.kernel import clock
from deskhand.kernel.errors import Invalid

LENGTHS = (30, 90, 365)
"""Periods that are offered, in days up to today."""

PERIOD_DAYS = 731
"""Longest period in days."""

STEPS = 12
"""Weeks or months of measures over time."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from ``first`` to ``last``, both included; the instants between which they lie (the second is not of them).
    ``days`` is the offered length that it has, 0 for own dates."""

    first: date
    last: date
    start: datetime
    end: datetime
    days: int = 0

    @property
    def query(self) -> dict[str, str]:
        """As the address of a page names it."""
        return {"from": self.first.isoformat(), "to": self.last.isoformat()}


def read(desk_id: int, said: Mapping[str, str]) -> Span:
    """What was asked for: ``from`` and ``to``, or ``days`` up to today; the last 30 days, if nothing was. Raises
    Invalid."""
    zone = _zone(desk_id)
    today = clock.now().astimezone(zone).date()
    if said.get("from") or said.get("to"):
        last = _day(said.get("to", ""), "to") if said.get("to") else today
        first = _day(said.get("from", ""), "from") if said.get("from") else last - timedelta(days=LENGTHS[0] - 1)
        return _between(first, last, zone)
    asked = said.get("days", "")
    length = int(asked) if asked.isdecimal() and len(asked) < 4 and int(asked) in LENGTHS else LENGTHS[0]
    return _between(today - timedelta(days=length - 1), today, zone, length)


def weeks(desk_id: int) -> list[Span]:
    """The last STEPS times seven days; the last day is today."""
    zone = _zone(desk_id)
    today = clock.now().astimezone(zone).date()
    ends = [today - timedelta(days=7 * number) for number in range(STEPS - 1, -1, -1)]
    return [_between(end - timedelta(days=6), end, zone) for end in ends]


def months(desk_id: int) -> list[Span]:
    """The last STEPS months; today is in the last one, which ends today."""
    zone = _zone(desk_id)
    today = clock.now().astimezone(zone).date()
    firsts = [today.replace(day=1) - relativedelta(months=number) for number in range(STEPS - 1, -1, -1)]
    return [_between(first, min(first + relativedelta(months=1, days=-1), today), zone) for first in firsts]


def whole(spans: Sequence[Span]) -> Span:
    """From the first to the last of stretches that follow one another."""
    return Span(spans[0].first, spans[-1].last, spans[0].start, spans[-1].end)


def _between(first: date, last: date, zone: tzinfo, days: int = 0) -> Span:
    if last < first:
        raise _wrong("to", _("The period ends before it begins."))
    if (last - first).days >= PERIOD_DAYS:
        raise _wrong("to", _("A period has at most %(days)s days.") % {"days": PERIOD_DAYS})
    return Span(first, last, _midnight(first, zone), _midnight(last + timedelta(days=1), zone), days)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _zone(desk_id: int) -> tzinfo:
    """The time zone of the desk's calendar; without one that of the installation."""
    if calendars.chosen_for(calendars.Where(desk_id)) is None:
        return timezone.get_default_timezone()
    return calendars.calendar_for(desk_id=desk_id).zone_info


def _day(word: str, field: str) -> date:
    try:
        found = date.fromisoformat(word)
    except ValueError:
        raise _wrong(field, _("Write a day as in 2026-03-31.")) from None
    if not 1971 <= found.year <= 9000:
        raise _wrong(field, _("Write a day as in 2026-03-31."))
    return found


def _wrong(field: str, words: str) -> Invalid:
    return Invalid(words, {field: words})
