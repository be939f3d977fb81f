"""What the designer posts, read into what a journey consists of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from deskhand.kernel.errors import Invalid
from deskhand.modules.journeys.definition import APPROVAL, DESK, Definition, Question, Step

CONDITION_ROWS = 3
"""Conditions that the form of an activity offers."""


def stages_of(text: str) -> tuple[str, ...]:
    """One stage a line."""
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def lines_of(questions: Sequence[Question]) -> str:
    """Questions as they are typed: ``Label``, ``Label | yes``, ``Label | one, two``."""
    return "\n".join(_line(one) for one in questions)


def _line(one: Question) -> str:
    if one.kind == "yes":
        return f"{one.label} | {_('yes or no')}"
    return f"{one.label} | {', '.join(one.choices)}" if one.kind == "choice" else one.label


def questions_of(text: str, plan: Definition) -> tuple[Question, ...]:
    """One question a line. A question that stays keeps its code."""
    known = {one.label: one.code for one in plan.questions}
    found: list[Question] = []
    for line in (one.strip() for one in text.splitlines()):
        label, _sign, rest = (part.strip() for part in line.partition("|"))
        if not label or label in {one.label for one in found}:
            continue
        taken = Definition(questions=(*plan.questions, *found), steps=plan.steps)
        code = known.get(label) or taken.fresh_code(label)
        if rest.casefold() in ("yes", "yes or no", _("yes or no").casefold()):
            found.append(Question(code=code, label=label, kind="yes"))
        elif rest:
            choices = tuple(one.strip() for one in rest.split(",") if one.strip())
            found.append(Question(code=code, label=label, kind="choice", choices=choices))
        else:
            found.append(Question(code=code, label=label))
    return tuple(found)


def step_of(posted: QueryDict, plan: Definition) -> dict[str, Any]:
    """The activity as it was typed, in the shape in which it is kept."""
    code = posted.get("code", "")
    who = posted.get("who", DESK)
    sign = -1 if posted.get("side", "before") == "before" else 1
    conditions = [
        {"about": about, "op": op, "value": value.strip()}
        for about, op, value in zip(
            posted.getlist("about"), posted.getlist("op"), posted.getlist("value"), strict=False
        )
        if about
    ]
    return {
        "code": code if code in plan.by_code else plan.fresh_code(posted.get("title", "")),
        "title": posted.get("title", ""),
        "stage": posted.get("stage", ""),
        "who": who,
        "desk": posted.get("desk", "") if who == DESK else "",
        "policy": posted.get("policy", "") if who == APPROVAL else "",
        "offset": sign * _number(posted.get("days", "0")),
        "unit": posted.get("unit", "working"),
        "takes": _number(posted.get("takes", "2"), "takes"),
        "is_day_one": bool(posted.get("is_day_one")),
        "after": [one for one in posted.getlist("after") if one in plan.by_code and one != code],
        "conditions": conditions,
        "tells": [one for one in posted.getlist("tells") if one in plan.asked],
        "text": posted.get("text", ""),
        "link": posted.get("link", ""),
    }


def _number(text: str, name: str = "days") -> int:
    text = text.strip()
    if not text.isdecimal() or len(text) > 4:
        words = _("Write a number of days.")
        raise Invalid(words, {name: words})
    return int(text)


def as_typed(step: Step) -> dict[str, Any]:
    """An activity for its form."""
    return {**asdict(step), "days": abs(step.offset), "side": "before" if step.offset < 0 else "after"}
