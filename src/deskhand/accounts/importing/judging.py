"""One row by itself: what it says, or why it cannot be taken. No database."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings

from deskhand.accounts import addresses
from deskhand.accounts.importing.reading import CELL_LIMIT
from deskhand.accounts.importing.reasons import Reason
from deskhand.kernel.errors import Invalid

Cells = Mapping[str, list[str]]

ADDRESS_LIMIT = 10
"""Most further addresses of one person in a file."""

LIMITS = {"name": 200, "phone": 60, "title": 120, "department": 120, "location": 120, "organization": 200}
"""Longest texts in characters, as a person's row holds them (an organization's name, as its own)."""

TEXTS = tuple(LIMITS)
_YES = frozenset(["1", "yes", "y", "true", "t", "x", "ja", "j", "wahr", "vip", "on"])
_NO = frozenset(["0", "no", "n", "false", "f", "nein", "falsch", "off", "-"])


@dataclass
class Told:
    """What a row says. ``refused`` is the reason why it is not taken; ``remarks`` say what of it is left out. Of a
    person ``values`` holds the fields that the row fills, ``email`` and ``addresses`` in their one spelling and
    ``manager`` an address; of an organization ``name``, ``domains`` and ``notes``."""

    values: dict[str, Any] = field(default_factory=dict)
    email: str = ""
    addresses: list[str] = field(default_factory=list)
    manager: str = ""
    refused: Reason | None = None
    remarks: list[Reason] = field(default_factory=list)


def person(cells: Cells) -> Told:
    """Judge a row of a list of people."""
    told = Told()
    told.email = _main_address(cells, told)
    told.addresses = [one for one in _further(cells, told) if one != told.email]
    for name in TEXTS:
        if text := plain(_first(cells, name)):
            told.values[name] = text
    if "name" not in told.values:
        told.values |= _joined_name(cells)
    _choices(cells, told)
    told.manager = _manager(cells, told)
    _lengths(cells, told)
    return told


def organization(cells: Cells) -> Told:
    """Judge a row of a list of organizations."""
    told = Told(values={"name": plain(_first(cells, "name")), "notes": _first(cells, "notes")})
    domains = [_domain(one) for text in cells.get("domains", []) for one in re.split(r"[\s,;|]+", text) if one]
    told.values["domains"] = list(dict.fromkeys(domains))
    bad = next((one for one in domains if not addresses.is_domain(one)), None)
    if bad is not None:
        told.refused = ["bad_domain", bad[:80]]
    if not told.values["name"]:
        told.refused = ["no_name"]
    if len(told.values["name"]) > LIMITS["organization"] or len(told.values["notes"]) > CELL_LIMIT:
        told.refused = ["too_long", "name" if len(told.values["name"]) > LIMITS["organization"] else "notes"]
    return told


def plain(text: str) -> str:
    """One line of readable characters."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def _first(cells: Cells, name: str) -> str:
    return next(iter(cells.get(name, [])), "")


def _main_address(cells: Cells, told: Told) -> str:
    given = _first(cells, "email")
    if not given:
        told.refused = ["no_address"]
        return ""
    try:
        return addresses.normal(_bare(given))
    except Invalid:
        told.refused = ["bad_address", given[:80]]
        return ""


def _bare(text: str) -> str:
    """The address of ``Name <address>``, ``mailto:address`` or ``SMTP:address``."""
    inside = re.search(r"<([^<>]+)>\s*$", text)
    return re.sub(r"^(?:mailto|smtp):", "", (inside[1] if inside else text).strip(), flags=re.IGNORECASE)


def _further(cells: Cells, told: Told) -> list[str]:
    found: list[str] = []
    for one in (part for text in cells.get("addresses", []) for part in re.split(r"[\s,;|]+", text) if part):
        try:
            found.append(addresses.normal(_bare(one)))
        except Invalid:
            told.remarks.append(["bad_further", one[:80]])
    found = [one for one in dict.fromkeys(found) if one != told.email]
    if len(found) > ADDRESS_LIMIT:
        told.remarks.append(["many_addresses", ADDRESS_LIMIT])
    return found[:ADDRESS_LIMIT]


def _joined_name(cells: Cells) -> dict[str, str]:
    parts = [plain(_first(cells, name)) for name in ("first_name", "last_name")]
    joined = " ".join(part for part in parts if part)
    return {"name": joined} if joined else {}


def _choices(cells: Cells, told: Told) -> None:
    if given := plain(_first(cells, "language")):
        code = languages().get(given.casefold()) or languages().get(re.split(r"[-_]", given.casefold())[0], "")
        _take(told, "language", code, given)
    if given := plain(_first(cells, "time_zone")):
        _take(told, "time_zone", zones().get(given.casefold(), ""), given)
    if given := plain(_first(cells, "is_vip")):
        word = given.casefold()
        _take(told, "is_vip", word in _YES if word in _YES | _NO else "", given, code="vip")


def _take(told: Told, name: str, value: Any, given: str, code: str = "") -> None:
    if value == "":
        told.remarks.append([code or name, given[:80]])
    else:
        told.values[name] = value


@cache
def languages() -> dict[str, str]:
    """Words for each language that Deskhand speaks, and its code."""
    own = {"en": ["english", "englisch"], "de": ["german", "deutsch"]}
    words: dict[str, str] = {}
    for code, name in settings.LANGUAGES:
        words |= dict.fromkeys([code.casefold(), str(name).casefold(), *own.get(code, [])], code)
    return words


@cache
def zones() -> dict[str, str]:
    """Time zones by their names in small letters."""
    return {one.casefold(): one for one in zoneinfo.available_timezones()}


def _manager(cells: Cells, told: Told) -> str:
    given = _first(cells, "manager")
    if not given:
        return ""
    try:
        address = addresses.normal(_bare(given))
    except Invalid:
        told.remarks.append(["manager", given[:80]])
        return ""
    if address == told.email:
        told.remarks.append(["own_manager"])
        return ""
    return address


def _lengths(cells: Cells, told: Told) -> None:
    """A cell that does not fit refuses the row: half a name is worse than none."""
    for name in TEXTS:
        if len(told.values.get(name, "")) > LIMITS[name]:
            told.refused = told.refused or ["too_long", name]
    long = next((name for name, texts in cells.items() for text in texts if len(text) > CELL_LIMIT), "")
    if long:
        told.refused = told.refused or ["too_long", long]


def _domain(text: str) -> str:
    """A bare domain of ``@example.org`` or ``https://www.example.org/``."""
    bare = re.sub(r"^(?:https?://)?(?:www\.)?@?", "", text.strip().lower())
    return bare.split("/")[0]
