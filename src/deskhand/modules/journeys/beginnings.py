"""Journeys to begin with: what many do, to be changed into what this desk does. Desks that are not there, or have no
journeys, are left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.models import Desk
from deskhand.modules.journeys.definition import DESK, Condition, Definition, Question, Step
from deskhand.modules.journeys.taking_part import desks_that_can


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """A journey to begin with, in the reader's language."""

    name: Any
    draw: Callable[[Desk], Definition]


def onboarding(desk: Desk) -> Definition:
    """Somebody joins: everything stands ready on the first day."""
    before, first, later = _("Before the first day"), _("First day"), _("First month")
    phone = Question(code="phone", label=_("Needs a mobile phone"), kind="yes")
    office = Question(
        code="work", label=_("Works where"), kind="choice", choices=(_("In the office"), _("At home"), _("On the road"))
    )
    wants = Condition(about="answer:phone", op="is", value="yes")
    in_office = Condition(about="answer:work", op="is_not", value=_("At home"))
    own = desk.key
    steps = [
        _step("contract", _("Contract and payroll"), before, own, -14, is_day_one=True),
        _step("account", _("Account and mailbox"), before, "it", -7, is_day_one=True, after=("contract",)),
        _step("laptop", _("Laptop, set up"), before, "it", -10, takes=8, is_day_one=True, tells=("work",)),
        _step("phone", _("Mobile phone"), before, "it", -7, takes=5, conditions=(wants,)),
        _step("desk", _("Desk and chair"), before, "facilities", -5, is_day_one=True, conditions=(in_office,)),
        _step("badge", _("Badge and keys"), before, "facilities", -3, is_day_one=True),
        _step("mentor", _("Name a mentor"), before, "", -5, who="manager"),
        _step("house", _("Walk through the house"), first, "", 0, who="manager"),
        _step("rules", _("Read the rules of the house"), first, "", 0, takes=5, who="employee"),
        _step("training", _("Safety training"), later, own, 5, takes=10),
        _step("talk", _("Talk after the first month"), later, "", 30, unit="days", takes=5, who="manager"),
    ]
    return _drawn((before, first, later), (phone, office), steps)


def leaving(desk: Desk) -> Definition:
    """Somebody leaves: things come back, access ends."""
    before, last, after = _("Before the last day"), _("Last day"), _("Afterwards")
    steps = [
        _step("hand-over", _("Agree who takes over what"), before, "", -10, takes=8, who="manager"),
        _step("things", _("Take the badge and keys back"), last, "facilities", 0, takes=0),
        _step("access", _("Close accounts and take devices back"), last, "it", 0, takes=0),
        _step("reference", _("Write the reference"), after, desk.key, 1, takes=10),
    ]
    return _drawn((before, last, after), (), steps)


def moving(desk: Desk) -> Definition:
    """Somebody moves to another place."""
    before, day = _("Before the move"), _("Day of the move")
    steps = [
        _step("place", _("Make the new place ready"), before, "facilities", -5, takes=3),
        _step("devices", _("Move devices and phone"), day, "it", -1, takes=1),
        _step("data", _("Change the address in the files"), day, desk.key, 0),
        _step("check", _("Is everything there?"), day, "", 0, who="employee"),
    ]
    return _drawn((before, day), (), steps)


def parental(desk: Desk) -> Definition:
    """Somebody goes on parental leave, and comes back."""
    before, away = _("Before the leave"), _("While away")
    steps = [
        _step("papers", _("Papers for the leave"), before, desk.key, -40, takes=10),
        _step("stand-in", _("Name who stands in"), before, "", -20, takes=10, who="manager"),
        _step("mail", _("Absence note, and pass the mailbox on"), before, "it", -2, takes=1),
        _step("return", _("Agree on the return"), away, "", 90, unit="days", takes=20, who="manager"),
    ]
    return _drawn((before, away), (), steps)


BEGINNINGS: Mapping[str, Beginning] = {
    "onboarding": Beginning(name=gettext_lazy("Somebody joins"), draw=onboarding),
    "move": Beginning(name=gettext_lazy("Somebody moves"), draw=moving),
    "leave": Beginning(name=gettext_lazy("Somebody leaves"), draw=leaving),
    "parental": Beginning(name=gettext_lazy("Parental leave"), draw=parental),
}
"""By the word in addresses."""


def _step(code: str, title: str, stage: str, desk: str, offset: int, **more: Any) -> Step:
    return Step(code=code, title=title, stage=stage, desk=desk, offset=offset, **{"who": DESK, **more})


def _drawn(stages: tuple[str, ...], questions: tuple[Question, ...], steps: list[Step]) -> Definition:
    there = desks_that_can()
    kept = [one for one in steps if one.who != DESK or one.desk in there]
    made = Definition(stages=stages, questions=questions, steps=tuple(steps))
    for one in steps:
        if one not in kept:
            made = made.without_step(one.code)
    return made
