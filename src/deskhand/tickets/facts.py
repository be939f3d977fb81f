"""A ticket's facts as they are stored: rows of the event log."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from django.db.models import TextField
from django.db.models.functions import Cast

from deskhand.kernel.models import Event
from deskhand.kernel.prepared import Prepared

FACTS_SHOWN = 400
"""Newest facts that a ticket's page tells."""

KEPT = 1_000
"""Tickets whose facts, names and words are kept from one request to the next."""


class TicketRow(Protocol):
    """A ticket, or what its page shows of it."""

    @property
    def id(self) -> int: ...
    @property
    def desk_id(self) -> int: ...
    @property
    def requester_id(self) -> int: ...
    @property
    def affected_id(self) -> int | None: ...
    @property
    def assignee_id(self) -> int | None: ...
    @property
    def organization_id(self) -> int | None: ...


class Fact(NamedTuple):
    """A row of the event log. ``json`` holds its values as they are stored; ``desk_id`` is where it happened."""

    id: int
    code: str
    at: datetime
    actor_id: int | None
    on_behalf_of_id: int | None
    channel: str
    reason: str
    json: str
    desk_id: int | None = None

    @property
    def values(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = json.loads(self.json)
        return found


_facts = Prepared(
    lambda ticket: (
        Event.objects.filter(subject_kind="ticket", subject_id=ticket)
        .order_by("-at", "-id")
        .annotate(json=Cast("values", TextField()))
        .values_list(*Fact._fields)[:FACTS_SHOWN]
    )
)


def facts_of(ticket: TicketRow) -> tuple[Fact, ...]:
    """The newest facts about the ticket, newest first. One query over an index."""
    return tuple(map(Fact._make, _facts.rows(ticket=ticket.id)))


def facts_with(ticket: TicketRow, ids: Iterable[int]) -> tuple[Fact, ...]:
    """Those of the facts about the ticket that have these ids, however old. One query."""
    found = Event.objects.filter(subject_kind="ticket", subject_id=ticket.id, id__in=sorted(set(ids)))
    rows = found.order_by("-at", "-id").annotate(json=Cast("values", TextField())).values_list(*Fact._fields)
    return tuple(map(Fact._make, rows))
