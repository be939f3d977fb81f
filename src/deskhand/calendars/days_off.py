"""The days on which a calendar stays closed although its week would open, with their names for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from django.utils.translation import gettext as _

from deskhand.calendars import public_holidays
from deskhand.calendars.rules import Rules


def days_off(rules: Rules, public_days: Mapping[str, str], first: date, last: date) -> dict[date, str]:
    """Closed days from the first to the last one, both included, in their order. Public holidays are called in the
    reader's language where that is known."""
    years = range(first.year, last.year + 1)
    found = dict(_public(rules, public_days, years))
    for one in rules["holidays"]:
        found |= {day: one["name"] or _("Holiday") for day in _days(one["on"], years)}
    for one in rules["exceptions"]:
        day = date.fromisoformat(one["on"])
        if one["hours"]:
            found.pop(day, None)
        else:
            found[day] = one["name"] or _("Closed")
    return {day: found[day] for day in sorted(found) if first <= day <= last}


def _public(rules: Rules, public_days: Mapping[str, str], years: range) -> Iterator[tuple[date, str]]:
    named = public_holidays.named(rules["country"], rules["region"], years)
    for on, name in public_days.items():
        day = date.fromisoformat(on)
        if day.year in years:
            yield day, named.get(day, name)


def _days(on: str, years: range) -> Iterator[date]:
    """The dates of a holiday in these years; 29 February only where there is one."""
    for year in years if on.startswith("*") else (int(on[:4]),):
        try:
            yield date(year, int(on[-5:-3]), int(on[-2:]))
        except ValueError:
            continue
