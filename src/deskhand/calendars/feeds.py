"""Holidays from calendar programs, and closed days for them, as iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from deskhand.calendars.rules import DAY_NAME_LIMIT, DAYS_LIMIT
from deskhand.kernel.errors import Invalid

if TYPE_CHECKING:
    from icalendar.cal import Component

FEED_LIMIT = 512 * 1024
"""Largest file in bytes."""

LONGEST_HOLIDAY = 62
"""Most days of one entry: a summer's closing."""

_WRONG = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, OSError, RecursionError)
"""What the library raises on files that are none of these."""


def closed_days_of(content: bytes) -> list[dict[str, str]]:
    """The whole days of a file as holidays by date; an entry that comes every year is one of every year. Hours, other
    series and what was cancelled are left out. Raises Invalid if nothing of it can be read."""
    from icalendar import Calendar  # It takes a while to load.

    try:
        events = [event for one in Calendar.from_ical(content, multiple=True) for event in one.walk("VEVENT")]
        found = {one["on"]: one for event in events for one in _days_of(event)}
    except _WRONG as error:
        raise Invalid(_("This is no iCalendar file that can be read.")) from error
    if not found:
        raise Invalid(_("There are no whole days in this file."))
    if len(found) > DAYS_LIMIT:
        raise Invalid(
            _("There are %(count)s days in this file; a calendar has at most %(limit)s.")
            % {"count": len(found), "limit": DAYS_LIMIT}
        )
    return [found[on] for on in sorted(found)]


def as_feed(name: str, days: Mapping[date, str], *, mark: str, at: datetime) -> bytes:
    """Whole days with their names as a file that calendar programs take. ``mark`` makes their ids ours, so that a
    program that reads the file again does not show them twice."""
    from icalendar import Calendar, Event

    feed = Calendar()
    feed.add("prodid", "-//Deskhand//Business calendars//EN")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", name)
    for day in sorted(days):
        event = Event()
        event.add("uid", f"{day.isoformat()}-{mark}")
        event.add("dtstamp", at)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", days[day])
        event.add("transp", "TRANSPARENT")
        feed.add_component(event)
    return bytes(feed.to_ical())


def _days_of(event: Component) -> Iterator[dict[str, str]]:
    first = event.get("DTSTART").dt
    if isinstance(first, datetime) or str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    name = " ".join(str(event.get("SUMMARY") or "").split())[:DAY_NAME_LIMIT]
    repeats = event.get("RRULE")
    if repeats is not None and not _is_plain_yearly(repeats):
        return
    for day in islice(_span(event, first), LONGEST_HOLIDAY):
        on = f"*-{day:%m-%d}" if repeats is not None else day.isoformat()
        yield {"on": on, "name": name}


def _span(event: Component, first: date) -> Iterator[date]:
    """The days from the first until before the end; the first alone if there is no end."""
    end = event.get("DTEND")
    until = end.dt if end is not None else first
    yield first
    day = first + timedelta(days=1)
    while isinstance(until, date) and not isinstance(until, datetime) and day < until:
        yield day
        day += timedelta(days=1)


def _is_plain_yearly(rule: Any) -> bool:
    """True for every year on the same day, without an end."""
    wanted = {"FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "WKST"}
    is_yearly = [str(one).upper() for one in rule.get("FREQ", [])] == ["YEARLY"]
    return is_yearly and set(rule) <= wanted and rule.get("INTERVAL", [1]) in (1, [1])
