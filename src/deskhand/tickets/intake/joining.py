"""A letter whose ticket is proven: whether its sender may write there is another question."""

from __future__ import annotations

from django.db import OperationalError

from deskhand.accounts import addresses
from deskhand.accounts.models import Person
from deskhand.kernel.actor import Channel, system
from deskhand.kernel.errors import Conflict
from deskhand.mail.outcomes import Outcome
from deskhand.tickets import access, merged
from deskhand.tickets.actions import admit_at_once, requester_reply, was_taken_out
from deskhand.tickets.answer_rules import rules_of
from deskhand.tickets.intake import copying, senders
from deskhand.tickets.intake.agents import from_an_agent
from deskhand.tickets.intake.arrival import Arrival
from deskhand.tickets.intake.filing import filed
from deskhand.tickets.intake.opening import opened
from deskhand.tickets.intake.proof import Proof
from deskhand.tickets.models import Newcomers, Ticket


def joined(arrival: Arrival, ticket: Ticket, proof: Proof) -> Outcome:
    """The letter as what its sender may write on the ticket. Raises OperationalError if that was merged at this very
    moment: the letter is read again, as after any other clash in the database."""
    try:
        return _joined(arrival, ticket, proof)
    except Conflict as clash:
        raise OperationalError(str(clash)) from clash


def _joined(arrival: Arrival, ticket: Ticket, proof: Proof) -> Outcome:
    person = addresses.owner_of(arrival.sender_email)
    if person is None or not person.is_active:
        return _from_a_new_person(arrival, ticket, proof, person)
    is_theirs = person.pk in (ticket.requester_id, ticket.affected_id)
    if senders.serves(person, ticket.desk) and not is_theirs:
        return from_an_agent(arrival, ticket, proof, person)
    if access.is_on_requesters_side(senders.as_requester(person, ticket.desk), ticket):
        return _from_the_requesters_side(arrival, ticket, proof, person)
    return _from_a_new_person(arrival, ticket, proof, person)


def _from_the_requesters_side(arrival: Arrival, ticket: Ticket, proof: Proof, person: Person) -> Outcome:
    actor, content = senders.as_requester(person, ticket.desk), arrival.content
    copies = copying.of_an_answer(arrival, ticket, proof, person)
    message = requester_reply(
        actor=actor,
        ticket=ticket,
        body=content.body,
        attachments=content.stored(actor, ticket.desk_id),
        cc=copies.people,
        message_id=arrival.message_id,
        inbound_id=arrival.letter.pk,
        shown_to=content.shown_to,
        shown_cc=content.shown_cc,
        remarks=[*content.remarks, *copies.remarks],
    )
    is_follow_up = message.ticket_id != ticket.pk
    return Outcome(code="follow_up" if is_follow_up else "reply", ticket_number=message.ticket.number)


def _from_a_new_person(arrival: Arrival, ticket: Ticket, proof: Proof, person: Person | None) -> Outcome:
    """Somebody who has a letter of ours but is not on the ticket: the desk's rule decides. On a ticket that has ended
    nobody would see a note, so there it opens a ticket of its own. Whoever was taken out never comes back unasked."""
    rule = rules_of(ticket.desk_id).newcomers
    if merged.has_ended(ticket) or rule == Newcomers.REFUSE:
        return opened(arrival, Proof(claims=ticket.number))
    if rule == Newcomers.ADMIT and (person is None or (person.is_active and not was_taken_out(ticket, person))):
        joining = person or senders.person_for(arrival.mail.from_)
        if admit_at_once(actor=system(Channel.MAIL), ticket=ticket, person=joining):
            return _from_the_requesters_side(arrival, ticket, Proof(ticket), joining)
    return filed(arrival, ticket, "new_person", "new_person")
