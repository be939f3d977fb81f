"""The gate to what a ticket is promised."""

from __future__ import annotations

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.modules.sla.querysets import desks_of
from deskhand.tickets import access
from deskhand.tickets.models import Ticket


def promised_ticket_for(actor: Actor, number: int) -> Ticket:
    """The ticket, if the actor serves its desk and may read service levels there, and the module is on; else
    NotFound."""
    ticket = access.served_ticket_for(actor, number)
    if ticket.desk_id not in desks_of(actor, "sla.read"):
        raise NotFound
    return ticket
