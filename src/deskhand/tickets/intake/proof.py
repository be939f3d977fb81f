"""Which ticket a letter belongs to, and what proves it. A From header proves nothing; a bare number neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from deskhand.accounts.merging import who_is_now
from deskhand.accounts.models import Person
from deskhand.kernel.models import Event
from deskhand.mail.message_ids import (
    ReplyToken,
    SignedId,
    claimed_in_address,
    claimed_in_id,
    claimed_number,
    signed_for,
    token_in_address,
    token_in_subject,
)
from deskhand.mail.own import is_own, own_addresses
from deskhand.mail.parsing.model import ParsedMail
from deskhand.tickets.actions.people import serves
from deskhand.tickets.events import TicketLeft
from deskhand.tickets.models import Message, Split, Ticket


@dataclass(frozen=True)
class Proof:
    """``ticket`` is proven by a signed Message-ID or token of ours. ``tokens`` are the people whose reply tokens for
    that ticket the letter carries: each was handed to one person. ``claims`` is a number that is only claimed;
    ``is_gone``: the proven ticket lies in the bin or is spam, so that nothing can be added; ``is_revoked``: what would
    prove it is ours, but counts no more."""

    ticket: Ticket | None = None
    tokens: frozenset[int] = frozenset()
    claims: int | None = None
    is_gone: bool = False
    is_revoked: bool = False

    def names(self, person_id: int) -> bool:
        """True if the letter carries the token that was handed to this person."""
        return person_id in self.tokens


@dataclass(frozen=True)
class _Signed:
    """Everything in a letter that bears a signature of ours, the strongest first."""

    ids: Sequence[tuple[str, SignedId]]
    tokens: Sequence[ReplyToken]

    @property
    def numbers(self) -> list[int]:
        by_id = [one.ticket_number for _id, one in self.ids]
        return list(dict.fromkeys([*by_id, *(one.ticket_number for one in self.tokens)]))

    def of(self, ticket: Ticket) -> _Signed:
        """What was signed for the ticket and has not been revoked with all its reply addresses."""
        now = (ticket.number, ticket.reply_generation)
        ids = [pair for pair in self.ids if (pair[1].ticket_number, pair[1].generation) == now]
        return _Signed(ids, [one for one in self.tokens if (one.ticket_number, one.generation) == now])


def proof_of(mail: ParsedMail, desk_id: int) -> Proof:
    """Read the proof off a letter to this desk: our signed ids first, then the reply address, then the subject.

    A ticket of another desk is not joined from here, unless it was moved there from this one: such a letter is a new
    one for this desk.
    """
    signed, revoked = _signed(mail), None
    for number in signed.numbers:
        ticket = ticket_from(desk_id, number)
        if ticket is None:
            continue
        counts = signed.of(ticket)
        onward = _taken_back(_split_off(ticket, counts) or ticket, desk_id)
        if onward.deleted_at is not None or onward.is_spam:
            return Proof(claims=onward.number, is_gone=True)
        joined = _joined(onward, desk_id)
        holders = frozenset(holder for one in counts.tokens if (holder := _holder(one, joined)) is not None)
        if counts.ids or holders:
            return Proof(joined, holders)
        revoked = revoked or number
    return Proof(claims=revoked or _claimed(mail), is_revoked=revoked is not None)


def lines_of(proof: Proof) -> list[dict[str, Any]]:
    """Which ticket and why, as it is kept behind the filters' verdicts; nothing for a letter that points to none."""
    number = proof.ticket.number if proof.ticket is not None else proof.claims
    if number is None:
        return []
    verdict, reason = _words(proof)
    values = {"number": str(number)}
    because = reason % values
    return [{"filter": "proof", "verdict": verdict, "because": because, "reason": reason, "values": values}]


def _words(proof: Proof) -> tuple[str, str]:
    if proof.ticket is not None and proof.tokens:
        return "token", gettext_noop("it carries a reply address of #%(number)s that was handed to one person")
    if proof.ticket is not None:
        return "message-id", gettext_noop("it answers a letter of ours that is signed for #%(number)s")
    if proof.is_gone:
        return "gone", gettext_noop("it answers #%(number)s, which lies in the bin or is spam")
    if proof.is_revoked:
        return "revoked", gettext_noop("its reply address of #%(number)s counts no more")
    return "claimed", gettext_noop("it names #%(number)s, but nothing proves that it belongs there")


def ticket_from(desk_id: int, number: int) -> Ticket | None:
    """The desk's ticket of that number, or one that moved away from it: its letters still come to the old mailbox."""
    found = Ticket.objects.beyond_walls("judged right below").filter(number=number)
    ticket: Ticket | None = found.select_related("desk", "status", "requester", "team", "assignee").first()
    if ticket is None or ticket.desk_id == desk_id:
        return ticket
    left = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk, code=TicketLeft.code, desk_id=desk_id)
    return ticket if left.exists() else None


def _split_off(ticket: Ticket, counts: _Signed) -> Ticket | None:
    """The ticket into which the message was split off that the letter answers: one signed for ``ticket``."""
    if not counts.ids:
        return None
    named = counts.ids[0][0]
    found = Message.objects.beyond_walls("signed for the ticket").filter(message_id__in=[named, named.lower()])
    rows = list(found.select_related("ticket__desk", "ticket__requester", "ticket__split_from"))
    if any(one.ticket_id == ticket.pk for one in rows):
        return None
    return next((one.ticket for one in rows if _came_by_a_split(one)), None)


def _came_by_a_split(message: Message) -> bool:
    split: Split | None = getattr(message.ticket, "split_from", None)
    return split is not None and split.undone_at is None and message.pk in split.messages


def _taken_back(ticket: Ticket, desk_id: int) -> Ticket:
    """The ticket, or the one that it was split off, if that was undone and it lies in the bin since then: the letter
    answers one that left in between."""
    split: Split | None = getattr(ticket, "split_from", None)
    if ticket.deleted_at is None or split is None or split.undone_at is None:
        return ticket
    back = ticket_from(desk_id, split.ticket.number)
    return ticket if back is None else _taken_back(back, desk_id)


def _joined(ticket: Ticket, desk_id: int) -> Ticket:
    """The ticket, or the one to which an agent added it: there its conversation goes on."""
    if ticket.added_to_number is None:
        return ticket
    onward = ticket_from(desk_id, ticket.added_to_number)
    return ticket if onward is None or onward.deleted_at is not None or onward.is_spam else onward


def _holder(token: ReplyToken, ticket: Ticket) -> int | None:
    """Whose token it is today: it went over with a merge, and counts as long as they have to do with the ticket."""
    holder = who_is_now(token.person_id)
    person = Person.objects.filter(pk=holder, is_active=True).first()
    if person is None:
        return None
    is_there = holder in (ticket.requester_id, ticket.affected_id) or serves(person, ticket.desk_id)
    return holder if is_there or ticket.followers.filter(person_id=holder).exists() else None


def _signed(mail: ParsedMail) -> _Signed:
    ids = [(one, signed) for one in _ids(mail) if (signed := signed_for(one))]
    found = [*(token_in_address(one) for one in _addresses(mail)), token_in_subject(mail.subject)]
    return _Signed(ids, [one for one in found if one is not None])


def _claimed(mail: ParsedMail) -> int | None:
    """The ticket that the letter names without proof: in its subject, or in what looks like an id or address of us."""
    ours = own_addresses()
    named = [
        claimed_number(mail.subject),
        *map(claimed_in_id, _ids(mail)),
        *(claimed_in_address(one) for one in _addresses(mail) if is_own(one, ours)),
    ]
    return next((one for one in named if one is not None), None)


def _ids(mail: ParsedMail) -> list[str]:
    return [*mail.in_reply_to, *reversed(mail.references)]


def _addresses(mail: ParsedMail) -> list[str]:
    return [*(one.email for one in (*mail.to, *mail.cc)), *mail.delivered_to]
