"""One item ordered many times from a CSV file: each row is judged like a form that somebody sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from deskhand.accounts.importing import export, reading
from deskhand.accounts.models import Person
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound, TooLarge
from deskhand.modules.catalog import access, asking, limits
from deskhand.modules.catalog.models import CostCentreRule, Item
from deskhand.modules.catalog.wishes import Judged, Wish, judged

ONE_BY_ONE = frozenset({asking.Kind.ATTACHMENT, asking.Kind.MASKED, asking.Kind.TABLE})
"""Kinds of questions that a row cannot answer."""

BETWEEN = ";"
"""Between several choices in one cell."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row. ``cells`` are texts by column, ``wrong`` sentences by column; without any ``taken`` can be ordered."""

    number: int
    cells: Mapping[str, str]
    taken: Judged | None = None
    wrong: Mapping[str, str] = field(default_factory=dict)


def columns(item: Item, form: asking.Form) -> dict[str, str]:
    """The headings by column: what an order says itself, then each question, by its code where two are called alike."""
    own = {"quantity": _("How many"), "for": _("For whom (mail address)")}
    if item.cost_centre_rule == CostCentreRule.ASKED:
        own["cost_centre"] = _("Cost centre")
    own |= {"wanted_on": _("Needed by"), "starts_on": _("Begin on")}
    asked = [one for one in form.asked() if one.kind not in ONE_BY_ONE]
    labels = [*own.values(), *(one.label for one in asked)]
    return own | {f"q.{one.code}": one.label if labels.count(one.label) == 1 else one.code for one in asked}


def template(item: Item, form: asking.Form) -> bytes:
    """An empty file with the headings, to be filled in."""
    return export.sheet(list(columns(item, form).values()), [])


def checked(actor: Actor, me: Person, item: Item, raw: bytes) -> list[Row]:
    """Every row, judged. Raises Invalid or TooLarge for a file that cannot be read at all."""
    if item.published is None:
        raise NotFound
    if len(raw) > limits.MANY_BYTES:
        words = _("The file is too large: at most %(size)s KB. Split it into several.")
        raise TooLarge(words % {"size": limits.MANY_BYTES // 1024})
    sheet = reading.read(raw)
    if len(sheet.rows) > limits.MANY_LIMIT:
        words = _("The file has more than %(limit)s rows. Split it into several.") % {"limit": limits.MANY_LIMIT}
        raise Invalid(words, {"file": words})
    form = asking.read_form(item.published.form)
    places = _places(sheet.headings, columns(item, form))
    people = access.people_for(actor, item.desk_id)
    return [_row(actor, me, item, form, people, number, _cells(places, cells)) for number, cells in sheet.rows]


def _places(headings: list[str], known: Mapping[str, str]) -> list[str]:
    """The column of each heading: by its name, or by the code that programs use. Raises Invalid."""
    names = {code.removeprefix("q.").casefold(): code for code in known}
    names |= {heading.casefold(): code for code, heading in known.items()}
    found = [names.get(one.strip().casefold(), "") for one in headings]
    for heading, code in zip(headings, found, strict=True):
        if not code or found.count(code) > 1:
            words = _("There is no column “%(heading)s” here, or it is there twice. Begin with the empty file.")
            words %= {"heading": heading[:60]}
            raise Invalid(words, {"file": words})
    return found


def _cells(places: list[str], cells: list[str]) -> dict[str, str]:
    return {code: text for code, text in zip(places, cells, strict=False) if text}


def _row(
    actor: Actor, me: Person, item: Item, form: asking.Form, people: Any, number: int, cells: dict[str, str]
) -> Row:
    wrong: dict[str, str] = {}
    person = _person(me, people, cells.get("for", ""), wrong)
    wish = Wish(
        item=item,
        given={**asking.begin(form, asking.context_for(item.desk, person or me)), **_answers(form, cells)},
        quantity=_number(cells.get("quantity", "1"), wrong),
        for_person=person,
        cost_centre=cells.get("cost_centre", ""),
        wanted_on=_day("wanted_on", cells, wrong),
        starts_on=_day("starts_on", cells, wrong),
    )
    try:
        taken = judged(actor, me, wish)
    except NotFound:
        wrong["for"] = _("This is not offered to you any more.")
    except Invalid as refusal:
        wrong = {("for" if name == "for_person" else name): words for name, words in refusal.fields.items()} | wrong
    return Row(number=number, cells=cells, wrong=wrong, taken=None if wrong else taken)


def _answers(form: asking.Form, cells: Mapping[str, str]) -> dict[str, Any]:
    given: dict[str, Any] = {code.removeprefix("q."): text for code, text in cells.items() if code.startswith("q.")}
    several = [code for code in given if form.codes[code].kind == asking.Kind.CHOICES]
    return given | {code: [one.strip() for one in given[code].split(BETWEEN)] for code in several}


def _number(text: str, wrong: dict[str, str]) -> int:
    if text.isdecimal() and len(text) < 6:
        return int(text)
    wrong["quantity"] = _("Write a whole number.")
    return 1


def _person(me: Person, people: Any, text: str, wrong: dict[str, str]) -> Person | None:
    if not text or (me.email and text.casefold() == me.email.casefold()):
        return None
    found: Person | None = people.filter(email__iexact=text).first()
    if found is None:
        wrong["for"] = _("You cannot order for this person here.")
    return found


def _day(name: str, cells: Mapping[str, str], wrong: dict[str, str]) -> date | None:
    text = cells.get(name, "")
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        wrong[name] = _("Write the day as in 2026-11-30.")
        return None
