"""A form as :mod:`rules` and the browser read it, for one person on one day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deskhand.kernel.errors import Invalid
from deskhand.modules.catalog.asking import typed
from deskhand.modules.catalog.asking.context import Context
from deskhand.modules.catalog.asking.form import DAYS, FACTS, OF_PERSON, Form, Kind, Question, Rule, above
from deskhand.modules.catalog.asking.moments import day_of, is_moment


def ruled(form: Form, context: Context) -> dict[str, Any]:
    """Rules, ranges and beginnings with days and prefill told. Of the person only what rules look at."""
    sections = above(form)
    return {
        "questions": [_question(form, one, sections, context) for one in form.all()],
        "facts": {word: context.facts[word] for word in FACTS if word in context.facts},
    }


def beginning(question: Question, context: Context) -> list[str]:
    """What the question begins with."""
    given = question.default
    if isinstance(given, Mapping):
        fact = context.fact(given["person"], as_id=question.kind == Kind.REFERENCE)
        given = [fact] if fact else []
    elif given and question.kind in DAYS and is_moment(given[0]):
        given = [day_of(given[0], context.today, context.calendar).isoformat()]
    try:
        return typed.understood(question, list(given or ()))
    except Invalid:
        return []  # What is known of the person is no answer to this question: nothing is prefilled.


def _question(form: Form, one: Question, sections: Mapping[str, str], context: Context) -> dict[str, Any]:
    section = form.codes[sections[one.code]].show_if if one.code in sections else None
    return {
        **_bounds(one, context),
        "show": [_dated(form, rule, context) for rule in (section, one.show_if) if rule],
        "need_if": _dated(form, one.require_if, context),
        "fix": one.readonly,
        "fix_if": _dated(form, one.readonly_if, context),
        "default": beginning(one, context),
        "columns": [_bounds(column, context) for column in one.columns] if one.kind == Kind.TABLE else None,
        "min_rows": one.min_rows,
        "max_rows": one.max_rows,
    }


def _bounds(one: Question, context: Context) -> dict[str, Any]:
    return {
        "code": one.code,
        "need": one.required,
        "least": _day(one.least, context),
        "most": _day(one.most, context),
        "min_length": one.min_length,
        "max_length": one.max_length,
    }


def _dated(form: Form, rule: Rule | None, context: Context) -> Rule | None:
    """The rule with days in the place of ``today`` and its like, where it compares with days."""
    if not rule:
        return None
    if "not" in rule:
        return {"not": _dated(form, rule["not"], context)}
    for word in ("all", "any"):
        if word in rule:
            return {word: [_dated(form, one, context) for one in rule[word]]}
    of = rule["of"]
    if not of.startswith(OF_PERSON) and form.codes[of].kind in DAYS:
        return {**rule, "values": [_day(one, context) for one in rule["values"]]}
    return rule


def _day(text: str, context: Context) -> str:
    return day_of(text, context.today, context.calendar).isoformat() if is_moment(text) else text
