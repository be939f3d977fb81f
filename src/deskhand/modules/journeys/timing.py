"""When activities begin and are due: days from the key date, by the calendar of the desk that does them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from deskhand.accounts.models import Desk
from deskhand.calendars.recurrence import Days
from deskhand.calendars.working_days import days_of
from deskhand.modules.journeys.definition import Step

_DAY = timedelta(days=1)

LONGEST_SEARCH = 400
"""Days that are looked at for the next working day, before a calendar that never opens is taken as open."""


@dataclass(frozen=True)
class Times:
    """When an activity begins, and by when it is to have ended: the first instant after its last day."""

    begins_at: datetime
    due_at: datetime


class Timetable:
    """The times of activities. Each desk's calendar is asked for once; ``own`` counts for what no desk does."""

    def __init__(self, own: Desk) -> None:
        self._own = own
        self._days: dict[int, Days] = {}

    def key_at(self, key_on: date) -> datetime:
        """The beginning of the key date."""
        return _begin(key_on, self._of(self._own))

    def of(self, step: Step, key_on: date, desk: Desk | None) -> Times:
        """What is needed on day one is due as that begins; everything else with the end of its last day."""
        days = self._of(desk or self._own)
        first = _shifted(key_on, step.offset, step.unit, days)
        last = _shifted(first, step.takes, step.unit, days)
        due = _begin(last + _DAY, days)
        return Times(_begin(first, days), min(due, self.key_at(key_on)) if step.is_day_one else due)

    def _of(self, desk: Desk) -> Days:
        if desk.pk not in self._days:
            self._days[desk.pk] = days_of(desk)
        return self._days[desk.pk]


def _begin(day: date, days: Days) -> datetime:
    return datetime.combine(day, time(), days.zone).astimezone(UTC)


def _shifted(day: date, count: int, unit: str, days: Days) -> date:
    if unit == "days":
        return day + timedelta(days=count)
    step = _DAY if count > 0 else -_DAY
    for _each in range(abs(count)):
        day = _next(day, step, days)
    return day


def _next(day: date, step: timedelta, days: Days) -> date:
    found = day + step
    for _each in range(LONGEST_SEARCH):
        if days.opens(found):
            return found
        found += step
    return day + step
