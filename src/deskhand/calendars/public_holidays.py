"""Public holidays by country and region, from the package ``holidays``. It is loaded by whoever asks first: a process
that never shows or saves a calendar does without."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language

if TYPE_CHECKING:
    from holidays import HolidayBase

YEARS_BACK = 3
"""Years before this one whose public holidays a new calendar knows: for what was imported."""

YEARS_AHEAD = 5
"""Years after this one. A job enters one more each year."""

KEPT = 256
"""Countries, regions and years whose holidays are kept in a process."""


def countries() -> list[tuple[str, str]]:
    """Codes (ISO 3166, two letters) and names of the countries that are known, by name in the reader's language."""
    return list(_countries(_language()))


def regions(country: str) -> list[tuple[str, str]]:
    """Codes and names of a country's regions with holidays of their own; none for a country that has none, or that is
    not known."""
    return list(_regions(country)) if country in _known() else []


def days(country: str, region: str, years: Iterable[int]) -> Mapping[date, str]:
    """The days off in these years by date, with their names in English where the package has them, else in the
    country's language. Nothing without a country."""
    return _days(country, region, tuple(years), "en") if country in _known() else {}


def named(country: str, region: str, years: Iterable[int]) -> Mapping[date, str]:
    """The same with their names in the reader's language where the package has it."""
    return _days(country, region, tuple(years), _language()) if country in _known() else {}


def years_around(year: int) -> range:
    """The years whose holidays a calendar knows that is written in this one."""
    return range(year - YEARS_BACK, year + YEARS_AHEAD + 1)


def as_kept(found: Mapping[date, str]) -> dict[str, str]:
    """The days as a version keeps them: ISO dates, in order."""
    return {day.isoformat(): found[day] for day in sorted(found)}


@lru_cache(maxsize=1)
def _known() -> dict[str, list[str]]:
    import holidays

    return {code: found for code, found in holidays.list_supported_countries().items() if len(code) == 2}


@lru_cache(maxsize=8)
def _countries(language: str) -> tuple[tuple[str, str], ...]:
    try:
        names: Mapping[str, str] = Locale.parse(language, sep="-").territories
    except (UnknownLocaleError, ValueError):
        names = Locale("en").territories
    found = [(code, names.get(code, code)) for code in _known()]
    return tuple(sorted(found, key=lambda one: one[1].casefold()))


@lru_cache(maxsize=KEPT)
def _regions(country: str) -> tuple[tuple[str, str], ...]:
    import holidays

    holidays_of = holidays.country_holidays(country)
    names: dict[str, str] = {}
    for name, code in getattr(holidays_of, "subdivisions_aliases", {}).items():
        names.setdefault(code, name)
    found = [(code, names.get(code, code)) for code in holidays_of.subdivisions]
    return tuple(sorted(found, key=lambda one: one[1].casefold()))


@lru_cache(maxsize=KEPT)
def _days(country: str, region: str, years: tuple[int, ...], language: str) -> Mapping[date, str]:
    import holidays

    if not years:
        return {}
    wanted: dict[str, Any] = {"subdiv": region or None, "years": years}
    spoken = _spoken(holidays.country_holidays(country), language)
    found: HolidayBase = holidays.country_holidays(country, language=spoken, **wanted)
    return dict(found.items())


def _spoken(of_country: HolidayBase, language: str) -> str | None:
    """The package's word for a language that it has for the country; None for the country's own."""
    has: tuple[str, ...] = getattr(of_country, "supported_languages", ())
    return next((one for one in has if one.replace("_", "-").lower().partition("-")[0] == language[:2]), None)


def _language() -> str:
    return (get_language() or "en").lower()
