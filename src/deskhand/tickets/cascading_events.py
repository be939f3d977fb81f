"""Facts about answers and resolutions that went on from a ticket to its children."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("ticket.cascaded", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketCascaded(Fact):
    """What was said on the ticket goes to so many children: a ``message`` (null for none), and with ``resolve`` that
    they are resolved. ``cascade`` is in the facts of each of them, too."""

    ticket: int
    cascade: str
    message: int | None
    children: int
    resolve: bool


@event("ticket.told_with_parent", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class ToldWithParent(Fact):
    """The ticket got the answer of its parent (``message`` is its own copy, null for none), and is ``resolved`` with
    it. ``number`` is the parent's, null if that is on another desk."""

    ticket: int
    cascade: str
    number: int | None
    message: int | None
    resolved: bool


@event("ticket.cascade_refused", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class CascadeRefused(Fact):
    """A child was left out, or not resolved. ``number`` is its own, null if it is on another desk; ``because`` is
    ``gone``, ``denied``, ``refused`` or ``status``."""

    ticket: int
    cascade: str
    number: int | None
    because: str
