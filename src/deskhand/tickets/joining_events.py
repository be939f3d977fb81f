"""Facts about who joins a ticket by letter. Values are ids, codes and short values."""

from __future__ import annotations

from dataclasses import dataclass, field

from deskhand.kernel.events import Fact, event


@event("ticket.sender_admitted", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class SenderAdmitted(Fact):
    """The sender of a filed letter was let in: the letter is their public message, and they follow the ticket."""

    ticket: int
    message: int
    person: int


@event("ticket.sender_refused", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class SenderRefused(Fact):
    """The sender of a filed letter was not let in: the letter stays a note."""

    ticket: int
    message: int


@event("ticket.letter_added", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketAddedTo(Fact):
    """An agent added what a new ticket said to the one that it claimed to belong to (``number``), and closed it; or
    made it that one's follow-up (``is_follow_up``), where that had ended."""

    ticket: int
    number: int
    is_follow_up: bool = False


@event("ticket.letter_unjoined", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class LetterUnjoined(Fact):
    """Whoever let a sender in, or added a letter here, took that back."""

    ticket: int


@event("ticket.reply_addresses_revoked", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class ReplyAddressesRevoked(Fact):
    """All reply addresses and Message-IDs that were handed out for the ticket count no more."""

    ticket: int
    generation: int


@event("answer_rules.changed", subject="desk")
@dataclass(frozen=True, kw_only=True)
class AnswerRulesChanged(Fact):
    """A desk's rules for answers by mail were changed."""

    desk: int
    fields: list[str]
    old: dict[str, str | bool] = field(default_factory=dict)
    new: dict[str, str | bool] = field(default_factory=dict)
