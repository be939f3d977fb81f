"""What a calendar means right now, for its page: so that nobody has to work it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.dates import WEEKDAYS as NAMES
from django.utils.dates import WEEKDAYS_ABBR as NAMES_SHORT
from django.utils.translation import gettext as _

from deskhand.calendars import days_off, public_holidays, reckoning, rules
from deskhand.calendars.hours import WEEKDAYS, Hours
from deskhand.calendars.models import CalendarVersion
from deskhand.calendars.notation import typed_windows
from deskhand.kernel import clock
from deskhand.kernel.errors import Invalid
from deskhand.web import moments

WORKING_HOURS = 8
"""The promise by which the page shows what the rules come to."""

DAYS_SHOWN = 12
"""Next closed days on the page."""

LOOKED_AT = timedelta(days=500)
"""How far they are looked for."""

_DAY = 24 * 60


@dataclass(frozen=True)
class Bar:
    """A stretch of a day's line, in minutes after midnight."""

    start: int
    length: int


@dataclass(frozen=True)
class Meaning:
    """``opens`` is empty while it is open. Moments are in words, by the clock of ``zone``."""

    zone: str
    is_open: bool
    is_always_open: bool
    opens: str
    reached: str
    days: dict[date, str]


def meaning(found: rules.Rules, public_days: Mapping[str, str]) -> Meaning:
    """What these rules come to at this moment."""
    hours, now = rules.hours(found, public_days), clock.now()
    today = now.astimezone(hours.zone_info).date()
    off = days_off.days_off(found, public_days, today, today + LOOKED_AT)
    is_open = reckoning.is_open(hours, now)
    with timezone.override(hours.zone_info):
        return Meaning(
            zone=hours.zone,
            is_open=is_open,
            is_always_open=hours.is_around_the_clock and not off and not found["breaks"],
            opens="" if is_open else _instant(hours, 0),
            reached=_instant(hours, WORKING_HOURS),
            days=dict(list(off.items())[:DAYS_SHOWN]),
        )


def of_typed(found: rules.Rules) -> Meaning:
    """The same of rules that nobody has saved yet."""
    years = public_holidays.years_around(clock.now().year)
    return meaning(found, public_holidays.as_kept(public_holidays.days(found["country"], found["region"], years)))


def of_version(version: CalendarVersion) -> Meaning:
    """The same of a version as it was saved."""
    return meaning(version.rules, version.public_days)


def bars(found: rules.Rules) -> list[list[Bar]]:
    """The week as lines to draw, Monday first; what goes on after midnight is drawn on the next day."""
    lines: list[list[Bar]] = [[] for _day in NAMES]
    for place, windows in enumerate(_days(found)):
        for start, end in windows:
            first, last = _minutes(start), _minutes(end)
            if last <= first:
                lines[(place + 1) % 7].append(Bar(0, last))
                last = _DAY
            lines[place].append(Bar(first, last - first))
    return lines


def in_brief(found: rules.Rules) -> str:
    """The week in a line: equal neighbours together, ``Mon–Fri 09:00–17:00, Sat 10:00–14:00``."""
    if all(windows == rules.ALL_DAY for windows in _days(found)):
        return _("around the clock")
    groups: list[tuple[list[str], str]] = []
    for place, windows in enumerate(_days(found)):
        words, name = typed_windows(windows), str(NAMES_SHORT[place])
        if groups and groups[-1][1] == words:
            groups[-1][0].append(name)
        else:
            groups.append(([name], words))
    return ", ".join(f"{_from_to(names)} {words}" for names, words in groups if words)


def _days(found: rules.Rules) -> list[list[list[str]]]:
    """The windows of Monday to Sunday: what a database keeps has no order."""
    return [found["hours"][day] for day in WEEKDAYS]


def _from_to(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}"


def _instant(hours: Hours, working_hours: int) -> str:
    try:
        at = reckoning.next_open(hours, clock.now())
        if working_hours:
            at = reckoning.due(hours, clock.now(), working_hours * 3600)
    except Invalid:
        return _("never")
    return moments.when_words(at, clock.now())


def _minutes(of_clock: str) -> int:
    hour, minute = of_clock.split(":")
    return int(hour) * 60 + int(minute)
