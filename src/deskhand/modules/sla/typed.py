"""Times of targets as people type them: ``4h``, ``1d 2h``, ``30m``, ``17:00 next business day``."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deskhand.calendars.windows import read_time, written_time
from deskhand.kernel.errors import Invalid
from deskhand.modules.sla.terms import Goal

TYPED_LIMIT = 60
"""Longest text that is looked at, in characters."""

_UNITS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_PART = re.compile(r"(\d{1,9}(?:[.,]\d{1,4})?)\s*(w|d|h|m|s)[a-z]*\.?", re.ASCII)
_WHOLE = re.compile(rf"(?:{_PART.pattern}\s*)+", re.ASCII)
_CLOCK = re.compile(
    r"(?:by\s+)?(\d{1,2}:\d\d)\s*(?:(same\s+day|today)|(next)(?:\s+(?:business|working))?\s+day"
    r"|(?:in|\+)\s*(\d{1,3})\s*(?:business|working)?\s*(?:days?|d))?",
    re.ASCII,
)


def goal(text: str) -> Goal:
    """The time that was typed: so much of a calendar's open time (a day is 24 hours of it, a week seven days), or a
    time of day on the same, the next or a later business day. Raises Invalid with what can be typed."""
    wanted = " ".join(text.split()).lower()
    if len(wanted) <= TYPED_LIMIT:
        if found := _CLOCK.fullmatch(wanted):
            return _by(*found.groups())
        if _WHOLE.fullmatch(wanted):
            return Goal.read({"seconds": _seconds(wanted)})
    words = _("“%(typed)s” is no time. Write “4h”, “1d 2h”, “30m”, or “17:00 next business day”.")
    raise Invalid(words % {"typed": text[:TYPED_LIMIT]})


def seconds(text: str) -> float:
    """The same for a time that cannot be one of the day, such as that of a warning."""
    found = goal(text)
    if found.seconds is None or found.is_relative:
        raise Invalid(_("“%(typed)s” is no time. Write “4h”, “1d 2h” or “30m”.") % {"typed": text[:TYPED_LIMIT]})
    return found.seconds


def typed_again(value: Goal) -> str:
    """The goal as somebody would type it: ``26h``, ``1h 30m``, ``17:00 next business day``. Days of open time are
    written in hours, for a day of work has no common length."""
    if value.by is not None:
        days = value.days or 0
        place = {0: "same day", 1: "next business day"}.get(days, f"in {days} business days")
        return f"{written_time(value.by)} {place}"
    return typed_seconds(value.seconds or 0)


def typed_seconds(value: float) -> str:
    """A number of seconds as somebody would type it."""
    hours, rest = divmod(value, 3_600)
    minutes, left = divmod(rest, 60)
    parts = [f"{part:g}{unit}" for part, unit in ((int(hours), "h"), (int(minutes), "m"), (left, "s")) if part]
    return " ".join(parts) or "0m"


def in_words(value: Goal) -> str:
    """The goal for reading: ``4 h``, ``1 h 30 min``, ``17:00 on the next business day``."""
    if value.by is None:
        return seconds_in_words(value.seconds or 0)
    days = value.days or 0
    if not days:
        return _("%(time)s on the same business day") % {"time": written_time(value.by)}
    if days == 1:
        return _("%(time)s on the next business day") % {"time": written_time(value.by)}
    words = ngettext("%(time)s after %(days)s business day", "%(time)s after %(days)s business days", days)
    return words % {"time": written_time(value.by), "days": days}


def seconds_in_words(value: float) -> str:
    """A number of seconds for reading: ``26 h``, ``1 h 30 min``, ``45 s``."""
    hours, rest = divmod(value, 3_600)
    minutes, left = divmod(rest, 60)
    parts = [
        _("%(n)s h") % {"n": f"{int(hours):,}".replace(",", "\u202f")} if hours else "",
        _("%(n)s min") % {"n": int(minutes)} if minutes else "",
        _("%(n)s s") % {"n": f"{left:g}"} if left else "",
    ]
    return " ".join(part for part in parts if part) or _("%(n)s min") % {"n": 0}


def _by(clock: str, same: str | None, following: str | None, days: str | None) -> Goal:
    time = read_time(clock.rjust(5, "0"))
    count = int(days) if days else int(bool(following))
    return Goal.read({"by": written_time(time), "days": count})


def _seconds(text: str) -> float:
    found = (float(number.replace(",", ".")) * _UNITS[unit] for number, unit in _PART.findall(text))
    return round(sum(found), 3)
