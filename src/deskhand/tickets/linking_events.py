"""Facts about links between tickets. Each is recorded on both ends, in the words of that end."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("ticket.linked", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketLinked(Fact):
    """The ticket was linked: it is ``kind`` of the one of this ``number``, null if that is on another desk."""

    ticket: int
    kind: str
    number: int | None


@event("ticket.unlinked", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketUnlinked(Fact):
    """A link of the ticket was taken away: it is not ``kind`` of that one any more."""

    ticket: int
    kind: str
    number: int | None
