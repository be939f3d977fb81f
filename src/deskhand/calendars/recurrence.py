"""On which days something comes again: pure, without a database. Days are computed by dateutil; what working days are
is asked of the caller."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dateutil import rrule
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_SEARCH = 60
"""Days that are looked at for a working day before an occurrence is left out."""

LOOK_BACK = timedelta(days=LONGEST_SEARCH + 1)
"""How long before an instant an occurrence may lie that moves beyond it."""

OCCURRENCES = 5_000
"""Days of the calendar that are looked at for one question: a rule that never meets a working day ends there."""

FIRST_YEAR, LAST_YEAR = 2000, 2999
"""Years in which a rule can begin and end."""

SHORTEST_MONTH = 28

Opens = Callable[[date], bool]
"""Whether a day is a working day."""


class Pattern(models.TextChoices):
    """When something comes again."""

    ONCE = "once", _("Once")
    DAYS = "days", _("Every so many days")
    WEEKS = "weeks", _("On days of the week")
    MONTH_DAY = "month_day", _("On a day of the month")
    MONTH_WEEKDAY = "month_weekday", _("On a weekday of the month")
    MONTH_WORKDAY = "month_workday", _("On a working day of the month")
    YEARS = "years", _("Every year")


class OnClosed(models.TextChoices):
    """What becomes of a day that is no working day."""

    KEEP = "keep", _("Make it all the same")
    SKIP = "skip", _("Leave it out")
    NEXT = "next", _("Make it on the next working day")
    PREVIOUS = "previous", _("Make it on the working day before")


@dataclass(frozen=True, kw_only=True)
class Recurrence:
    """When something comes again. Columns of rows that keep it have the same names."""

    pattern: str
    starts_on: date
    at: time
    every: int = 1
    weekdays: Sequence[int] = ()
    day: int | None = None
    nth: int | None = None
    until_on: date | None = None
    on_closed: str = OnClosed.KEEP


@dataclass(frozen=True)
class Days:
    """The working days of a desk, and its zone."""

    zone: ZoneInfo
    opens: Opens


class Occurrence(NamedTuple):
    """One of a rule: the day that the rule names, and the instant at which the ticket is due, on another day if that
    one is no working day."""

    on: date
    at: datetime


def instants(rule: Recurrence, days: Days, *, after: datetime) -> Iterator[datetime]:
    """The instants after the given one at which a ticket is due, in order."""
    return (one.at for one in occurrences(rule, days, after=after))


def occurrences(
    rule: Recurrence, days: Days, *, after: datetime, not_before: date | None = None
) -> Iterator[Occurrence]:
    """What is due after an instant, in order; with ``not_before`` only what the rule names from that day on. A local
    time that the clock skips is read with the offset before the change; the earlier of two equal ones counts."""
    last: date | None = None
    since = not_before or after.astimezone(days.zone).date() - LOOK_BACK
    for wanted in _days(rule, days.opens, since):
        day = _moved(wanted, rule.on_closed, days.opens)
        if day is None or wanted < since or (last is not None and day <= last):
            continue
        last = day
        at = datetime.combine(day, rule.at, days.zone).astimezone(UTC)
        if at > after:
            yield Occurrence(wanted, at)


def _days(rule: Recurrence, opens: Opens, since: date) -> Iterator[date]:
    """The days of the rule from ``since`` on, before any is moved."""
    if rule.pattern == Pattern.ONCE:
        yield rule.starts_on
        return
    begin = max(since, rule.starts_on)
    if rule.pattern == Pattern.MONTH_WORKDAY:
        found = _working_days(rule, opens, begin)
    else:
        found = (one.date() for one in _rrule(rule).xafter(_midnight(begin), count=OCCURRENCES, inc=True))
    for day in found:
        if day.year > LAST_YEAR or (rule.until_on is not None and day > rule.until_on):
            return
        if day >= begin:
            yield day


def _rrule(rule: Recurrence) -> rrule.rrule:
    start, every = _midnight(rule.starts_on), rule.every
    if rule.pattern == Pattern.DAYS:
        return rrule.rrule(rrule.DAILY, dtstart=start, interval=every)
    if rule.pattern == Pattern.WEEKS:
        first = rrule.rrule(rrule.WEEKLY, dtstart=start, byweekday=list(rule.weekdays), count=1)[0]
        return rrule.rrule(rrule.WEEKLY, dtstart=first, interval=every, byweekday=list(rule.weekdays))
    if rule.pattern == Pattern.MONTH_WEEKDAY:
        on = [rrule.weekday(one, rule.nth) for one in rule.weekdays]
        return rrule.rrule(rrule.MONTHLY, dtstart=start.replace(day=1), interval=every, byweekday=on)
    if rule.pattern == Pattern.MONTH_DAY:
        on_days = _up_to(rule.day or 1)
        return rrule.rrule(rrule.MONTHLY, dtstart=start.replace(day=1), interval=every, bymonthday=on_days, bysetpos=-1)
    return rrule.rrule(
        rrule.YEARLY,
        dtstart=start.replace(month=1, day=1),
        interval=every,
        bymonth=rule.starts_on.month,
        bymonthday=_up_to(rule.starts_on.day),
        bysetpos=-1,
    )


def _up_to(day: int) -> list[int]:
    """The day, and those that take its place in months which are too short for it: the last one there is counts."""
    return list(range(min(day, SHORTEST_MONTH), day + 1))


def _working_days(rule: Recurrence, opens: Opens, begin: date) -> Iterator[date]:
    """The nth working day of each month."""
    months = rrule.rrule(rrule.MONTHLY, dtstart=_midnight(rule.starts_on.replace(day=1)), interval=rule.every)
    for month in months.xafter(_midnight(begin.replace(day=1)), count=OCCURRENCES, inc=True):
        if month.year > LAST_YEAR:
            return
        following = (month.replace(day=SHORTEST_MONTH) + timedelta(days=4)).replace(day=1)
        open_days = [day for day in _between(month.date(), following.date()) if opens(day)]
        nth = rule.nth or 1
        if len(open_days) >= abs(nth):
            yield open_days[nth - 1 if nth > 0 else nth]


def _between(start: date, end: date) -> Iterator[date]:
    return (start + timedelta(days=n) for n in range((end - start).days))


def _moved(day: date, on_closed: str, opens: Opens) -> date | None:
    if on_closed == OnClosed.KEEP or opens(day):
        return day
    if on_closed == OnClosed.SKIP:
        return None
    step = timedelta(days=1 if on_closed == OnClosed.NEXT else -1)
    return next((one for n in range(1, LONGEST_SEARCH) if opens(one := day + n * step)), None)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
