"""Orders of the list of tickets: the core's, and those that modules add in the slot ``ticket_sort``.

A module orders tickets by a column of a row of its own, one for a ticket. Many tickets have no such row, or nothing in
it: they come last, whichever way the list goes. So they are asked for apart, and only where a page reaches them: an
index of the module's column answers the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.functional import Promise

from deskhand.kernel import slots

KINDS: dict[str, type] = {"instant": datetime, "number": int, "text": str}
"""What the values of an order can be."""


@dataclass(frozen=True)
class Sort:
    """An order of tickets. ``key`` is its word in addresses and in the API; ``path`` leads from a ticket to a column of
    a one-to-one row (``sla_standing__next_due_at``); ``kind`` is what is there, one of :data:`KINDS`. For the sake of
    long lists the column has an index."""

    key: str
    label: str | Promise
    path: str
    kind: str
    may_be_empty: bool = True


CORE = (
    Sort("updated", "", "updated_at", "instant", may_be_empty=False),
    Sort("created", "", "created_at", "instant", may_be_empty=False),
    Sort("number", "", "number", "number", may_be_empty=False),
    Sort("priority", "", "priority", "number", may_be_empty=False),
    Sort("subject", "", "subject", "text", may_be_empty=False),
    Sort("status", "", "status__position", "number", may_be_empty=False),
    Sort("requester", "", "requester__name", "text", may_be_empty=False),
    Sort("assignee", "", "holder", "text", may_be_empty=False),
)
"""What every list can be sorted by; a dash before the key turns it round. The id decides between equals."""

DEFAULT = "-updated"

_CORE = {one.key: one for one in CORE}


class Place(NamedTuple):
    """Where one is in an order: the value of a row (None: it has none) and its id."""

    value: Any
    id: int


@dataclass(frozen=True)
class Order:
    """An order in one direction. ``desks`` are those on which the values count; None for all of them: what a module
    keeps while it is off for a desk orders nothing."""

    sort: Sort
    is_down: bool
    desks: tuple[int, ...] | None = None

    @property
    def name(self) -> str:
        """As addresses name it."""
        return f"-{self.sort.key}" if self.is_down else self.sort.key

    @property
    def column(self) -> str:
        """Under which name rows have the value."""
        return self.sort.path

    def rows(
        self, found: Any, columns: Collection[str], limit: int, *, at: Place | None = None, turned: bool = False
    ) -> list[dict[str, Any]]:
        """The first rows of ``found``, or those beyond a place; ``turned`` goes the other way round. One query, and a
        second where the page reaches tickets without a value."""
        names = list(dict.fromkeys([*columns, self.column]))
        rows: list[dict[str, Any]] = []
        for has_value in self._parts(at, turned):
            part = self._part(found, has_value, at, turned)
            more = list(part.values(*names)[: limit - len(rows)])
            rows += more if has_value else [row | {self.column: None} for row in more]
            if len(rows) >= limit:
                break
        return rows

    def first(self, found: Any) -> Any:
        """Tickets of ``found`` that have a value, in this order: all of them in the core's orders."""
        return self._part(found, has_value=True, at=None, turned=False)

    def place(self, row: dict[str, Any]) -> Place:
        """Where a row of :meth:`rows` is."""
        return Place(row[self.column], row["id"])

    def rank(self, row: dict[str, Any]) -> tuple[bool, Any, int]:
        """What a row of :meth:`rows` is merged with others by: ascending, or descending if :attr:`is_down`."""
        value = row[self.column]
        return (value is None) != self.is_down, "" if value is None else value, row["id"]

    def is_value(self, value: Any) -> bool:
        """Whether this could be a value of a row, as a cursor brings it."""
        return isinstance(value, KINDS[self.sort.kind]) or (value is None and self.sort.may_be_empty)

    def _parts(self, at: Place | None, turned: bool) -> Sequence[bool]:
        """Of which parts rows follow: those with a value (True), those without."""
        if not self.sort.may_be_empty:
            return (True,)
        parts = (False, True) if turned else (True, False)
        return parts if at is None else parts[parts.index(at.value is not None) :]

    def _part(self, found: Any, has_value: bool, at: Place | None, turned: bool) -> Any:
        sign, side = ("-", "lt") if self.is_down != turned else ("", "gt")
        if self.sort.may_be_empty:
            found = found.filter(self._has_value() if has_value else ~self._has_value())
        if not has_value:
            if at is not None and at.value is None:
                found = found.filter(**{f"id__{side}": at.id})
            return found.order_by(f"{sign}id")
        if at is not None and at.value is not None:
            # The first condition says the same as the second more loosely: it lets the index begin at the right place.
            beyond = Q(**{f"{self.column}__{side}": at.value}) | Q(**{f"id__{side}": at.id})
            found = found.filter(Q(**{f"{self.column}__{side}e": at.value}) & beyond)
        return found.order_by(f"{sign}{self.column}", f"{sign}id")

    def _has_value(self) -> Q:
        has = Q(**{f"{self.column}__isnull": False})
        return has if self.desks is None else has & Q(desk_id__in=self.desks)


def order_of(name: str, desk_id: int) -> Order:
    """The order of that name on a desk; the default one if there is none such (any more)."""
    key = name.removeprefix("-")
    of_modules = {} if key in _CORE else {one.key: one for one in slots.items("ticket_sort", desk_id=desk_id)}
    sort = _CORE.get(key) or of_modules.get(key)
    return Order(sort, name.startswith("-")) if sort else order_of(DEFAULT, desk_id)
