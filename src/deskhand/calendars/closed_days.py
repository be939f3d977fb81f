"""A calendar's closed days as an answer that calendar programs take."""

from __future__ import annotations

from django.http import HttpResponse

from deskhand.calendars import days_off, queries
from deskhand.calendars.feeds import as_feed
from deskhand.calendars.models import Calendar
from deskhand.kernel import clock


def closed_days_file(calendar: Calendar) -> HttpResponse:
    """Those of this year and the next, as an iCalendar file."""
    version, now = queries.version_at(calendar), clock.now()
    first = now.date().replace(month=1, day=1)
    days = days_off.days_off(version.rules, version.public_days, first, first.replace(year=first.year + 2))
    content = as_feed(calendar.name, days, mark=f"calendar-{calendar.pk}@deskhand", at=now)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="closed-days-{calendar.pk}.ics"'
    return response
