"""What an order answers of a journey: whose it is, with which manager, from which day on. A question says so by its
code or its label; questions of the journey are answered by those of the same code or label."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.models import Person
from deskhand.kernel.words import fold
from deskhand.modules.journeys.definition import Definition, Question
from deskhand.modules.journeys.knowing import NO, YES
from deskhand.tickets.answered import Answered
from deskhand.tickets.people import is_address

LANGUAGES = ("en", "de")
"""In which the labels below count, whoever asks."""

ASKS: Mapping[str, tuple[str, Sequence[Any]]] = {
    "employee": ("employee", (gettext_lazy("Employee"), gettext_lazy("New colleague"))),
    "address": ("employee_email", (gettext_lazy("Employee’s e-mail address"),)),
    "manager": ("manager", (gettext_lazy("Manager"), gettext_lazy("Manager’s e-mail address"))),
    "day": ("day", (gettext_lazy("First day"), gettext_lazy("Last day"), gettext_lazy("Day"))),
    "place": ("place", (gettext_lazy("Place of work"), gettext_lazy("Place"))),
}
"""The code and the labels by which a question asks for one of them."""


@dataclass(frozen=True, kw_only=True)
class Ordered:
    """What was answered. ``address`` and ``manager_address`` belong to nobody known yet."""

    called: str = ""
    person: Person | None = None
    address: str = ""
    manager: Person | None = None
    manager_address: str = ""
    key_on: date | None = None
    place: str = ""
    answers: Mapping[str, str]


def read(plan: Definition, given: Sequence[Answered]) -> Ordered:
    """Of the answers of an order. What is secret is not read."""
    told = [one for one in given if one.values and not one.is_secret]
    found = {what: _named(told, code, labels) for what, (code, labels) in ASKS.items()}
    employee, manager = found["employee"], found["manager"]
    person, address = _person(found["address"])
    called = ""
    if person is None and employee is not None:
        person, typed = _person(employee)
        address, called = address or typed, "" if typed else employee.shown.strip()
    boss, boss_address = _person(manager)
    place = found["place"]
    return Ordered(
        called=called,
        person=person,
        address=address,
        manager=boss,
        manager_address=boss_address,
        key_on=_day(found["day"]),
        place=place.shown.strip() if place is not None else "",
        answers={one.code: value for one in plan.questions if (value := _answer(one, told))},
    )


def _named(told: Sequence[Answered], code: str, labels: Sequence[Any]) -> Answered | None:
    """By its code, else by its label."""
    known = {_plain(code)}
    for language in LANGUAGES:
        with translation.override(language):
            known |= {_plain(str(one)) for one in labels}
    by_code = [one for one in told if _plain(one.code) == _plain(code)]
    return next(iter(by_code or [one for one in told if _plain(one.label) in known]), None)


def _plain(text: str) -> str:
    """Without case, accents and signs: ``First day`` is ``first_day``."""
    return re.sub(r"[\W_]+", " ", fold(text)).strip()


def _person(one: Answered | None) -> tuple[Person | None, str]:
    """Whom an answer refers to, or the address that it holds."""
    if one is None:
        return None, ""
    value = one.values[0].strip()
    if value.isascii() and value.isdecimal() and len(value) < 16 and one.shown != value:
        return Person.objects.filter(pk=int(value), name=one.shown, is_active=True).first(), ""
    return None, value if is_address(value) else ""


def _day(one: Answered | None) -> date | None:
    try:
        return date.fromisoformat(one.values[0][:10]) if one is not None else None
    except ValueError:
        return None


def _answer(question: Question, told: Sequence[Answered]) -> str:
    """In the words of the journey's question; nothing where they do not fit."""
    names = {_plain(question.code), _plain(question.label)}
    one = next((one for one in told if _plain(one.code) in names or _plain(one.label) in names), None)
    if one is None:
        return ""
    said = {_plain(one.shown), _plain(one.values[0])}
    if question.kind == "choice":
        return next((choice for choice in question.choices if _plain(choice) in said), "")
    if question.kind == "yes":
        yes, no = {_plain(YES), "true", "on", _plain(_("Yes"))}, {_plain(NO), "false", _plain(_("No"))}
        return YES if said & yes else NO if said & no else ""
    return one.shown.strip()
