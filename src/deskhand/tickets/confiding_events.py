"""Facts about confidential tickets and who may know of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from deskhand.kernel.events import Fact, event


@event("ticket.confided", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketConfided(Fact):
    """The ticket is confidential: of the desk's people only ``readers`` know of it from now on. ``excluded`` never may,
    whatever their part in it."""

    ticket: int
    readers: list[int] = field(default_factory=list)
    excluded: list[int] = field(default_factory=list)


@event("ticket.opened_up", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketOpenedUp(Fact):
    """The ticket is confidential no more: everybody who serves the desk reads it."""

    ticket: int


@event("ticket.reader_added", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class ReaderAdded(Fact):
    """A person came onto the list of a confidential ticket."""

    ticket: int
    person: int


@event("ticket.reader_removed", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class ReaderRemoved(Fact):
    """A person came off the list of a confidential ticket."""

    ticket: int
    person: int


@event("ticket.person_excluded", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class PersonExcluded(Fact):
    """A person may not read the confidential ticket, whatever their part in it."""

    ticket: int
    person: int


@event("ticket.exclusion_ended", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class ExclusionEnded(Fact):
    """A person is excluded from the confidential ticket no more."""

    ticket: int
    person: int
