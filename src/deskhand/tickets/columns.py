"""Columns that modules add to the list of tickets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deskhand.kernel import slots

MOST_COLUMNS = 4
"""Columns of modules that a list shows, in the order of the slot: more would leave no room for the subject."""


@dataclass(frozen=True)
class Column:
    """One column: its heading and, by the ticket's id, the words of its cells. A ticket without words has an empty
    one. ``sort`` is the key of the order (slot ``ticket_sort``) that its heading offers, if any."""

    label: str
    words: Mapping[int, str]
    sort: str = ""


def columns_of(desk_id: int, ticket_ids: Sequence[int]) -> list[Column]:
    """The columns that modules show on the desk, for the tickets of one page."""
    found: list[Column] = []
    for of_module in slots.items("ticket_column", desk_id=desk_id):
        found += of_module(desk_id, ticket_ids)
    return found[:MOST_COLUMNS]
