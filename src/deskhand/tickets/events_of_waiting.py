"""Facts about what waits on tickets: planned answers, shared drafts, what a ticket on
hold waits for, and the silence that closes."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("ticket.answer_planned", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class AnswerPlanned(Fact):
    """An agent wrote an answer that leaves later, or gave it another time. ``leaves_at`` is an instant."""

    ticket: int
    held: int
    leaves_at: str


@event("ticket.answer_kept_back", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class AnswerKeptBack(Fact):
    """A planned answer of ``person`` does not leave. ``because`` is ``by_hand``, ``requester_wrote``,
    ``letter_filed``, ``ended``, ``spam``, ``deleted``, ``author_gone`` or ``refused``."""

    ticket: int
    held: int
    person: int
    because: str


@event("ticket.draft_taken", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class DraftTaken(Fact):
    """An agent took over what a colleague (``person``) had begun to write and shared."""

    ticket: int
    person: int


@event("ticket.closing_announced", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class ClosingAnnounced(Fact):
    """The requester was told that silence closes the ticket. ``closes_at`` is an instant."""

    ticket: int
    closes_at: str


@event("ticket.snoozed", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketSnoozed(Fact):
    """A ticket is on hold until ``until`` (an instant, or empty) or until the ticket with the number ``after`` is
    finished, whichever comes first."""

    ticket: int
    until: str
    after: int | None = None


@event("ticket.woken", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketWoken(Fact):
    """A ticket is not on hold any more. ``because`` is ``time`` (it was over), ``ticket`` (``after`` is finished) or
    ``by_hand``; ``person`` put it on hold. What else ends the waiting, as a letter of the requester, is told as a
    change of the status alone."""

    ticket: int
    because: str
    person: int | None = None
    after: int | None = None
