"""The judgement of what somebody answered: the only way from a page, a program or a file to an order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deskhand.kernel.errors import Invalid
from deskhand.modules.catalog.asking import limits, pattern, rules, typed
from deskhand.modules.catalog.asking.context import Context
from deskhand.modules.catalog.asking.form import NUMBERS, Form, Kind, Question, Values
from deskhand.modules.catalog.asking.references import known
from deskhand.modules.catalog.asking.ruled import ruled

Given = Mapping[str, Any]
"""What was sent, by code: a text, texts, or a list of rows for a table. Nothing of it is trusted."""


@dataclass(frozen=True)
class Judged:
    """``values`` are what is kept: answers to questions that count, fixed ones with their own. ``wrong`` has a sentence
    by code, for a cell of a table by ``code.row.column``; without any the answers can be taken."""

    values: dict[str, Any]
    shown: list[str]
    fixed: list[str]
    needed: list[str]
    wrong: dict[str, str]


def begin(form: Form, context: Context) -> dict[str, Any]:
    """What each question begins with, by code."""
    return {one["code"]: one["default"] for one in ruled(form, context)["questions"] if one["default"]}


def judge(form: Form, given: Given, context: Context) -> Judged:
    """What counts of it, and what is wrong. What is hidden is dropped, what is read-only keeps its own value, what is
    unknown is refused."""
    compiled = ruled(form, context)
    values, wrong = _understood(form, given, context)
    state = rules.judged(compiled, values)
    by_code = {one["code"]: one for one in compiled["questions"]}
    counted = {code: words for code, words in wrong.items() if _counts(form, state, code)}
    for place, problem in state.problems.items():
        question, bounds = _of(form, by_code, place)
        counted.setdefault(place, _told(problem, question, bounds))
    for code in state.shown:
        if code not in state.fixed:
            for place, words in _unmatched(form.codes[code], state.values.get(code, [])):
                counted.setdefault(place, words)
    asked = [code for code in state.shown if form.codes[code].asks]
    return Judged(state.values, state.shown, state.fixed, [one for one in state.needed if one in asked], counted)


def _counts(form: Form, state: rules.State, place: str) -> bool:
    code = place.partition(".")[0]
    return code not in form.codes or (code in state.shown and code not in state.fixed)


def _understood(form: Form, given: Given, context: Context) -> tuple[dict[str, Any], dict[str, str]]:
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for code, raw in given.items():
        question = form.codes.get(code)
        if question is None or not question.asks:
            wrong[str(code)[:60]] = _("This form has no such question.")
        elif question.kind == Kind.TABLE:
            values[code] = _rows(question, raw, context, wrong)
        else:
            values[code] = _read(question, raw, context, wrong, code)
    return values, wrong


def _read(question: Question, raw: Any, context: Context, wrong: dict[str, str], place: str) -> list[str]:
    texts = _texts(raw)
    if texts is None:
        wrong[place] = _("Send a text, or a list of texts.")
        return []
    try:
        found = typed.understood(question, texts)
    except Invalid as refusal:
        wrong[place] = str(refusal)
        return []
    if question.kind != Kind.REFERENCE or not found:
        return found
    meant = known(question, found[0], context)
    if meant is None:
        wrong[place] = _("Choose one of those that are offered.")
    return [meant] if meant is not None else []


def _texts(raw: Any) -> list[str] | None:
    """What was sent as texts; None for what is none. Programs may send numbers and yes or no as they are."""
    several = raw if isinstance(raw, list | tuple) else [] if raw is None else [raw]
    if not all(isinstance(one, str | bool | int | float) for one in several) or len(several) > limits.OPTION_LIMIT:
        return None
    return [{True: "yes", False: ""}[one] if isinstance(one, bool) else str(one) for one in several]


def _rows(table: Question, raw: Any, context: Context, wrong: dict[str, str]) -> list[dict[str, list[str]]]:
    given = [] if raw is None else raw
    if not isinstance(given, Sequence) or isinstance(given, str) or not all(isinstance(one, Mapping) for one in given):
        wrong[table.code] = _("Send a list of rows.")
        return []
    if len(given) > limits.ROW_LIMIT:
        wrong[table.code] = _("At most %(limit)s rows.") % {"limit": limits.ROW_LIMIT}
        return []
    columns = {one.code: one for one in table.columns}
    found: list[dict[str, list[str]]] = []
    for row in given:
        if unknown := [str(code) for code in row if code not in columns]:
            wrong[table.code] = _("There is no column “%(code)s”.") % {"code": unknown[0][:60]}
        place = f"{table.code}.{len(found)}"
        cells: dict[str, str] = {}
        kept = {
            code: texts
            for code, one in columns.items()
            if (texts := _read(one, row.get(code), context, cells, f"{place}.{code}"))
        }
        wrong.update(cells)
        if kept or cells:
            found.append(kept)
    return found


def _of(form: Form, by_code: Mapping[str, Any], place: str) -> tuple[Question, Mapping[str, Any]]:
    code, _dot, rest = place.partition(".")
    question, bounds = form.codes[code], by_code[code]
    if not rest:
        return question, bounds
    name = rest.partition(".")[2]
    column = next(one for one in question.columns if one.code == name)
    return column, next(one for one in bounds["columns"] if one["code"] == name)


def words_of(question: Question, bounds: Mapping[str, Any]) -> dict[str, Any]:
    """What the browser says at once: the sentence for each problem that the question can have; for a table those of its
    columns beside its own."""
    can = {
        rules.MISSING: True,
        rules.LOW: bounds["least"],
        rules.HIGH: bounds["most"],
        rules.SHORT: bounds["min_length"],
        rules.LONG: bounds["max_length"],
        rules.FEW: bounds.get("min_rows"),
        rules.MANY: bounds.get("max_rows"),
    }
    told: dict[str, Any] = {problem: _told(problem, question, bounds) for problem, is_so in can.items() if is_so}
    columns = zip(question.columns, bounds.get("columns") or (), strict=True)
    return told | ({"columns": {one.code: words_of(one, its) for one, its in columns}} if question.columns else {})


def _told(problem: str, question: Question, bounds: Mapping[str, Any]) -> str:
    if problem == rules.MISSING:
        return _("Tick this to go on.") if question.kind == Kind.CHECKBOX else _("This needs an answer.")
    if problem in (rules.LOW, rules.HIGH):
        return _range(problem, question, bounds)
    numbers = {rules.SHORT: "min_length", rules.LONG: "max_length", rules.FEW: "min_rows", rules.MANY: "max_rows"}
    n = bounds[numbers[problem]]
    words = {
        rules.SHORT: ngettext("At least %(num)s character.", "At least %(num)s characters.", n),
        rules.LONG: ngettext("At most %(num)s character.", "At most %(num)s characters.", n),
        rules.FEW: ngettext("At least %(num)s row.", "At least %(num)s rows.", n),
        rules.MANY: ngettext("At most %(num)s row.", "At most %(num)s rows.", n),
    }
    return words[problem] % {"num": n}


def _range(problem: str, question: Question, bounds: Mapping[str, Any]) -> str:
    is_low = problem == rules.LOW
    bound = bounds["least" if is_low else "most"]
    if question.kind in NUMBERS:
        return (_("At least %(bound)s.") if is_low else _("At most %(bound)s.")) % {"bound": bound}
    told = date_format(date.fromisoformat(bound[:10]), "DATE_FORMAT") + bound[10:].replace("T", " ")
    return (_("Not before %(day)s.") if is_low else _("Not after %(day)s.")) % {"day": told}


def _unmatched(question: Question, value: Sequence[Any]) -> list[tuple[str, str]]:
    """What does not look as its pattern asks, with its place."""
    if question.kind == Kind.TABLE:
        return [
            (f"{question.code}.{at}.{place}", words)
            for at, row in enumerate(value)
            for column in question.columns
            for place, words in _unmatched(column, row.get(column.code, []))
        ]
    if not question.pattern or all(pattern.matches(question.pattern, one) for one in value):
        return []
    return [(question.code, question.pattern_words or _("This does not look as it should."))]


def kept(form: Form, values: Values) -> dict[str, Any]:
    """What may lie open in the database: everything but masked answers."""
    return {code: value for code, value in values.items() if form.codes[code].kind != Kind.MASKED}


def masked(form: Form, values: Values) -> dict[str, Any]:
    """Masked answers alone."""
    return {code: value for code, value in values.items() if form.codes[code].kind == Kind.MASKED}
