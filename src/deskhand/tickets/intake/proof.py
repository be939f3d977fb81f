"""Which ticket a letter belongs to, and what proves it. A From header proves nothing; a bare number neither."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.models import Event
from deskhand.mail.message_ids import ReplyToken, claimed_number, ticket_of, token_in_address, token_in_subject
from deskhand.mail.parsing.model import ParsedMail
from deskhand.tickets.events import TicketLeft
from deskhand.tickets.models import Ticket


@dataclass(frozen=True)
class Proof:
    """``ticket`` is proven by a signed Message-ID or token of ours. ``tokens`` are the reply tokens for that ticket:
    each was handed to one person. ``claims`` is a number that is only claimed; ``is_gone``: the proven ticket lies
    in the bin or is spam, so that nothing can be added."""

    ticket: Ticket | None = None
    tokens: frozenset[int] = frozenset()
    claims: int | None = None
    is_gone: bool = False

    def names(self, person_id: int) -> bool:
        """True if the letter carries the token that was handed to this person."""
        return person_id in self.tokens


def proof_of(mail: ParsedMail, desk_id: int) -> Proof:
    """Read the proof off a letter to this desk: our signed ids first, then the reply address, then the subject.

    A ticket of another desk is not joined from here, unless it was moved there from this one: such a letter is a new
    one for this desk.
    """
    tokens = _tokens(mail)
    for number in _numbers(mail, tokens):
        ticket = ticket_from(desk_id, number)
        if ticket is None:
            continue
        if ticket.deleted_at is not None or ticket.is_spam:
            return Proof(claims=ticket.number, is_gone=True)
        handed = frozenset(one.person_id for one in tokens if one.ticket_number == number)
        return Proof(ticket, handed)
    return Proof(claims=claimed_number(mail.subject))


def ticket_from(desk_id: int, number: int) -> Ticket | None:
    """The desk's ticket of that number, or one that moved away from it: its letters still come to the old mailbox."""
    found = Ticket.objects.beyond_walls("judged right below").filter(number=number)
    ticket: Ticket | None = found.select_related("desk", "status", "requester", "team", "assignee").first()
    if ticket is None or ticket.desk_id == desk_id:
        return ticket
    left = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk, code=TicketLeft.code, desk_id=desk_id)
    return ticket if left.exists() else None


def _numbers(mail: ParsedMail, tokens: list[ReplyToken]) -> list[int]:
    """Proven ticket numbers, the strongest first."""
    ids = [*mail.in_reply_to, *reversed(mail.references)]
    by_id = [number for one in ids if (number := ticket_of(one)) is not None]
    return list(dict.fromkeys([*by_id, *(one.ticket_number for one in tokens)]))


def _tokens(mail: ParsedMail) -> list[ReplyToken]:
    addresses = [one.email for one in (*mail.to, *mail.cc)] + list(mail.delivered_to)
    found = [token_in_address(one) for one in addresses]
    return [one for one in (*found, token_in_subject(mail.subject)) if one is not None]
