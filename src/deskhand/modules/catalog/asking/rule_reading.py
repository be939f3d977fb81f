"""Rules of a form as they are saved: each is whole, names what there is, and none hangs on itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from deskhand.kernel.errors import Invalid
from deskhand.modules.catalog.asking import limits
from deskhand.modules.catalog.asking.form import (
    DAYS,
    FACTS,
    NUMBERS,
    OF_PERSON,
    OPS,
    WRITTEN,
    Form,
    Kind,
    Question,
    Rule,
    above,
    leaves,
)

RULES = ("show_if", "require_if", "readonly_if")


def read(given: Any, path: str) -> Rule | None:
    """One rule as it is kept; None for none."""
    if given is None or given == {}:
        return None
    rule = _node(given, path, limits.RULE_DEPTH)
    if sum(1 for _leaf in leaves(rule)) > limits.RULE_LIMIT:
        raise _refused(path, _("At most %(limit)s comparisons.") % {"limit": limits.RULE_LIMIT})
    return rule


def _node(given: Any, path: str, depth: int) -> Rule:
    if depth < 1:
        raise _refused(path, _("This rule is nested too deeply."))
    if not isinstance(given, Mapping):
        raise _refused(path, _("This rule cannot be read."))
    keys = set(given)
    if keys == {"not"}:
        return {"not": _node(given["not"], path, depth - 1)}
    for word in ("all", "any"):
        if keys == {word}:
            if not isinstance(given[word], list) or not given[word]:
                raise _refused(path, _("This rule compares nothing."))
            return {word: [_node(one, path, depth - 1) for one in given[word]]}
    return _leaf(given, path)


def _leaf(given: Mapping[str, Any], path: str) -> Rule:
    values = given.get("values", [])
    is_whole = set(given) <= {"of", "op", "values"} and isinstance(given.get("of"), str) and given.get("op") in OPS
    if not is_whole or not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        raise _refused(path, _("This rule cannot be read."))
    kept = [] if given["op"] == "set" else [one.strip() for one in values if one.strip()]
    if given["op"] != "set" and not kept:
        raise _refused(path, _("Say with what the rule compares."))
    if len(kept) > limits.OPTION_LIMIT or any(len(one) > limits.TEXT_LIMIT for one in kept):
        raise _refused(path, _("This rule compares with too much."))
    return {"of": given["of"], "op": given["op"], "values": kept}


def check(form: Form) -> None:
    """Refuses rules about what is not there or cannot be compared so, and rings of rules."""
    for step_at, step in enumerate(form.steps):
        for at, one in enumerate(step.questions):
            for name in RULES:
                for leaf in leaves(getattr(one, name)):
                    _checked(form, one, leaf, f"steps.{step_at}.questions.{at}.{name}")
    _without_rings(form)


def _checked(form: Form, question: Question, leaf: Rule, path: str) -> None:
    of = leaf["of"]
    if of.startswith(OF_PERSON):
        if of.removeprefix(OF_PERSON) not in FACTS:
            raise _refused(path, _("There is no such thing known of a person."))
        return
    other = form.codes.get(of)
    if other is None or not other.asks or other.kind == Kind.MASKED:
        raise _refused(path, _("The rule asks for “%(code)s”, which is no question here.") % {"code": of[:60]})
    if other.code == question.code:
        raise _refused(path, _("A question cannot hang on itself."))
    if leaf["op"] not in ops_of(other):
        raise _refused(path, _("“%(label)s” cannot be compared like that.") % {"label": other.label})
    codes = {option.code for option in other.options}
    if other.options and leaf["op"] in ("is", "in") and not codes.issuperset(leaf["values"]):
        raise _refused(path, _("“%(label)s” has no such choice.") % {"label": other.label})


def ops_of(question: Question) -> tuple[str, ...]:
    """How answers of the question can be compared."""
    if question.kind in NUMBERS | DAYS:
        return ("is", "less", "more", "set")
    if question.kind in (Kind.TABLE, Kind.ATTACHMENT, Kind.RICH):
        return ("set",)
    if question.kind in WRITTEN:
        return ("is", "in", "contains", "set")
    return ("is", "in", "set")


def _without_rings(form: Form) -> None:
    sections = above(form)
    hangs = {
        one.code: {leaf["of"] for name in RULES for leaf in leaves(getattr(one, name))}
        | ({sections[one.code]} if one.code in sections else set())
        for one in form.all()
    }
    done: set[str] = set()

    def walk(code: str, way: tuple[str, ...]) -> None:
        if code in way:
            labels = [form.codes[one].label for one in (*way[way.index(code) :], code)]
            raise _refused("steps", _("These hang on each other in a ring: %(ring)s.") % {"ring": " → ".join(labels)})
        if code in done or code not in hangs:
            return
        for other in sorted(hangs[code]):
            walk(other, (*way, code))
        done.add(code)

    for code in hangs:
        walk(code, ())


def _refused(path: str, words: str) -> Invalid:
    return Invalid(words, {path: words})
