"""Columns that modules add to the list of tickets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from deskhand.kernel import slots

TONES = ("calm", "soon", "late", "paused", "met", "late paused")
"""What a chip can say of time: enough, little, none any more; it stands still; it was kept; it was over before it stood
still."""

MOST_COLUMNS = 4
"""Columns of modules that a list shows, in the order of the slot: more would leave no room for the subject."""


class Chip(NamedTuple):
    """A cell about time: words with a mark and a colour. ``words`` are short, what it is about (“Answer”); ``tone`` is
    one of :data:`TONES`; ``title`` says it in full to whoever points at it. With ``at`` (aware) the time until then
    stands beside the words and runs on screen; once it is over, the chip says how long and is late. A calm one is soon
    from ``soon_at`` on."""

    words: str
    tone: str
    title: str
    at: datetime | None = None
    soon_at: datetime | None = None


@dataclass(frozen=True)
class Column:
    """One column: its heading and, by the ticket's id, the words or chips of its cells. A ticket without any has an
    empty one. ``sort`` is the key of the order (slot ``ticket_sort``) that its heading offers, if any. One that
    ``has_chips`` is there on every screen, on phones too; words are shown where there is room."""

    label: str
    words: Mapping[int, str | Chip]
    sort: str = ""
    has_chips: bool = False


def columns_of(desk_id: int, ticket_ids: Sequence[int]) -> list[Column]:
    """The columns that modules show on the desk, for the tickets of one page."""
    found: list[Column] = []
    for of_module in slots.items("ticket_column", desk_id=desk_id):
        found += of_module(desk_id, ticket_ids)
    return found[:MOST_COLUMNS]
