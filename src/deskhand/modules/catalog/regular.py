"""On which days a regular order comes again: on working days of its desk, a closed one is moved to the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deskhand.accounts.models import Desk
from deskhand.calendars.recurrence import OnClosed, Pattern, Recurrence, instants
from deskhand.calendars.working_days import days_of
from deskhand.modules.catalog.models import RecurringOrder

MOST_WEEKS = 52
"""Most weeks from one order to the next."""

MOST_MONTHS = 24
"""Most months from one order to the next."""

_MOST = {"weeks": MOST_WEEKS, "months": MOST_MONTHS}


def days(row: RecurringOrder, desk: Desk, *, since: date) -> Iterator[date]:
    """The days from ``since`` on, in order; none after its end."""
    of_desk = days_of(desk)
    before = datetime.combine(since, time(), of_desk.zone) - timedelta(seconds=1)
    for at in instants(_rule(row), of_desk, after=before):
        yield at.astimezone(of_desk.zone).date()


def told(row: RecurringOrder) -> str:
    """“Every 2 months”."""
    if row.unit == "weeks":
        return ngettext("Every week", "Every %(num)s weeks", row.every) % {"num": row.every}
    return ngettext("Every month", "Every %(num)s months", row.every) % {"num": row.every}


def wrong(unit: str, every: int, starts_on: date, until_on: date | None, today: date) -> dict[str, str]:
    """What cannot be, a sentence by field."""
    found: dict[str, str] = {}
    if unit not in _MOST:
        found["unit"] = _("Choose weeks or months.")
    elif not 1 <= every <= _MOST[unit]:
        found["every"] = _("From 1 to %(most)s.") % {"most": _MOST[unit]}
    if starts_on < today:
        found["starts_on"] = _("This day is over. Choose a later one.")
    if until_on is not None and until_on < starts_on:
        found["until_on"] = _("The end lies before the beginning.")
    return found


def _rule(row: RecurringOrder) -> Recurrence:
    return Recurrence(
        pattern=Pattern.WEEKS if row.unit == "weeks" else Pattern.MONTH_DAY,
        starts_on=row.starts_on,
        at=time(),
        every=row.every,
        weekdays=(row.starts_on.weekday(),),
        day=row.starts_on.day,
        until_on=row.until_on,
        on_closed=OnClosed.NEXT,
    )
