"""Facts about requests from one desk to another. They are recorded on the ticket for which somebody asked; the desk
that is asked has the facts of a ticket of its own, and none of these."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("ticket.desk_asked", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class DeskAsked(Fact):
    """Another desk was asked for something that the ticket needs. ``waits``: it is on hold until that desk is done."""

    ticket: int
    request: int
    asked_desk: int
    waits: bool = False


@event("ticket.desk_answered", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class DeskAnswered(Fact):
    """The desk that was asked has answered."""

    ticket: int
    request: int
    asked_desk: int


@event("ticket.desk_told", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class DeskTold(Fact):
    """Somebody wrote to the desk that was asked. ``is_reminder``: only to say that it is still waited for."""

    ticket: int
    request: int
    asked_desk: int
    is_reminder: bool = False


@event("ticket.desk_finished", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class DeskFinished(Fact):
    """The request to the other desk has ended: ``resolved``, ``closed``, ``cancelled``, or ``gone`` if that desk took
    it away."""

    ticket: int
    request: int
    asked_desk: int
    category: str


@event("ticket.desk_withdrawn", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class DeskRequestWithdrawn(Fact):
    """Somebody withdrew the request to the other desk."""

    ticket: int
    request: int
    asked_desk: int
