"""A question as the designer's page posts it, as JSON of a form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from deskhand.modules.catalog.asking.editing import fresh_code
from deskhand.modules.catalog.asking.form import LISTED, Kind
from deskhand.modules.catalog.asking.rule_reading import RULES
from deskhand.modules.catalog.designer_rules import posted_rule

_TEXTS = ("label", "help", "least", "most", "pattern", "pattern_words", "among", "team")
_WHOLES = ("min_length", "max_length", "min_rows", "max_rows")
_OPTION = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9_.-]*)\s*=\s*(.+)")

COLUMN_ROWS = 3
"""Empty columns that a table offers besides its own."""


def question(posted: QueryDict, before: Mapping[str, Any]) -> dict[str, Any]:
    """The question as it was posted; code, kind and set stay."""
    kind = Kind(before["kind"])
    found: dict[str, Any] = {name: before[name] for name in ("code", "kind", "of_set") if before.get(name)}
    found |= {name: text for name in _TEXTS if (text := posted.get(name, "").strip())}
    found |= {name: number for name in _WHOLES if (number := _whole(posted.get(name, "")))}
    found["label"] = posted.get("label", "").strip()
    found |= {name: True for name in ("required", "readonly") if posted.get(name) == "on"}
    if posted.get("is_material") != "on" and kind not in (Kind.SECTION, Kind.LABEL):
        found["is_material"] = False
    if kind in LISTED:
        found["options"] = options(posted.get("options", ""))
    if kind == Kind.MONEY:
        found["currency"] = posted.get("currency", "").strip().upper()
    if kind == Kind.REFERENCE:
        found["refers"] = posted.get("refers", "person")
    if kind == Kind.TABLE:
        found["columns"] = _columns(posted)
    if default := _default(posted, kind):
        found["default"] = default
    rules = {name: posted_rule(posted, name) for name in RULES}
    return found | {name: rule for name, rule in rules.items() if rule}


def options(text: str) -> list[dict[str, str]]:
    """Choices, one a line: ``code = Label``, or a label alone, of which the code is made."""
    found: list[dict[str, str]] = []
    for line in text.splitlines():
        whole = _OPTION.fullmatch(line)
        if whole:
            found.append({"code": whole[1], "label": whole[2].strip()})
        elif line.strip():
            known = {"steps": [{"questions": found}]}
            found.append({"code": fresh_code(known, line), "label": line.strip()})
    return found


def as_lines(given: list[Mapping[str, str]] | None) -> str:
    """Choices as lines."""
    return "\n".join(f"{one['code']} = {one.get('label') or one['code']}" for one in given or [])


def _whole(text: str) -> int:
    return int(text) if text.strip().isascii() and text.strip().isdecimal() and len(text) < 7 else 0


def _default(posted: QueryDict, kind: Kind) -> Any:
    if fact := posted.get("default_person", ""):
        return {"person": fact}
    texts = [one.strip() for one in posted.getlist("default") if one.strip()]
    if kind == Kind.CHOICES:
        return [part.strip() for one in texts for part in one.split(",") if part.strip()]
    return texts


def _columns(posted: QueryDict) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    count = _whole(posted.get("columns", "0"))
    for at in range(min(count, 50)):
        label = posted.get(f"column.{at}.label", "").strip()
        if not label:
            continue
        code = posted.get(f"column.{at}.code", "") or fresh_code({"steps": [{"questions": found}]}, label)
        one: dict[str, Any] = {"code": code, "label": label, "kind": posted.get(f"column.{at}.kind", "text")}
        if posted.get(f"column.{at}.required") == "on":
            one["required"] = True
        if one["kind"] == "choice":
            one["options"] = options(posted.get(f"column.{at}.options", "").replace(";", "\n"))
        if one["kind"] == "money":
            one["currency"] = posted.get("currency", "").strip().upper() or "EUR"
        found.append(one)
    return found
