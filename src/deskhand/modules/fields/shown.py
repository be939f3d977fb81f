"""Rows of custom fields as the API answers them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from deskhand.modules.fields.models import Field, FieldKind, Matrix, Option, Template, Value
from deskhand.modules.fields.queries import words_of
from deskhand.modules.fields.values import texts_of
from deskhand.tickets.models import Priority


def shown_field(row: Field, options: Sequence[Option], desk: str) -> dict[str, Any]:
    """A definition with its choices."""
    names = ("code", "kind", "label", "help", "default", "currency", "seen_by", "filled_by", "needed", "show_if")
    codes = {one.pk: one.code for one in options}
    return {
        "id": row.pk,
        "desk": desk,
        **{name: getattr(row, name) for name in (*names, "need_if", "in_list", "is_archived")},
        "ticket_kinds": row.ticket_kinds.split(),
        "choices": [option_shown(one, codes) for one in options],
    }


def option_shown(row: Option, codes: Mapping[int, str] | None = None) -> dict[str, Any]:
    """A choice. ``codes`` are those of its neighbours by id; without them the node above it is read along."""
    parent = None
    if row.parent_id is not None:
        parent = codes.get(row.parent_id) if codes is not None else row.parent.code if row.parent else None
    return {"id": row.pk, "code": row.code, "label": row.label, "parent": parent, "is_archived": row.is_archived}


def values_shown(
    asked: Sequence[Field], held: Mapping[str, Sequence[Value]], options: Mapping[int, Sequence[Option]]
) -> list[dict[str, Any]]:
    """What a ticket holds in the fields that are asked."""
    return [
        {
            "code": one.code,
            "label": one.label,
            "kind": one.kind,
            "value": _value(one, texts_of(held.get(one.code, []))),
            "words": words_of(one, held.get(one.code, []), options.get(one.pk, [])),
        }
        for one in asked
    ]


def _value(field: Field, texts: list[str]) -> Any:
    if field.kind == FieldKind.CHOICES:
        return texts
    if field.kind == FieldKind.CHECKBOX:
        return bool(texts)
    if not texts:
        return None
    return int(texts[0]) if field.kind in (FieldKind.PERSON, FieldKind.ORGANIZATION) else texts[0]


def template_shown(row: Template) -> dict[str, Any]:
    """A template."""
    return {
        "id": row.pk,
        "desk": row.desk.key,
        **{name: getattr(row, name) for name in ("name", "subject", "body", "kind", "values")},
        "priority": Priority(row.priority).word,
        "team": row.team.name if row.team else None,
        "tags": [one.strip() for one in row.tags.split(",") if one.strip()],
    }


def matrix_shown(row: Matrix | None) -> dict[str, Any]:
    """The matrix; one that nobody switched on yet is empty."""
    if row is None:
        return {"is_on": False, "cells": {}}
    return {"is_on": row.is_on, "cells": {name: Priority(value).word for name, value in row.cells.items()}}
