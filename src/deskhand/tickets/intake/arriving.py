"""A letter arrives: which verb does it come to? Every rule of the table in ``docs/admin/mail-security.md`` is here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils import translation
from django.utils.translation import gettext as _

from deskhand.accounts import addresses
from deskhand.accounts.models import Desk, Person
from deskhand.kernel.actor import Channel, system
from deskhand.mail import judging
from deskhand.mail.headline import MESSAGE_ID_LIMIT
from deskhand.mail.judging import Judgement
from deskhand.mail.models import InboundMail
from deskhand.mail.outcomes import Outcome, ignored, quarantined
from deskhand.mail.own import is_own, own_addresses
from deskhand.mail.parsing.model import ParsedMail
from deskhand.tickets import access
from deskhand.tickets.actions import NewTicket, create, file_letter, reply, requester_reply
from deskhand.tickets.actions.followers import FOLLOWER_LIMIT
from deskhand.tickets.intake import senders
from deskhand.tickets.intake.content import Content, content_of
from deskhand.tickets.intake.proof import Proof, proof_of
from deskhand.tickets.intake.returned import note_return
from deskhand.tickets.models import Ticket
from deskhand.tickets.models.choices import FINISHED

DROPPED = {judging.OWN: "own_mail", judging.LOOP: "loop", judging.REPORT: "report"}
"""Findings that end a letter's way at once, with their outcomes."""


@dataclass(frozen=True)
class Arrival:
    """A letter on its way into a ticket."""

    letter: InboundMail
    mail: ParsedMail
    judgement: Judgement
    content: Content

    @property
    def desk(self) -> Desk:
        return self.letter.mailbox.desk

    @property
    def message_id(self) -> str:
        return self.mail.message_id[:MESSAGE_ID_LIMIT]

    @property
    def sender_words(self) -> str:
        """The sender as the letter names them, for what is not proven."""
        name, email = senders.shown_name(self.mail.from_), self.mail.from_.email
        return f"{name} <{email}>" if name else email


def take_in(letter: InboundMail, mail: ParsedMail, judgement: Judgement) -> Callable[[], Outcome]:
    """Fills the slot ``mail_intake``: prepare outside a transaction, then take the letter in within one."""
    ended = _ended_early(letter, mail, judgement)
    if ended is not None:
        return lambda: ended
    if judgement.bounce is not None and judgement.kind == judging.BOUNCE:
        bounce = judgement.bounce
        return lambda: note_return(letter, bounce)
    arrival = Arrival(letter, mail, judgement, _content(mail, judgement))
    return lambda: _placed(arrival)


def _content(mail: ParsedMail, judgement: Judgement) -> Content:
    content = content_of(mail)
    if not judgement.is_unverified:
        return content
    return replace(content, remarks=[*content.remarks, "sender_unverified"])


def _ended_early(letter: InboundMail, mail: ParsedMail, judgement: Judgement) -> Outcome | None:
    if judgement.kind in DROPPED:
        return ignored(DROPPED[judgement.kind])
    if judgement.kind == judging.BOUNCE:
        return None
    if not senders.usable(mail.from_.email):
        with translation.override(letter.mailbox.desk.language):
            return quarantined("no_sender", _("No address can be read off it that an answer could go to."))
    return ignored("blocked_sender") if judgement.sender_is_blocked else None


def _placed(arrival: Arrival) -> Outcome:
    proof = proof_of(arrival.mail, arrival.desk.pk)
    is_automatic = arrival.judgement.kind == judging.AUTO_REPLY
    if proof.ticket is None:
        return ignored("auto_reply") if is_automatic else _opened(arrival, proof)
    if is_automatic:
        return _filed(arrival, proof.ticket, "automatic_reply", "auto_reply_noted")
    return _joined(arrival, proof.ticket, proof)


def _opened(arrival: Arrival, proof: Proof) -> Outcome:
    """A new ticket for the sender, if the desk takes one from them."""
    if not senders.may_open(senders.usable(arrival.mail.from_.email), arrival.desk):
        return ignored("may_not_open")
    person = senders.person_for(arrival.mail.from_)
    actor = senders.as_requester(person, arrival.desk)
    mailbox, content = arrival.letter.mailbox, arrival.content
    claims = [f"claims:{proof.claims}"] if proof.claims and not proof.is_gone else []
    gone = ["answers_deleted"] if proof.is_gone else []
    new = NewTicket(
        desk=arrival.desk,
        subject=content.subject,
        body=content.body,
        requester=person,
        kind=mailbox.kind,
        tags=mailbox.tags,
        team=mailbox.team if mailbox.team and mailbox.team.is_active else None,
        followers=senders.copied(arrival.mail, besides=[senders.usable(arrival.mail.from_.email), person.email or ""]),
        attachments=content.stored(actor, arrival.desk.pk),
        may_answer=arrival.judgement.may_answer and mailbox.acknowledges,
        is_spam=arrival.judgement.is_spam,
        claims_number=proof.claims,
        message_id=arrival.message_id,
        inbound_id=arrival.letter.pk,
        shown_to=content.shown_to,
        shown_cc=content.shown_cc,
        remarks=[*content.remarks, *claims, *gone],
    )
    code = "spam_ticket" if new.is_spam else "new_ticket"
    return Outcome(code=code, ticket_number=create(actor=actor, new=new).number)


def _joined(arrival: Arrival, ticket: Ticket, proof: Proof) -> Outcome:
    """The ticket is proven; whether the sender may write there is another question."""
    person = addresses.owner_of(senders.usable(arrival.mail.from_.email))
    if person is None:
        return _from_a_new_person(arrival, ticket, proof)
    actor = senders.as_requester(person, ticket.desk)
    is_theirs = person.pk in (ticket.requester_id, ticket.affected_id)
    if senders.serves(person, ticket.desk) and not is_theirs:
        return _from_an_agent(arrival, ticket, proof, person)
    if access.is_on_requesters_side(actor, ticket):
        return _from_the_requesters_side(arrival, ticket, proof, person)
    return _from_a_new_person(arrival, ticket, proof)


def _from_the_requesters_side(arrival: Arrival, ticket: Ticket, proof: Proof, person: Person) -> Outcome:
    actor, content = senders.as_requester(person, ticket.desk), arrival.content
    remarks = list(content.remarks)
    copies: list[Person] = []
    if proof.names(person.pk):
        copies = _copies(arrival, ticket, person)
    elif _names_others(arrival, ticket, person):
        remarks.append("copies_left_out")
    message = requester_reply(
        actor=actor,
        ticket=ticket,
        body=content.body,
        attachments=content.stored(actor, ticket.desk_id),
        cc=copies,
        message_id=arrival.message_id,
        inbound_id=arrival.letter.pk,
        shown_to=content.shown_to,
        shown_cc=content.shown_cc,
        remarks=remarks,
    )
    is_follow_up = message.ticket_id != ticket.pk
    return Outcome(code="follow_up" if is_follow_up else "reply", ticket_number=message.ticket.number)


def _from_an_agent(arrival: Arrival, ticket: Ticket, proof: Proof, person: Person) -> Outcome:
    """An agent's answer goes out only with the token of the notification that this very agent got."""
    if not proof.names(person.pk):
        return _filed(arrival, ticket, "unproven_agent", "unproven_agent")
    actor, content = senders.as_agent(person), arrival.content
    reply(
        actor=actor,
        ticket=ticket,
        body=replace(content.body, quoted_html=""),
        attachments=content.stored(actor, ticket.desk_id),
        cc=_copies(arrival, ticket, person),
        inbound_id=arrival.letter.pk,
    )
    return Outcome(code="agent_reply", ticket_number=ticket.number)


def _from_a_new_person(arrival: Arrival, ticket: Ticket, proof: Proof) -> Outcome:
    """Somebody who has a letter of ours but is not on the ticket: shown to the agents, told nothing. On a ticket that
    has ended nobody would see a note: there it opens a ticket of its own."""
    if ticket.category in FINISHED:
        return _opened(arrival, Proof(claims=ticket.number))
    return _filed(arrival, ticket, "new_person", "new_person")


def _filed(arrival: Arrival, ticket: Ticket, why: str, code: str) -> Outcome:
    actor, content = system(Channel.MAIL), arrival.content
    file_letter(
        actor=actor,
        ticket=ticket,
        why=why,
        body=content.body,
        sender=arrival.sender_words,
        attachments=content.stored(actor, ticket.desk_id),
        message_id=arrival.message_id,
        inbound_id=arrival.letter.pk,
        shown_to=content.shown_to,
        shown_cc=content.shown_cc,
        remarks=content.remarks,
    )
    return Outcome(code=code, ticket_number=ticket.number)


def _copies(arrival: Arrival, ticket: Ticket, person: Person) -> list[Person]:
    """Who is in copy and can still be added to the ticket."""
    room = FOLLOWER_LIMIT - 1 - ticket.followers.count()
    return senders.copied(arrival.mail, besides=[person.email or "", ticket.requester.email or ""])[: max(room, 0)]


def _names_others(arrival: Arrival, ticket: Ticket, person: Person) -> bool:
    """True if somebody is in copy who is not on the ticket yet. Enters nobody."""
    known = {ticket.requester.email, person.email, *ticket.followers.values_list("person__email", flat=True)}
    named = {senders.usable(one.email) for one in (*arrival.mail.to, *arrival.mail.cc)}
    ours = own_addresses()
    return any(one and one not in known and not is_own(one, ours) for one in named)
