"""Rules of fields: when one is asked, and when it must be filled in. Pure; ``frontend/src/field-rules.ts`` evaluates
the same rules in the browser, and both are tested with ``tests/rules.json``.

A rule is ``{"field": code, "op": "is" | "in" | "set", "values": [text, ...], "not": true | false}``. ``is`` and ``in``
hold when the field has one of the values, ``set`` when it has any. A tree has its node and all nodes above. A field
that is not asked has no value, so rules can hang on each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

OPS = ("is", "in", "set")

Values = Mapping[str, Sequence[str]]
"""What fields hold, by code: no text at all for nothing."""

Rule = Mapping[str, Any]


@dataclass(frozen=True)
class Ruled:
    """What rules know of a field."""

    code: str
    show_if: Rule | None = None
    needed: bool = False
    need_if: Rule | None = None


def holds(rule: Rule | None, values: Values) -> bool:
    """Whether the rule holds; no rule always does."""
    if not rule:
        return True
    has = values.get(rule["field"], ())
    found = any(one in has for one in rule["values"]) if rule["op"] in ("is", "in") else len(has) > 0
    return found is not bool(rule.get("not"))


def asked(fields: Sequence[Ruled], values: Values) -> list[str]:
    """Codes of the fields that are asked, in their order."""
    by_code = {one.code: one for one in fields}
    known: dict[str, bool] = {}

    def is_asked(code: str) -> bool:
        if code not in by_code:
            return False
        if code not in known:
            known[code] = True  # A ring of rules, which the pages refuse, shows its fields.
            rule = by_code[code].show_if
            known[code] = holds(rule, {} if rule and not is_asked(rule["field"]) else values)
        return known[code]

    return [one.code for one in fields if is_asked(one.code)]


def missing(fields: Sequence[Ruled], values: Values) -> list[str]:
    """Codes of the fields that are asked and must be filled in, and are empty."""
    shown = asked(fields, values)
    heard = {code: has for code, has in values.items() if code in shown}
    needed = (one for one in fields if one.needed and one.code in shown and holds(one.need_if, heard))
    return [one.code for one in needed if not heard.get(one.code)]
