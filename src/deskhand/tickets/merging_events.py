"""Facts about tickets that were merged. Each is recorded on both tickets, for each has a history of its own."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("ticket.merged", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketMerged(Fact):
    """An agent merged the ticket into another one, of this ``number``. ``joined`` if its people follow that one."""

    ticket: int
    number: int
    joined: bool = False


@event("ticket.merged_in", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketMergedIn(Fact):
    """An agent merged another ticket, of this ``number``, into this one."""

    ticket: int
    number: int


@event("ticket.unmerged", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketUnmerged(Fact):
    """Somebody took back that the ticket was merged into another one, of this ``number``."""

    ticket: int
    number: int


@event("ticket.merged_out", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketMergedOut(Fact):
    """Another ticket, of this ``number``, is not part of this one any more."""

    ticket: int
    number: int


@event("ticket.heard_of_merged", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class HeardOfMerged(Fact):
    """Something was written on a ticket, of this ``number``, that is merged into this one. ``side`` is who wrote it,
    ``requester`` or ``agent``; ``is_internal`` if requesters do not see it."""

    ticket: int
    number: int
    message: int
    side: str = ""
    is_internal: bool = False
