"""Facts about what waits on tickets: planned answers, shared drafts, and the silence that closes."""

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
