"""In which orders programs list tickets: by columns of the ticket, and by what modules add that are on somewhere."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from deskhand.api.cursors import Walk, opened, sealed
from deskhand.kernel import slots, switches
from deskhand.kernel.actor import Actor
from deskhand.tickets.querysets import staff_desks
from deskhand.tickets.sorting import Order, Place

COLUMNS = ("updated_at", "created_at", "number", "priority")
DEFAULT = "-created_at"


def words(keys: Iterable[str]) -> list[str]:
    """Each with and without the dash that turns the order round."""
    return [word for key in keys for word in (f"-{key}", key)]


def offered(on: Iterable[str]) -> list[str]:
    """All words for an order while these modules are on."""
    shown = {*on, ""}
    return words([*COLUMNS, *(one.item.key for one in _added() if one.module in shown)])


def _added() -> list[slots.Contribution]:
    return next(one for one in slots.all_slots() if one.name == "ticket_sort").contributions


def known(word: str) -> str:
    """The word, if it stands for an order. Raises ValueError, which names those that do."""
    known_words = words([*COLUMNS, *(one.key for one in slots.items("ticket_sort"))])
    if word not in known_words:
        raise ValueError(_("One of: %(words)s.") % {"words": ", ".join(known_words)})
    return word


def order_of(actor: Actor, word: str) -> Order | None:
    """The order that a module adds, with the desks that the actor serves and on which it is on; None for an order by a
    column of the ticket."""
    key = word.removeprefix("-")
    for one in _added():
        if one.item.key == key and key not in COLUMNS:
            served = staff_desks(actor)
            on = [desk for desk in served if not one.module or switches.is_on(one.module, desk)]
            return Order(one.item, word.startswith("-"), tuple(on))
    return None


def page(order: Order, walk: Walk, parts: Sequence[Any], columns: Sequence[str]) -> tuple[list[dict[str, Any]], Any]:
    """One page of what stands in several parts, and the cursor of the next one."""
    bound = f"{walk.about}\0{order.name}"
    at = Place(*opened(bound, walk.cursor)) if walk.cursor else None
    found = [order.rows(part, columns, walk.limit + 1, at=at) for part in parts]
    rows = list(heapq.merge(*found, key=order.rank, reverse=order.is_down))[: walk.limit + 1]
    if len(rows) <= walk.limit:
        return rows, None
    return rows[: walk.limit], sealed(bound, order.place(rows[walk.limit - 1]))
