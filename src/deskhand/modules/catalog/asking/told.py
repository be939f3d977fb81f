"""Answers as people read them, and the mark by which two sets of answers are compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from deskhand.mail.clean import text_from_html
from deskhand.modules.catalog.asking.form import DAYS, Form, Kind, Question, Values
from deskhand.modules.catalog.asking.references import names
from deskhand.tickets.answered import Answered

HIDDEN = "••••••"
"""What stands where a masked answer is."""

Names = Mapping[tuple[str, str], str]


def shown(form: Form, values: Values, *, desk_id: int) -> list[Answered]:
    """Every answer in the order of the form. Of a masked one it is told that it is there, not what it is."""
    known = names(form, values, desk_id)
    return [_answered(one, values[one.code], known) for one in form.asked() if values.get(one.code)]


def _answered(one: Question, value: Any, known: Names) -> Answered:
    is_secret = one.kind == Kind.MASKED
    compared: tuple[str, ...] = () if is_secret else tuple(value if one.kind != Kind.TABLE else map(_written, value))
    return Answered(
        code=one.code,
        label=one.label,
        values=compared,
        shown=HIDDEN if is_secret else in_words(one, value, known),
        is_secret=is_secret,
        is_material=one.is_material,
    )


def _written(row: Mapping[str, Sequence[str]]) -> str:
    """A row by codes and values, the same in whatever language."""
    return json.dumps(row, sort_keys=True, ensure_ascii=False)


def in_words(one: Question, value: Sequence[Any], known: Names) -> str:
    """One answer. The rows of a table are lines."""
    if one.kind == Kind.TABLE:
        return "\n".join(_row(one, row, known) for row in value)
    return ", ".join(_text(one, text, known) for text in value)


def _row(table: Question, row: Mapping[str, Sequence[str]], known: Names) -> str:
    cells = [(one, row[one.code]) for one in table.columns if row.get(one.code)]
    return ", ".join(f"{one.label}: {in_words(one, texts, known)}" for one, texts in cells)


def _text(one: Question, text: str, known: Names) -> str:
    if one.options:
        return next((option.label for option in one.options if option.code == text), text)
    if one.kind == Kind.CHECKBOX:
        return _("Yes")
    if one.kind == Kind.REFERENCE:
        return known.get((str(one.refers), text), _("No longer here"))
    if one.kind == Kind.MONEY:
        return f"{text} {one.currency}"
    if one.kind == Kind.RICH:
        return text_from_html(text).strip()
    if one.kind in DAYS:
        return date_format(date.fromisoformat(text[:10]), "DATE_FORMAT") + text[10:].replace("T", " ")
    return text


def digest(form: Form, values: Values) -> str:
    """A mark of what was answered to material questions: the same for the same answers. Masked answers are left out,
    so that it says nothing of them."""
    material = {
        one.code: values[one.code]
        for one in form.asked()
        if one.is_material and one.kind != Kind.MASKED and values.get(one.code)
    }
    canonical = json.dumps(material, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
