"""A letter that is kept on a ticket as an internal note."""

from __future__ import annotations

from deskhand.kernel.actor import Channel, system
from deskhand.mail.outcomes import Outcome
from deskhand.tickets.actions import file_letter
from deskhand.tickets.intake.arrival import Arrival
from deskhand.tickets.models import Ticket


def filed(arrival: Arrival, ticket: Ticket, why: str, code: str) -> Outcome:
    """Put the letter on the ticket for the agents; ``why`` is told with it, ``code`` is the outcome."""
    actor, content = system(Channel.MAIL), arrival.content
    file_letter(
        actor=actor,
        ticket=ticket,
        why=why,
        body=content.body,
        sender=arrival.sender_words,
        sender_email=arrival.sender_email,
        attachments=content.stored(actor, ticket.desk_id),
        message_id=arrival.message_id,
        inbound_id=arrival.letter.pk,
        shown_to=content.shown_to,
        shown_cc=content.shown_cc,
        remarks=content.remarks,
    )
    return Outcome(code=code, ticket_number=ticket.number)
