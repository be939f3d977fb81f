"""The drawing of a desk's statuses and of what may follow on what: places and lines, in the units of its view box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import east_asian_width

from deskhand.tickets.models import Category, Status
from deskhand.tickets.status import ALLOWED

COLUMN, GAP = 126, 20
"""Width of a category's column, and what is between two."""
BOX, SPACE = 30, 8
"""Height of a status, and what is between two."""
HEAD, ROOM = 24, 14
"""Height of a column's head, and of the margin around the columns."""
LETTERS = 13
"""Most letters of a status in its box; wide ones count twice. Its whole name stands in the list beside the drawing."""


class Box(NamedTuple):
    """A status. ``words`` fit into it."""

    pk: int
    words: str
    label: str
    category: str
    x: int
    y: int


class Head(NamedTuple):
    """A column: its category's words."""

    label: str
    x: int


class Flow(NamedTuple):
    """The whole drawing. ``arcs`` are paths from category to category, ``lines`` from status to status."""

    width: int
    height: int
    top: int
    bottom: int
    heads: list[Head]
    boxes: list[Box]
    arcs: list[str]
    lines: list[str]


def flow_of(statuses: Sequence[Status]) -> Flow:
    """The drawing of those that are in use. Arcs tell what the categories allow, where a status of the category leaves
    it at that; lines what a status allows by itself."""
    used = [one for one in statuses if one.is_active]
    columns = {category: [one for one in used if one.category == category] for category in Category.values}
    free = [category for category, found in columns.items() if any(not one.next_keys for one in found)]
    above, below = _reach(free, forwards=True), _reach(free, forwards=False)
    top = ROOM + above
    rows = max((len(found) for found in columns.values()), default=1)
    bottom = top + HEAD + rows * (BOX + SPACE)
    boxes = [
        Box(one.pk, cut(one.label), one.label, one.category, _x(category), top + HEAD + row * (BOX + SPACE))
        for category, found in columns.items()
        for row, one in enumerate(found)
    ]
    in_order = [one for found in columns.values() for one in found]
    places = {one.key: box for one, box in zip(in_order, boxes, strict=True)}
    lines = [_line(places[one.key], places[key]) for one in used for key in one.next_keys if key in places]
    width = len(columns) * (COLUMN + GAP) - GAP + 2 * ROOM
    heads = [Head(str(Category(category).label), _x(category)) for category in columns]
    return Flow(width, bottom + below + ROOM, top, bottom, heads, boxes, _arcs(free, top, bottom), lines)


def cut(words: str) -> str:
    """As much of a name as fits into its box."""
    room, kept = LETTERS, ""
    for letter in words:
        room -= 2 if east_asian_width(letter) in "WF" else 1
        if room < 0:
            return f"{kept.rstrip()}…"
        kept += letter
    return kept


def _x(category: str) -> int:
    return ROOM + list(Category.values).index(category) * (COLUMN + GAP)


def _pairs(free: Sequence[str]) -> list[tuple[int, int]]:
    order = list(Category.values)
    return [(order.index(old), order.index(new)) for old in free for new in ALLOWED[old]]


def _rise(old: int, new: int) -> int:
    return 16 + 13 * abs(new - old)


def _reach(free: Sequence[str], *, forwards: bool) -> int:
    """How far the arcs rise above the columns, or hang below them."""
    rises = [_rise(old, new) for old, new in _pairs(free) if (new > old) == forwards]
    return max(rises, default=0) * 3 // 4


def _arcs(free: Sequence[str], top: int, bottom: int) -> list[str]:
    """Onwards above the columns, back below them; each leaves to the right of a column's middle or to its left, so that
    arrows that come and go stand apart."""
    found = []
    for old, new in _pairs(free):
        way = 1 if new > old else -1
        level = top - 2 if way > 0 else bottom + 2
        start = ROOM + old * (COLUMN + GAP) + COLUMN // 2 + 14 * way
        end = ROOM + new * (COLUMN + GAP) + COLUMN // 2 - 14 * way
        turn = level - way * _rise(old, new)
        found.append(f"M{start} {level}C{start} {turn} {end} {turn} {end} {level}")
    return found


def _line(old: Box, new: Box) -> str:
    """From side to side; within a column around its right edge."""
    from_y, to_y = old.y + BOX // 2, new.y + BOX // 2
    if old.x == new.x:
        edge = old.x + COLUMN
        return f"M{edge} {from_y + 4}C{edge + GAP} {from_y + 4} {edge + GAP} {to_y - 4} {edge + 2} {to_y - 4}"
    if new.x > old.x:
        start, end, bend = old.x + COLUMN, new.x - 2, GAP
        from_y, to_y = from_y - 4, to_y - 4
    else:
        start, end, bend = old.x, new.x + COLUMN + 2, -GAP
        from_y, to_y = from_y + 6, to_y + 6
    return f"M{start} {from_y}C{start + bend} {from_y} {end - bend} {to_y} {end} {to_y}"
