"""Facts about messages that were split off into a ticket of their own."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("ticket.split", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketSplit(Fact):
    """So many messages of the ticket went into a new one, of this ``number``, which is linked to it."""

    ticket: int
    number: int
    messages: int


@event("ticket.split_off", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketSplitOff(Fact):
    """The ticket was made of so many messages of the one of this ``number``."""

    ticket: int
    number: int
    messages: int


@event("ticket.split_undone", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class SplitUndone(Fact):
    """Somebody took a split back: so many messages came back from the ticket of this ``number``."""

    ticket: int
    number: int
    messages: int


@event("ticket.split_returned", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class SplitReturned(Fact):
    """Somebody took back that the ticket was split off: so many messages went back to the one of this ``number``."""

    ticket: int
    number: int
    messages: int
