"""Facts about custom fields."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from deskhand.kernel.events import Fact, event


@event("field.created", subject="field")
@dataclass(frozen=True, kw_only=True)
class FieldCreated(Fact):
    """A desk asks something new of its tickets."""

    field: int
    kind: str


@event("field.changed", subject="field")
@dataclass(frozen=True, kw_only=True)
class FieldChanged(Fact):
    """A field's definition, its place or its choices changed. ``fields`` names the columns; ``old`` and ``new`` hold
    those whose values are codes or truths."""

    field: int
    fields: list[str]
    old: dict[str, Any] = dataclasses.field(default_factory=dict)
    new: dict[str, Any] = dataclasses.field(default_factory=dict)


@event("field.archived", subject="field")
@dataclass(frozen=True, kw_only=True)
class FieldArchived(Fact):
    """A field is not asked any more. Tickets keep what they hold."""

    field: int


@event("field.restored", subject="field")
@dataclass(frozen=True, kw_only=True)
class FieldRestored(Fact):
    """An archived field is asked again."""

    field: int


@event("option.edited", subject="option")
@dataclass(frozen=True, kw_only=True)
class OptionEdited(Fact):
    """A choice of a field was made, renamed, moved, archived or taken back."""

    option: int
    of: int
    fields: list[str]


@event("template.edited", subject="template")
@dataclass(frozen=True, kw_only=True)
class TemplateEdited(Fact):
    """A ticket template was made, changed, archived or taken back."""

    template: int
    fields: list[str]


@event("matrix.changed", subject="matrix")
@dataclass(frozen=True, kw_only=True)
class MatrixChanged(Fact):
    """How the priority follows from impact and urgency, or whether it does."""

    matrix: int
    fields: list[str]


@event("ticket.fields_set", subject="ticket", personal=("old", "new"))
@dataclass(frozen=True, kw_only=True)
class FieldsSet(Fact):
    """Custom fields of a ticket got other values. ``fields`` are their codes; ``old`` and ``new`` hold short values
    (codes of choices, numbers, days, ids of people and organizations) by them, and nothing of texts and web addresses:
    what a text says stands in its row. Both are personal."""

    ticket: int
    fields: list[str]
    old: dict[str, list[str]]
    new: dict[str, list[str]]
