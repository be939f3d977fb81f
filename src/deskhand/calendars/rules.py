"""What a calendar says, as it is kept and as the API takes it: checked here, and nowhere else.

``{"zone", "hours", "breaks", "country", "region", "holidays", "exceptions"}``. ``hours`` maps ``mon`` to ``sun`` to
windows, pairs of ``HH:MM`` in the calendar's zone (``24:00`` is the end of the day; an end before its start lies on
the next day). ``breaks`` are pairs on every day. ``holidays`` are ``{"on", "name"}``, ``on`` being ``YYYY-MM-DD`` or
``*-MM-DD`` for every year. ``exceptions`` are ``{"on", "hours", "name"}``: the windows replace those of that day, even
of a holiday; none close it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from deskhand.calendars import public_holidays
from deskhand.calendars.hours import WEEKDAYS, Hours
from deskhand.calendars.notation import typed_windows
from deskhand.kernel.errors import Invalid

WINDOWS_LIMIT = 8
"""Most windows of a day, and most breaks."""

DAYS_LIMIT = 400
"""Most holidays of one's own, and most exceptions."""

DAY_NAME_LIMIT = 80
"""Longest name of a holiday or exception in characters."""

ALL_DAY = [["00:00", "24:00"]]
ALWAYS: dict[str, Any] = {
    "zone": "UTC",
    "hours": dict.fromkeys(WEEKDAYS, ALL_DAY),
    "breaks": [],
    "country": "",
    "region": "",
    "holidays": [],
    "exceptions": [],
}
"""Open around the clock."""

_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d|24:00")
_DAY = 24 * 60

Rules = dict[str, Any]
Faults = dict[str, str]


def checked(given: Mapping[str, Any]) -> Rules:
    """The rules in their one form. Raises Invalid; its fields are the words above, of hours ``hours.mon`` and so on."""
    faults: Faults = {}
    found: Rules = {
        "zone": _zone(given.get("zone", ""), faults),
        "hours": _week(given.get("hours", {}), faults),
        "breaks": _windows(given.get("breaks", []), "breaks", faults, overnight=False),
        **_place(str(given.get("country", "")), str(given.get("region", "")), faults),
        "holidays": _holidays(given.get("holidays", []), faults),
        "exceptions": _exceptions(given.get("exceptions", []), faults),
    }
    if not faults and not _is_ever_open(found):
        faults["hours"] = _("Enter the hours of at least one day.")
    if faults:
        raise Invalid(_("These rules cannot be taken."), faults)
    return found


def _is_ever_open(found: Rules) -> bool:
    """Whether a minute of the week is left when breaks are taken."""
    closed = {minute for start, end in found["breaks"] for minute in range(*_span(start, end))}
    windows = (window for day in found["hours"].values() for window in day)
    return any(minute % _DAY not in closed for start, end in windows for minute in range(*_span(start, end)))


def differing(old: Rules, new: Rules) -> list[str]:
    """The words whose values differ."""
    return [word for word in new if new[word] != old.get(word)]


def in_short(word: str, value: Any) -> str:
    """A rule as a fact keeps it: its value if that is short, else how many there are."""
    if word == "hours":
        return "; ".join(f"{day} {typed_windows(value[day])}" for day in WEEKDAYS if value.get(day))
    if word == "breaks":
        return typed_windows(value)
    return value if isinstance(value, str) else str(len(value))


def hours(rules: Rules, public_days: Iterable[str] = ()) -> Hours:
    """What is computed with: the rules, and the public holidays that a version keeps."""
    return Hours.read(
        {
            "tz": rules["zone"],
            "hours": rules["hours"],
            "breaks": rules["breaks"],
            "holidays": [*(one["on"] for one in rules["holidays"]), *public_days],
            "shifts": {one["on"]: one["hours"] for one in rules["exceptions"]},
        }
    )


@lru_cache(maxsize=1)
def zones() -> frozenset[str]:
    """Names of all time zones."""
    return frozenset(available_timezones())


def _zone(name: Any, faults: Faults) -> str:
    if name not in zones():
        faults["zone"] = _("There is no time zone “%(name)s”; one is Europe/Berlin.") % {"name": str(name)[:60]}
    return str(name)


def _week(week: Any, faults: Faults) -> dict[str, list[list[str]]]:
    if not isinstance(week, Mapping) or set(week) - set(WEEKDAYS):
        faults["hours"] = _("Days are named %(days)s.") % {"days": ", ".join(WEEKDAYS)}
        return {}
    return {day: _windows(week.get(day, []), f"hours.{day}", faults) for day in WEEKDAYS}


def _windows(given: Any, where: str, faults: Faults, *, overnight: bool = True) -> list[list[str]]:
    windows = [list(one) for one in given] if _are_pairs(given) else None
    if windows is None:
        faults[where] = _("Times are pairs of a beginning and an end, as in 09:00–17:00.")
        return []
    if len(windows) > WINDOWS_LIMIT:
        faults[where] = _("At most %(limit)s in one day.") % {"limit": WINDOWS_LIMIT}
        return []
    spans = sorted(_span(*one) for one in windows)
    if any(end == start or (end > _DAY and not overnight) for start, end in spans):
        faults[where] = _("Each must end after it begins.")
    elif any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
        faults[where] = _("Two of these overlap.")
    return sorted(windows)


def _are_pairs(given: Any) -> bool:
    return isinstance(given, Sequence) and all(
        isinstance(one, Sequence) and len(one) == 2 and all(_CLOCK.fullmatch(str(part)) for part in one)
        for one in given
    )


def _span(start: str, end: str) -> tuple[int, int]:
    """Minutes since midnight; an end that is not later lies on the next day."""
    first, last = _minutes(start), _minutes(end)
    return first, last if last >= first else last + _DAY


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _place(country: str, region: str, faults: Faults) -> dict[str, str]:
    if country and country not in dict(public_holidays.countries()):
        faults["country"] = _("The public holidays of “%(code)s” are not known.") % {"code": country[:40]}
    elif region and region not in dict(public_holidays.regions(country)):
        faults["region"] = _("This country has no region “%(code)s”.") % {"code": region[:40]}
    return {"country": country, "region": region if country else ""}


def _holidays(given: Any, faults: Faults) -> list[dict[str, str]]:
    return [{"on": one["on"], "name": one["name"]} for one in _days(given, "holidays", faults, yearly=True)]


def _exceptions(given: Any, faults: Faults) -> list[dict[str, Any]]:
    found = []
    for one in _days(given, "exceptions", faults, yearly=False):
        windows = _windows(one.get("hours", []), "exceptions", faults)
        found.append({"on": one["on"], "hours": windows, "name": one["name"]})
    return found


def _days(given: Any, where: str, faults: Faults, *, yearly: bool) -> list[dict[str, Any]]:
    """Entries with a date and a name of a decent length, by date, each date once."""
    if not isinstance(given, Sequence) or len(given) > DAYS_LIMIT:
        faults[where] = _("At most %(limit)s days.") % {"limit": DAYS_LIMIT}
        return []
    found: dict[str, dict[str, Any]] = {}
    for one in given:
        on, name = str(one.get("on", "")), " ".join(str(one.get("name", "")).split())
        if not _is_day(on, yearly=yearly):
            faults[where] = _("“%(day)s” is no day; write one as 2026-12-24.") % {"day": on[:40]}
        elif len(name) > DAY_NAME_LIMIT:
            faults[where] = _("A name has at most %(limit)s characters.") % {"limit": DAY_NAME_LIMIT}
        elif on in found:
            faults[where] = _("%(day)s is there twice.") % {"day": on}
        else:
            found[on] = {**one, "on": on, "name": name}
    return [found[on] for on in sorted(found)]


def _is_day(on: str, *, yearly: bool) -> bool:
    written = on.replace("*", "2024", 1) if yearly and on.startswith("*-") else on
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False
