"""Making reply addresses count no more."""

from __future__ import annotations

from django.db import transaction

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.events import emit
from deskhand.tickets import access, rows
from deskhand.tickets.joining_events import ReplyAddressesRevoked
from deskhand.tickets.models import Ticket


@transaction.atomic
def revoke_reply_addresses(*, actor: Actor, ticket: Ticket) -> Ticket:
    """Every reply address, subject token and Message-ID that was handed out for the ticket counts no more: a letter
    that carries one opens a ticket of its own. The next letter to each person brings a new one."""
    actor.need_on("tickets.follow", ticket)
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    locked.reply_generation += 1
    locked.save(update_fields=rows.touched(locked, clock.now(), "reply_generation"))
    fact = ReplyAddressesRevoked(ticket=locked.pk, generation=locked.reply_generation)
    emit(fact, actor=actor, desk_id=locked.desk_id)
    return locked
