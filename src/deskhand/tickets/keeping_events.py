"""Facts about notes that stayed at a desk as their ticket went to another one. They are told on the desk that keeps
them alone."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("ticket.notes_kept", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class NotesKept(Fact):
    """The ticket holds so many notes of the one of this ``number``, which went to another desk without them."""

    ticket: int
    number: int
    messages: int


@event("ticket.notes_returned", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class NotesReturned(Fact):
    """The move was taken back, and so many notes are on the ticket of this ``number`` again."""

    ticket: int
    number: int
    messages: int
