"""From what is typed to what is kept, and back.

Everywhere outside the table a field holds a list of texts: nothing, one (a text, a number in digits, ``2026-03-02``,
the code of an option, the id of a person or organization, ``yes``), or several codes of options.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from deskhand.accounts import addresses
from deskhand.kernel.errors import Invalid
from deskhand.kernel.words import fold, words
from deskhand.modules.fields.models import DIGITS, PLACES, TEXT_LIMIT, Field, FieldKind, Option, Value
from deskhand.tickets.people import of_desks, organizations_of

YES = "yes"
"""What a ticked box holds."""

_YES, _NO = frozenset({"yes", "on", "true", "1"}), frozenset({"no", "off", "false", "0"})
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
"""What no database takes: NUL and halves of characters."""
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
FIRST_YEAR, LAST_YEAR = 1900, 2999
"""Years that a date may have: those that can be asked for in the query language."""
MONEY_PLACES = 2
"""Digits behind the point of an amount of money."""


@dataclass(frozen=True)
class Understood:
    """A value that was understood: as texts, and as columns of its rows (several for several of a list)."""

    texts: list[str]
    rows: list[dict[str, Any]]


def understood(field: Field, typed: Sequence[str], *, kept: Collection[str] = ()) -> Understood:
    """What was typed, cleaned. ``kept`` are codes of archived options that the ticket has already. Raises Invalid with
    a sentence about this field."""
    given = [clean for one in typed if (clean := _UNSTORABLE.sub("", one).strip())]
    if not given:
        return Understood([], [])
    if field.kind in (FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.TREE):
        return _chosen(field, given, kept)
    if len(given) > 1:
        raise Invalid(_("This field takes one value."))
    text, row = _READERS[FieldKind(field.kind)](field, given[0])
    return Understood([text] if text else [], [row] if text else [])


def texts_of(rows: Sequence[Value]) -> list[str]:
    """The rows of one field of one ticket as texts. Their options are read along."""
    return [one for row in rows if (one := _text(row))]


def _text(row: Value) -> str:
    if row.option is not None:
        return row.option.code
    if row.number is not None:
        return digits(row.number)
    if row.day is not None:
        return row.day.isoformat()
    if row.person_id or row.organization_id:
        return str(row.person_id or row.organization_id)
    return YES if row.is_on else row.text


def digits(number: Decimal) -> str:
    """A number without needless zeros: ``12.5``."""
    return f"{number.normalize():f}" if number else "0"


def _chosen(field: Field, given: Sequence[str], kept: Collection[str]) -> Understood:
    codes = list(dict.fromkeys(given))
    if field.kind != FieldKind.CHOICES and len(codes) > 1:
        raise Invalid(_("Choose one."))
    options = {one.code: one for one in Option.objects.within(field.desk_id).filter(field=field)}
    for code in codes:
        if code not in options or (options[code].is_archived and code not in kept):
            raise Invalid(_("“%(value)s” is no choice of this field.") % {"value": code[:60]})
    ordered = [one for one in options.values() if one.code in codes]
    return Understood([one.code for one in ordered], [{"option": one} for one in ordered])


def _read_text(field: Field, typed: str) -> tuple[str, dict[str, Any]]:
    if len(typed) > TEXT_LIMIT:
        raise Invalid(_("At most %(limit)s characters.") % {"limit": TEXT_LIMIT})
    return typed, {"text": typed, "words": f" {' '.join(words(typed))} "}


def _read_url(field: Field, typed: str) -> tuple[str, dict[str, Any]]:
    refusal = Invalid(_("Write a whole address, as in https://example.org/page."))
    try:
        parts = urlsplit(typed)
    except ValueError:
        raise refusal from None
    if parts.scheme not in ("http", "https") or not parts.netloc or re.search(r"\s", typed):
        raise refusal
    return _read_text(field, typed)


def _read_number(field: Field, typed: str) -> tuple[str, dict[str, Any]]:
    plain = typed.replace("\u00a0", "").replace(" ", "")
    if "," in plain and "." not in plain:
        plain = plain.replace(",", ".")
    places = MONEY_PLACES if field.kind == FieldKind.MONEY else PLACES
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", plain, re.ASCII):
        raise Invalid(_("Write a number, as in 12 or 12.5."))
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise Invalid(_("Write a number, as in 12 or 12.5.")) from None
    if len(plain.partition(".")[2].rstrip("0")) > places:
        raise Invalid(_("At most %(limit)s digits behind the point.") % {"limit": places})
    if abs(number) >= Decimal(10) ** (DIGITS - PLACES):
        raise Invalid(_("At most %(limit)s digits before the point.") % {"limit": DIGITS - PLACES})
    return digits(number), {"number": number}


def _read_date(field: Field, typed: str) -> tuple[str, dict[str, Any]]:
    try:
        day = date.fromisoformat(typed) if _DATE.fullmatch(typed) else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Invalid(_("Write a date as in 2026-03-02."))
    return day.isoformat(), {"day": day}


def _read_box(field: Field, typed: str) -> tuple[str, dict[str, Any]]:
    if fold(typed) not in _YES | _NO:
        raise Invalid(_("Write yes or no."))
    return (YES, {"is_on": True}) if fold(typed) in _YES else ("", {})


def _read_person(field: Field, typed: str) -> tuple[str, dict[str, Any]]:
    known = of_desks([field.desk_id])
    if "@" in typed:
        owner = addresses.owner_of(typed.lower())
        found = known.filter(pk=owner.pk).first() if owner is not None else None
    else:
        found = known.filter(pk=int(typed)).first() if typed.isdecimal() and len(typed) < 16 else None
    if found is None:
        raise Invalid(_("This desk knows nobody like that. Choose one of those that are offered."))
    return str(found.pk), {"person": found}


def _read_organization(field: Field, typed: str) -> tuple[str, dict[str, Any]]:
    is_id = typed.isdecimal() and len(typed) < 16
    known = organizations_of([field.desk_id])
    found = known.filter(pk=int(typed)).first() if is_id else known.filter(name=typed).first()
    if found is None:
        raise Invalid(_("This desk knows no such organization. Choose one of those that are offered."))
    return str(found.pk), {"organization": found}


_READERS: Mapping[FieldKind, Any] = {
    FieldKind.TEXT: _read_text,
    FieldKind.URL: _read_url,
    FieldKind.NUMBER: _read_number,
    FieldKind.MONEY: _read_number,
    FieldKind.DATE: _read_date,
    FieldKind.CHECKBOX: _read_box,
    FieldKind.PERSON: _read_person,
    FieldKind.ORGANIZATION: _read_organization,
}
