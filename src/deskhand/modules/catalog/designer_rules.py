"""Rules as groups of pickers: “[Model] [is] [lab]”, all, any or none of them; groups stand in groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy

from deskhand.modules.catalog.asking.form import FACTS, OF_PERSON, Form, Kind, Rule
from deskhand.modules.catalog.asking.limits import RULE_DEPTH
from deskhand.modules.catalog.asking.rule_reading import ops_of
from deskhand.modules.catalog.asking.rule_words import FACT_WORDS, OP_WORDS, in_words

ROW_COUNT = 4
"""Rows of pickers that a rule offers at least; a group within a rule offers one that is empty."""

JOINS = {
    "all": gettext_lazy("When all of these hold"),
    "any": gettext_lazy("When any of these holds"),
    "none": gettext_lazy("When none of these holds"),
    "not_all": gettext_lazy("When not all of these hold"),
}
"""How the parts of a group are joined."""

_OPPOSITES = {"all": "not_all", "any": "none", "none": "any", "not_all": "all"}


@dataclass(frozen=True)
class Row:
    """One comparison. ``number`` is its place as people read it: ``2.1`` is the first of the second."""

    name: str
    of: str = ""
    op: str = "is"
    values: str = ""
    is_group: bool = False

    @property
    def number(self) -> str:
        return _number(self.name)


@dataclass(frozen=True)
class Group:
    """A rule, or a part of one, in its pickers. ``words`` say it in a sentence."""

    name: str
    join: str
    parts: list[Row | Group] = field(default_factory=list)
    words: str = ""
    is_group: bool = True

    @property
    def number(self) -> str:
        return _number(self.name)


def _number(name: str) -> str:
    return ".".join(str(int(one) + 1) if one.isdecimal() else one for one in name.split(".")[1:])


@dataclass(frozen=True)
class Asked:
    """What a rule can ask: a question or a fact, how it compares, and what with."""

    code: str
    label: str
    ops: str
    options: list[tuple[str, str]]


def picked(form: Form, name: str, rule: Rule | None) -> Group:
    """The rule for its pickers."""
    found = _part(name, rule) if rule else Group(name, "")
    if isinstance(found, Row):
        found = Group(name, "all", [_row(f"{name}.0", rule or {})])
    spare = max(ROW_COUNT - len(found.parts), 1)
    return Group(name, found.join, _with_empty(found, spare), in_words(form, rule))


def _part(name: str, rule: Rule) -> Row | Group:
    join, inner = _joined_by(rule)
    if not join:
        return _row(name, rule)
    parts = (_part(f"{name}.{at}", one) for at, one in enumerate(inner))
    return Group(name, join, [_with_spare(one) for one in parts])


def _with_spare(part: Row | Group) -> Row | Group:
    return Group(part.name, part.join, _with_empty(part, 1)) if isinstance(part, Group) else part


def _with_empty(group: Group, count: int) -> list[Row | Group]:
    at = len(group.parts)
    return [*group.parts, *(Row(f"{group.name}.{place}") for place in range(at, at + count))]


def _joined_by(rule: Rule) -> tuple[str, list[Rule]]:
    """How a rule joins what; empty for a comparison, opposite or not."""
    if "not" in rule:
        join, inner = _joined_by(rule["not"])
        return (_OPPOSITES[join], inner) if join else ("none", [rule["not"]]) if "not" in rule["not"] else ("", [])
    return next(((word, list(rule[word])) for word in ("all", "any") if word in rule), ("", []))


def _row(name: str, rule: Rule) -> Row:
    no = "not_" if "not" in rule else ""
    leaf = rule["not"] if no else rule
    return Row(name, leaf["of"], f"{no}{leaf['op']}", ", ".join(leaf["values"]))


def posted_rule(posted: QueryDict, name: str) -> Rule | None:
    """The rule of its pickers. Rows without a question are none, and groups without anything in them."""
    join = posted.get(f"{name}.join", "")
    if join not in JOINS or name.count(".") > RULE_DEPTH:
        return None
    given = (_posted_part(posted, f"{name}.{at}") for at in _places(posted, name))
    parts = [one for one in given if one is not None]
    if not parts:
        return None
    word = "all" if join in ("all", "not_all") else "any"
    rule = parts[0] if len(parts) == 1 else {word: parts}
    return rule if join == word else _opposite(rule)


def _posted_part(posted: QueryDict, name: str) -> Rule | None:
    if f"{name}.join" in posted:
        return posted_rule(posted, name)
    return _leaf(posted, name) if posted.get(f"{name}.of") else None


def _opposite(rule: Rule) -> Rule:
    opposite: Rule = rule.get("not", {"not": rule})
    return opposite


def _places(posted: QueryDict, name: str) -> list[int]:
    """The numbers of the parts of a group."""
    found = {one.removeprefix(f"{name}.").partition(".")[0] for one in posted if one.startswith(f"{name}.")}
    return sorted(int(one) for one in found if one.isascii() and one.isdecimal() and len(one) < 5)


def _leaf(posted: QueryDict, name: str) -> Mapping[str, Any]:
    op = posted.get(f"{name}.op", "is")
    plain = op.removeprefix("not_")
    text = posted.get(f"{name}.values", "")
    values = text.split(",") if plain in ("is", "in") else [text]
    leaf = {"of": posted[f"{name}.of"], "op": plain, "values": [one.strip() for one in values if one.strip()]}
    return {"not": leaf} if op.startswith("not_") else leaf


def askable(form: Form, code: str) -> list[Asked]:
    """What rules of the question with that code can ask."""
    found = [
        Asked(one.code, one.label, " ".join(ops_of(one)), _options(one.kind, [(o.code, o.label) for o in one.options]))
        for one in form.asked()
        if one.code != code and one.kind != Kind.MASKED
    ]
    return found + [Asked(f"{OF_PERSON}{fact}", str(FACT_WORDS[fact]), "is in set contains", []) for fact in FACTS]


def _options(kind: Kind, options: list[tuple[str, str]]) -> list[tuple[str, str]]:
    if kind == Kind.CHECKBOX:
        return [("yes", "yes")]
    if kind in (Kind.DATE, Kind.DATETIME):
        return [(text, text) for text in ("today", "+3 days", "+3 working days")]
    return options


OPS = tuple(OP_WORDS.items())
"""How comparisons are chosen."""
