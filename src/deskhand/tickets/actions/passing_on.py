"""What is written on a ticket that is merged into another is heard there."""

from __future__ import annotations

from deskhand.kernel.actor import Actor
from deskhand.kernel.events import emit
from deskhand.tickets import rows
from deskhand.tickets.merging_events import HeardOfMerged
from deskhand.tickets.models import Message, Ticket


def pass_on(actor: Actor, ticket: Ticket, message: Message, heard: Ticket | None = None) -> None:
    """Let the ticket that this one is merged into know of a message. ``heard`` is that one if the caller holds it: then
    lists show the message as its newest."""
    if ticket.survivor_id is None:
        return
    if heard is not None and heard.pk == ticket.survivor_id:
        heard.save(update_fields=rows.heard_of(heard, message))
    fact = HeardOfMerged(ticket=ticket.survivor_id, number=ticket.number, message=message.pk)
    emit(fact, actor=actor, desk_id=ticket.desk_id)
