"""Facts about marks."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("ticket.dummy_marked", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketMarked(Fact):
    """A ticket was marked for its history."""

    ticket: int


@event("mark.left", subject="mark")
@dataclass(frozen=True, kw_only=True)
class MarkLeft(Fact):
    """Somebody left a mark."""

    mark: int
