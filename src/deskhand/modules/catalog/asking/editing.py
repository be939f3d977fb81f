"""Changes of a form that is being written: pure functions from its JSON to new JSON. Whether the outcome can stand,
:func:`read_form` says. What was deleted last waits in ``gone`` of the draft, to be put back; it is not published."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from deskhand.kernel.errors import Invalid, NotFound
from deskhand.kernel.words import words
from deskhand.modules.catalog.asking.form import leaves
from deskhand.modules.catalog.asking.limits import CODE_LIMIT
from deskhand.modules.catalog.asking.rule_reading import RULES

Draft = dict[str, Any]
Change = Callable[[Draft], Draft]

GONE_LIMIT = 10
"""How many deleted questions can be put back, the last first."""


def changed(draft: Mapping[str, Any], change: Change) -> Draft:
    """The draft after the change; the one given stays as it is."""
    copied: Draft = copy.deepcopy(dict(draft)) if draft else {}
    if not copied.get("steps"):
        copied["steps"] = [{"title": "", "questions": []}]
    return change(copied)


def fresh_code(draft: Mapping[str, Any], label: str) -> str:
    """A code made of the label that no question has yet."""
    plain = re.sub(r"[^a-z0-9]+", "_", " ".join(words(label))).strip("_")[: CODE_LIMIT - 4]
    stem = plain if plain[:1].isalpha() else f"q_{plain}".rstrip("_")
    taken = {one["code"] for one in questions(draft)}
    names = (stem if n == 1 else f"{stem}_{n}" for n in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def questions(draft: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """All questions, in their order."""
    for step in draft.get("steps", []):
        yield from step.get("questions", [])


def found(draft: Mapping[str, Any], code: str) -> tuple[int, int]:
    """In which step a question stands, and where in it; NotFound if it is not there."""
    for step_at, step in enumerate(draft.get("steps", [])):
        for at, one in enumerate(step.get("questions", [])):
            if one["code"] == code:
                return step_at, at
    raise NotFound


def _step(draft: Draft, at: int) -> dict[str, Any]:
    if not 0 <= at < len(draft["steps"]):
        raise NotFound
    step: dict[str, Any] = draft["steps"][at]
    return step


def add(question: Mapping[str, Any], step: int) -> Change:
    """A question at the end of a step."""

    def change(draft: Draft) -> Draft:
        _step(draft, step).setdefault("questions", []).append(dict(question))
        return draft

    return change


def replace(code: str, question: Mapping[str, Any]) -> Change:
    """Another question in the place of one."""

    def change(draft: Draft) -> Draft:
        step, at = found(draft, code)
        draft["steps"][step]["questions"][at] = dict(question)
        return draft

    return change


def duplicate(code: str) -> Change:
    """The same again below it, with a code of its own."""

    def change(draft: Draft) -> Draft:
        step, at = found(draft, code)
        rows = draft["steps"][step]["questions"]
        again = copy.deepcopy(rows[at]) | {"code": fresh_code(draft, rows[at]["label"] or code)}
        again.pop("of_set", None)
        rows.insert(at + 1, again)
        return draft

    return change


def move(code: str, *, up: bool) -> Change:
    """One place up or down; at the end of a step into the next."""

    def change(draft: Draft) -> Draft:
        step, at = found(draft, code)
        rows, to = draft["steps"][step]["questions"], at + (-1 if up else 1)
        if 0 <= to < len(rows):
            rows[at], rows[to] = rows[to], rows[at]
        elif 0 <= step + (-1 if up else 1) < len(draft["steps"]):
            other = draft["steps"][step + (-1 if up else 1)].setdefault("questions", [])
            other.insert(len(other) if up else 0, rows.pop(at))
        return draft

    return change


def order(step: int, codes: Sequence[str]) -> Change:
    """The questions of a step in that order. Codes that are not there are passed over, those not named come last."""

    def change(draft: Draft) -> Draft:
        rows = _step(draft, step).setdefault("questions", [])
        place = {code: at for at, code in enumerate(codes)}
        rows.sort(key=lambda one: place.get(one["code"], len(place)))
        return draft

    return change


def remove(code: str) -> Change:
    """Ask it no more. Refused while rules of others hang on it."""

    def change(draft: Draft) -> Draft:
        step, at = found(draft, code)
        hanging = [one["label"] or one["code"] for one in questions(draft) if one["code"] != code and _hangs(one, code)]
        if hanging:
            words_ = _("“%(label)s” hangs on it. Change that rule first.") % {"label": hanging[0]}
            raise Invalid(words_)
        gone = {"step": step, "at": at, "question": draft["steps"][step]["questions"].pop(at)}
        draft["gone"] = [gone, *draft.get("gone", [])][:GONE_LIMIT]
        return draft

    return change


def restore(draft: Draft) -> Draft:
    """Put back what was deleted last."""
    gone = draft.get("gone") or []
    if not gone:
        raise Invalid(_("There is nothing to put back."))
    last, draft["gone"] = gone[0], gone[1:]
    rows = draft["steps"][min(last["step"], len(draft["steps"]) - 1)].setdefault("questions", [])
    rows.insert(last["at"], last["question"])
    return draft


def add_step(title: str) -> Change:
    """A step at the end."""
    return lambda draft: draft | {"steps": [*draft["steps"], {"title": title.strip(), "questions": []}]}


def name_step(at: int, title: str) -> Change:
    """Another title for a step."""

    def change(draft: Draft) -> Draft:
        _step(draft, at)["title"] = title.strip()
        return draft

    return change


def remove_step(at: int) -> Change:
    """A step less; what it asked goes to the one before, or after the first."""

    def change(draft: Draft) -> Draft:
        rows = _step(draft, at).get("questions", [])
        if len(draft["steps"]) == 1:
            raise Invalid(_("A form has one step at least."))
        draft["steps"].pop(at)
        other = draft["steps"][max(at - 1, 0)]
        before = other.get("questions", [])
        other["questions"] = [*before, *rows] if at else [*rows, *before]
        return draft

    return change


def insert_set(code: str, title: str, asked: Sequence[Mapping[str, Any]], *, is_table: bool, step: int) -> Change:
    """The questions of a set at the end of a step, or in the place of those of it that are there: one table for a set
    of rows."""
    rows = [{"code": code, "kind": "table", "label": title, "columns": [dict(one) for one in asked]}]
    fresh = [{**one, "of_set": code} for one in (rows if is_table else asked)]

    def change(draft: Draft) -> Draft:
        old = [one for one in questions(draft) if one.get("of_set") == code]
        if not old:
            _step(draft, step).setdefault("questions", []).extend(fresh)
            return draft
        step_at, at = found(draft, old[0]["code"])
        kept = {one["code"]: one for one in old}
        for part in draft["steps"]:
            part["questions"] = [one for one in part.get("questions", []) if one.get("of_set") != code]
        new = [_as_before(one, kept.get(one["code"])) if is_table else one for one in fresh]
        draft["steps"][step_at]["questions"][at:at] = new
        return draft

    return change


def _as_before(fresh: dict[str, Any], old: Mapping[str, Any] | None) -> dict[str, Any]:
    """A table of a set keeps what the form said of it: its label, rules and numbers of rows."""
    return {**fresh, **{name: value for name, value in (old or {}).items() if name != "columns"}}


def of_set(draft: Mapping[str, Any], code: str) -> list[dict[str, Any]]:
    """The questions that a form has of a set, as the set would keep them."""
    asked = [one for one in questions(draft) if one.get("of_set") == code]
    if len(asked) == 1 and asked[0]["kind"] == "table" and asked[0]["code"] == code:
        return [dict(one) for one in asked[0].get("columns", [])]
    return [{name: value for name, value in one.items() if name != "of_set"} for one in asked]


def _hangs(question: Mapping[str, Any], code: str) -> bool:
    return any(leaf["of"] == code for name in RULES for leaf in leaves(question.get(name)))
