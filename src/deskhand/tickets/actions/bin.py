"""The bin: deleted tickets can be restored for 30 days."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM, Actor
from deskhand.kernel.events import emit
from deskhand.tickets import access, rows
from deskhand.tickets.actions.departing import send_waiting
from deskhand.tickets.actions.holding import keep_plans_back
from deskhand.tickets.actions.merge import set_apart
from deskhand.tickets.events import TicketDeleted, TicketPurged, TicketRestored
from deskhand.tickets.models import Ticket

KEEP_DELETED = timedelta(days=30)
"""How long a deleted ticket can be restored."""


@transaction.atomic
def delete(*, actor: Actor, ticket: Ticket) -> Ticket:
    """Move the ticket to the bin."""
    actor.need("tickets.delete", ticket.desk_id)
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    if locked.deleted_at is None:
        send_waiting(locked)
        keep_plans_back(actor, locked, "deleted")
        locked.deleted_at = clock.now()
        locked.save(update_fields=rows.touched(locked, clock.now(), "deleted_at"))
        emit(TicketDeleted(ticket=locked.pk), actor=actor, desk_id=locked.desk_id)
    return locked


@transaction.atomic
def restore(*, actor: Actor, ticket: Ticket) -> Ticket:
    """Take the ticket out of the bin, as it was."""
    actor.need("tickets.delete", ticket.desk_id)
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    if locked.deleted_at is not None:
        locked.deleted_at = None
        locked.save(update_fields=rows.touched(locked, clock.now(), "deleted_at"))
        emit(TicketRestored(ticket=locked.pk), actor=actor, desk_id=locked.desk_id)
    return locked


@transaction.atomic
def purge(*, ticket_id: int) -> bool:
    """Remove one ticket that lay in the bin for :data:`KEEP_DELETED`. Returns whether it went."""
    found = Ticket.objects.beyond_walls("the purging job serves all desks").select_for_update()
    ticket: Ticket | None = found.filter(pk=ticket_id, deleted_at__lt=clock.now() - KEEP_DELETED).first()
    if ticket is None:
        return False
    for one in Ticket.objects.within(ticket.desk_id).filter(merged_into=ticket).select_for_update():
        set_apart(one)
    emit(TicketPurged(ticket=ticket.pk), actor=SYSTEM, desk_id=ticket.desk_id)
    ticket.delete()
    return True
