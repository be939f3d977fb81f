"""The rules of a calendar read from an object of JSON; every error says where it is and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from deskhand.calendars.hours import WEEKDAYS, WHOLE_DAY, MonthAndDay, Week, Windows
from deskhand.calendars.windows import Window, read_stamp, read_time, shown
from deskhand.kernel.errors import Invalid

LONGEST_LIST = 10_000
"""Most holidays, shifts or breaks of a calendar."""

MOST_WINDOWS = 48
"""Most windows of a day, and most breaks that come back every day: one for every half hour."""

AROUND_THE_CLOCK = "24x7"
KEYS = ("tz", "hours", "holidays", "shifts", "breaks")

_YEARLY = re.compile(r"\*-(\d\d)-(\d\d)", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_A_LEAP_YEAR = 2000
_Read = TypeVar("_Read")


def parts_of(rules: Any) -> dict[str, Any]:
    """The fields of :class:`~deskhand.calendars.hours.Hours`. Raises Invalid with all places that are wrong."""
    if not isinstance(rules, Mapping):
        raise _wrong("calendar", _("Write the calendar as an object with the keys %(keys)s.") % {"keys": _known(KEYS)})
    _refuse_unknown(rules, KEYS, "")
    wrong: dict[str, str] = {}

    def part(key: str, read: Callable[[Any], _Read], otherwise: Any) -> _Read:
        try:
            return read(rules.get(key, otherwise))
        except Invalid as error:
            wrong.update(error.fields or {key: str(error)})
            return cast(_Read, ())

    zone, week = part("tz", read_zone, None), part("hours", _week, None)
    days = part("holidays", _holidays, ())
    shifts = part("shifts", _shifts, {})
    breaks = part("breaks", _breaks, ())
    if wrong:
        raise Invalid(" ".join(f"{place}: {words}" for place, words in wrong.items()), wrong)
    fixed, yearly = days
    spans, daily = breaks
    return {
        "zone": zone, "week": week, "holidays": fixed, "yearly": yearly, "shifts": shifts,
        "breaks": spans, "daily_breaks": daily,
    }  # fmt: skip


def read_zone(name: Any) -> str:
    """The name of a time zone that exists. Raises Invalid with a sentence."""
    try:
        if isinstance(name, str) and name:
            return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass  # Told below: unknown, a folder of the zones, or no name of a file at all.
    raise Invalid(_("%(name)s is not a time zone. Write its name, such as Europe/Berlin.") % {"name": shown(name)})


def read_holiday(text: Any) -> date | MonthAndDay:
    """The date of ``2026-12-25``, or month and day of ``*-12-25``. Raises Invalid with a sentence."""
    yearly = _YEARLY.fullmatch(text) if isinstance(text, str) else None
    if yearly is None:
        return _date(text, may_be_yearly=True)
    month, day = int(yearly[1]), int(yearly[2])
    try:
        date(_A_LEAP_YEAR, month, day)
    except ValueError:
        raise Invalid(_("No year has the day %(text)s.") % {"text": shown(text)}) from None
    return month, day


def _week(hours: Any) -> Week:
    if hours == AROUND_THE_CLOCK:
        return cast(Week, ((WHOLE_DAY,),) * 7)
    if not isinstance(hours, Mapping):
        words = _("Write the hours as an object of weekdays, such as %(example)s, or as 24x7.")
        raise _wrong("hours", words % {"example": '{"mon": [["09:00", "17:00"]]}'})
    _refuse_unknown(hours, WEEKDAYS, "hours.")
    return cast(Week, tuple(_windows(hours.get(day, ()), f"hours.{day}") for day in WEEKDAYS))


def _windows(found: Any, place: str) -> Windows:
    return tuple(_each(found, place, Window.read, MOST_WINDOWS))


def _holidays(found: Any) -> tuple[frozenset[date], frozenset[MonthAndDay]]:
    days = _each(found, "holidays", read_holiday)
    return (
        frozenset(day for day in days if isinstance(day, date)),
        frozenset(day for day in days if not isinstance(day, date)),
    )


def _shifts(found: Any) -> tuple[tuple[date, Windows], ...]:
    if not isinstance(found, Mapping):
        words = _("Write shifts as an object of dates, such as %(example)s.")
        raise _wrong("shifts", words % {"example": '{"2026-12-24": [["09:00", "12:00"]]}'})
    _refuse_long(found, "shifts", LONGEST_LIST)
    read = []
    for day, windows in found.items():
        try:
            read.append((_date(day), _windows(windows, f"shifts.{day}")))
        except Invalid as error:
            raise error if error.fields else _wrong("shifts", str(error)) from None
    return tuple(sorted(read))


def _breaks(found: Any) -> tuple[tuple[tuple[datetime, datetime], ...], Windows]:
    read = _each(found, "breaks", _break)
    daily = tuple(one for one in read if isinstance(one, Window))
    _refuse_long(daily, "breaks", MOST_WINDOWS)
    return tuple(one for one in read if not isinstance(one, Window)), daily


def _break(pair: Any) -> Window | tuple[datetime, datetime]:
    if not isinstance(pair, list | tuple) or len(pair) != 2:
        raise Invalid(_('Write a break as its start and its end, such as ["2026-03-02 12:00", "2026-03-02 13:00"].'))
    if all(isinstance(one, str) and "-" not in one for one in pair):
        return Window(read_time(pair[0]), read_time(pair[1]))
    return read_stamp(pair[0]), read_stamp(pair[1])


def _date(text: Any, *, may_be_yearly: bool = False) -> date:
    try:
        if isinstance(text, str) and _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # Told below: the month or the day does not exist.
    words = (
        _("%(text)s is not a day. Write it like 2026-12-25, or *-12-25 for every year.")
        if may_be_yearly
        else _("%(text)s is not a date. Write it like 2026-12-24.")
    )
    raise Invalid(words % {"text": shown(text)})


def _each(found: Any, place: str, read: Callable[[Any], _Read], limit: int = LONGEST_LIST) -> list[_Read]:
    """What a list holds; an error names the place of the one that is wrong, counted from 0."""
    if not isinstance(found, list | tuple):
        raise _wrong(place, _("Write a list here."))
    _refuse_long(found, place, limit)
    read_ones = []
    for number, one in enumerate(found):
        try:
            read_ones.append(read(one))
        except Invalid as error:
            raise _wrong(f"{place}.{number}", str(error)) from None
    return read_ones


def _refuse_long(found: Mapping[Any, Any] | Sequence[Any], place: str, limit: int) -> None:
    if len(found) > limit:
        raise _wrong(place, _("These are too many: at most %(limit)d are taken.") % {"limit": limit})


def _refuse_unknown(found: Mapping[Any, Any], known: Sequence[str], prefix: str) -> None:
    for key in found:
        if key not in known:
            words = _("Nothing is called so. What can be written is %(keys)s.") % {"keys": _known(known)}
            raise _wrong(f"{prefix}{str(key)[:40]}", words)


def _wrong(place: str, words: str) -> Invalid:
    return Invalid(f"{place}: {words}", {place: words})


def _known(keys: Sequence[str]) -> str:
    return ", ".join(keys)
