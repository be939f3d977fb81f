"""The working days of a desk: those on which its business calendar opens, Monday to Friday without one."""

from __future__ import annotations

from datetime import date, datetime, time

from deskhand.accounts.models import Desk
from deskhand.calendars.business_days import in_force
from deskhand.calendars.queries import calendar_for, with_calendar
from deskhand.calendars.recurrence import Days
from deskhand.kernel import clock

SATURDAY = 5


def days_of(desk: Desk) -> Days:
    """Zone and working days by what is known of the calendar now. A few queries; keep it for one page."""
    if not with_calendar([desk.pk]):
        return Days(clock.zone_of(""), lambda day: day.weekday() < SATURDAY)
    calendar = calendar_for(desk_id=desk.pk)
    zone = calendar.zone_info

    def opens(day: date) -> bool:
        return bool(in_force(calendar, datetime.combine(day, time(12), zone)).windows_on(day))

    return Days(zone, opens)
