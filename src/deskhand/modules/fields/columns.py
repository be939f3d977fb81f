"""Fields as columns of the list of tickets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import FilteredRelation, Q

from deskhand.kernel import slots
from deskhand.modules.fields.models import Field, Value
from deskhand.modules.fields.queries import words_of
from deskhand.modules.fields.querysets import MODULE
from deskhand.tickets.columns import MOST_COLUMNS, Column


def columns(desk_id: int, ticket_ids: Sequence[int]) -> list[Column]:
    """The fields that the desk shows in lists. One query, whatever the number of tickets."""
    on_page = FilteredRelation("values", condition=Q(values__ticket_id__in=list(ticket_ids)))
    fields = Field.objects.within(desk_id).in_use().filter(in_list=True).annotate(here=on_page)
    names = ("ticket_id", "text", "number", "day", "is_on", "option__label", "person__name", "organization__name")
    rows = fields.order_by("position", "pk", "here__option__position", "here__pk").values(
        "pk", "label", "kind", "currency", *(f"here__{name}" for name in names)
    )
    found: dict[int, dict[int, list[str]]] = {}
    labels: dict[int, str] = {}
    for row in rows:
        labels[row["pk"]] = row["label"]
        cells = found.setdefault(row["pk"], {})
        if row["here__ticket_id"] is not None:
            cells.setdefault(row["here__ticket_id"], []).append(_words(row))
    joined = {pk: {ticket: ", ".join(words) for ticket, words in cells.items()} for pk, cells in found.items()}
    return [Column(labels[pk], joined[pk]) for pk in list(labels)[:MOST_COLUMNS]]


def _words(row: dict[str, Any]) -> str:
    for name in ("option__label", "person__name", "organization__name"):
        if row[f"here__{name}"]:
            return str(row[f"here__{name}"])
    field = Field(kind=row["kind"], currency=row["currency"])
    value = Value(**{name: row[f"here__{name}"] for name in ("text", "number", "day", "is_on")})
    return words_of(field, [value])


slots.fill("ticket_column", columns, module=MODULE)
