"""What a calendar part (RFC 5545) says, for people to read: which event, when, where, and what is asked or answered."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from deskhand.mail.parsing import charsets
from deskhand.mail.parsing.limits import MAX_CALENDAR, MAX_SUBJECT
from deskhand.mail.parsing.model import Invitation
from deskhand.mail.parsing.scrub import scrub_line

if TYPE_CHECKING:
    from icalendar.cal import Component

TYPES = frozenset({"text/calendar", "application/ics", "text/x-vcalendar"})
METHODS = frozenset({"request", "cancel", "reply", "counter", "declinecounter", "publish", "add", "refresh"})
ANSWERS = frozenset({"accepted", "declined", "tentative", "delegated"})
_WRONG = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, OSError, RecursionError)
"""What the library raises on calendars that are none."""

_EARLIEST, _LATEST = 1900, 2200
_METHOD_LINE = re.compile(r"^METHOD:\s*([A-Za-z]{1,20})\s*$", re.MULTILINE)


def read(content: bytes, label: str) -> Invitation | None:
    """The first event of a calendar; None when there is none that can be read. `label` is the charset that the part
    claims. Never raises."""
    if len(content) > MAX_CALENDAR or b"BEGIN:VEVENT" not in content.upper():
        return None
    text = charsets.decode(content, label or "utf-8")
    try:
        event = _first_event(text)
        return _told(event, text) if event is not None else None
    except _WRONG:
        return None


def _first_event(text: str) -> Component | None:
    """The event itself rather than a changed instance of a series."""
    from icalendar import Calendar  # Only calendars need it, and it takes a while to load.

    found = [event for calendar in Calendar.from_ical(text, multiple=True) for event in calendar.walk("VEVENT")]
    return next((event for event in found if "RECURRENCE-ID" not in event), found[0] if found else None)


def _told(event: Component, text: str) -> Invitation:
    starts = _moment(event.get("DTSTART"))
    method = _METHOD_LINE.search(text.replace("\r", ""))
    word = method[1].lower() if method else ""
    return Invitation(
        method=word if word in METHODS else "",
        summary=_line(event.get("SUMMARY")),
        location=_line(event.get("LOCATION")),
        organizer=_person(event.get("ORGANIZER")),
        starts=starts,
        ends=_end(event, starts),
        is_repeated="RRULE" in event or "RDATE" in event,
        answer=_answer(event) if word in ("reply", "counter") else "",
    )


def _moment(value: Any) -> datetime | date | None:
    """UTC, a day, or a time without a zone, as the calendar says it; None for what is no moment of ours."""
    moment = getattr(value, "dt", None)
    if not isinstance(moment, date) or not _EARLIEST <= moment.year <= _LATEST:
        return None
    return moment.astimezone(UTC) if isinstance(moment, datetime) and moment.tzinfo else moment


def _end(event: Component, starts: datetime | date | None) -> datetime | date | None:
    ends = _moment(event.get("DTEND"))
    length = getattr(event.get("DURATION"), "dt", None)
    if ends is None and starts is not None and isinstance(length, timedelta):
        with suppress(OverflowError):
            ends = starts + length
    if starts is None or ends is None or type(ends) is not type(starts):
        return None
    if isinstance(ends, datetime) and isinstance(starts, datetime):
        return ends if bool(ends.tzinfo) is bool(starts.tzinfo) and ends > starts else None
    # The end of whole days is the day after; people name the last one.
    last = ends - timedelta(days=1)
    return last if last > starts else None


def _answer(event: Component) -> str:
    people = event.get("ATTENDEE")
    first = people[0] if isinstance(people, list) and people else people
    word = str(getattr(first, "params", {}).get("PARTSTAT", "")).lower()
    return word if word in ANSWERS else ""


def _person(value: Any) -> str:
    """The name, else the address."""
    if value is None:
        return ""
    return _line(getattr(value, "params", {}).get("CN")) or _line(str(value).partition(":")[2])


def _line(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    return scrub_line(str(value))[:MAX_SUBJECT] if value is not None else ""
