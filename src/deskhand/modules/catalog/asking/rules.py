"""What of a form counts, with what is answered so far. Pure; ``frontend/src/asking-rules.ts`` judges the same in the
browser, and a test has both judge forms made at random.

Both read what :func:`deskhand.modules.catalog.asking.ruled.ruled` makes of a form: a question is ``code``, ``show``
(rules of it and its section), ``need`` and ``need_if``, ``fix`` and ``fix_if``, ``default`` (texts), ``least``,
``most``, ``min_length``, ``max_length``, and of a table ``columns``, ``min_rows`` and ``max_rows``. ``facts`` are those
of the person. A question that does not count has no value, so rules can hang on each other; one that is fixed has its
default, whatever was given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?")

MISSING, LOW, HIGH, SHORT, LONG, FEW, MANY = "missing", "low", "high", "short", "long", "few", "many"
"""What can be wrong with an answer."""


@dataclass(frozen=True)
class State:
    """What counts. ``values`` are those of ``shown``, by code, without empty ones; ``problems`` by code, those of a
    table's cell as ``code.row.column``, the first row being 0."""

    shown: list[str]
    fixed: list[str]
    needed: list[str]
    values: dict[str, Any]
    problems: dict[str, str]


def ordered(one: str, other: str) -> int | None:
    """-1, 0 or 1 as the first is less than, like or more than the other; None for what cannot be compared. A day and
    an instant are compared as days."""
    if _NUMBER.fullmatch(one) and _NUMBER.fullmatch(other):
        return _sign(Decimal(one), Decimal(other))
    if _DAY.fullmatch(one) and _DAY.fullmatch(other):
        shortest = min(len(one), len(other))
        return _sign(one[:shortest], other[:shortest])
    return None


def _sign(one: Any, other: Any) -> int:
    return int(one > other) - int(one < other)


def holds(rule: Mapping[str, Any] | None, values: Mapping[str, Any], facts: Mapping[str, str]) -> bool:
    """Whether the rule holds; no rule always does."""
    if not rule:
        return True
    if "not" in rule:
        return not holds(rule["not"], values, facts)
    if "all" in rule:
        return all(holds(one, values, facts) for one in rule["all"])
    if "any" in rule:
        return any(holds(one, values, facts) for one in rule["any"])
    return _compares(rule, _has(rule["of"], values, facts))


def _has(of: str, values: Mapping[str, Any], facts: Mapping[str, str]) -> list[Any]:
    if of.startswith("person."):
        fact = facts.get(of.removeprefix("person."), "")
        return [fact] if fact else []
    return list(values.get(of, ()))


def _compares(rule: Mapping[str, Any], has: Sequence[Any]) -> bool:
    op, wanted = rule["op"], rule.get("values", ())
    if op == "set":
        return len(has) > 0
    texts = [one for one in has if isinstance(one, str)]
    if op in ("is", "in"):
        return any(one in texts for one in wanted)
    if op == "contains":
        return any(part.lower() in one.lower() for part in wanted for one in texts)
    sought = -1 if op == "less" else 1
    return any(ordered(one, bound) == sought for bound in wanted for one in texts)


class _Weighing:
    """One form with one person's answers. A ring of rules, which saving refuses, shows its questions."""

    def __init__(self, form: Mapping[str, Any], given: Mapping[str, Any]) -> None:
        self.facts, self.given = form["facts"], given
        self.questions = {one["code"]: one for one in form["questions"]}
        self.found: dict[str, Any] = {}
        self.is_shown: dict[str, bool] = {}
        self.is_fixed: dict[str, bool] = {}

    def look(self, code: str) -> None:
        if code in self.is_shown:
            return
        question = self.questions[code]
        self.is_shown[code], self.is_fixed[code], self.found[code] = True, False, []
        self.is_shown[code] = all(self.holds(one) for one in question["show"])
        if not self.is_shown[code]:
            return
        self.is_fixed[code] = question["fix"] or (bool(question["fix_if"]) and self.holds(question["fix_if"]))
        value = question["default"] if self.is_fixed[code] else self.given.get(code)
        self.found[code] = list(value or [])

    def holds(self, rule: Mapping[str, Any] | None) -> bool:
        for code in _codes(rule):
            if code in self.questions:
                self.look(code)
        known = {code: value for code, value in self.found.items() if self.is_shown[code]}
        return holds(rule, known, self.facts)


def _codes(rule: Any) -> list[str]:
    if not rule:
        return []
    if "not" in rule:
        return _codes(rule["not"])
    inner = rule.get("all") or rule.get("any")
    if inner is not None:
        return [code for one in inner for code in _codes(one)]
    return [rule["of"]] if "of" in rule else []


def judged(form: Mapping[str, Any], given: Mapping[str, Any]) -> State:
    """What counts of the form, and what is wrong with it."""
    weighing = _Weighing(form, given)
    for code in weighing.questions:
        weighing.look(code)
    state = State([], [], [], {}, {})
    for code, question in weighing.questions.items():
        if not weighing.is_shown[code]:
            continue
        state.shown.append(code)
        if weighing.found[code]:
            state.values[code] = weighing.found[code]
        if weighing.is_fixed[code]:
            state.fixed.append(code)
            continue
        if question["need"] or (question["need_if"] and weighing.holds(question["need_if"])):
            state.needed.append(code)
        state.problems.update(_problems(question, weighing.found[code], code in state.needed))
    return state


def _problems(question: Mapping[str, Any], value: Sequence[Any], is_needed: bool) -> dict[str, str]:
    code = question["code"]
    if not value:
        return {code: MISSING} if is_needed else {}
    if question["columns"] is not None:
        return _of_rows(question, value)
    wrong = next((found for one in value if (found := _of_text(question, one))), "")
    return {code: wrong} if wrong else {}


def _of_rows(question: Mapping[str, Any], rows: Sequence[Any]) -> dict[str, str]:
    code, found = question["code"], {}
    if len(rows) < question["min_rows"]:
        found[code] = FEW
    elif question["max_rows"] and len(rows) > question["max_rows"]:
        found[code] = MANY
    for place, row in enumerate(rows):
        for column in question["columns"]:
            texts = row.get(column["code"]) or []
            wrong = next((w for one in texts if (w := _of_text(column, one))), "")
            if wrong or (column["need"] and not texts):
                found[f"{code}.{place}.{column['code']}"] = wrong or MISSING
    return found


def _of_text(question: Mapping[str, Any], text: str) -> str:
    if question["least"] and ordered(text, question["least"]) == -1:
        return LOW
    if question["most"] and ordered(text, question["most"]) == 1:
        return HIGH
    if question["min_length"] and len(text) < question["min_length"]:
        return SHORT
    return LONG if question["max_length"] and len(text) > question["max_length"] else ""
