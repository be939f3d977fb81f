"""The bin: deleted tickets can be restored for 30 days."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM, Actor
from deskhand.kernel.events import emit
from deskhand.mail.actions import part_from_ticket
from deskhand.tickets import rows
from deskhand.tickets.actions.departing import send_waiting
from deskhand.tickets.actions.holding import keep_plans_back
from deskhand.tickets.actions.locking import hold_served, hold_together
from deskhand.tickets.actions.orphaned import let_go_of_merged
from deskhand.tickets.actions.passing_on import tell_of_others
from deskhand.tickets.events import TicketDeleted, TicketPurged, TicketRestored
from deskhand.tickets.models import Ticket

KEEP_DELETED = timedelta(days=30)
"""How long a deleted ticket can be restored."""


@transaction.atomic
def delete(*, actor: Actor, ticket: Ticket) -> Ticket:
    """Move the ticket to the bin."""
    actor.need_on("tickets.delete", ticket)
    locked, heard = hold_served(actor, ticket)
    if locked.deleted_at is None:
        put_away(actor, locked, heard)
    return locked


def put_away(actor: Actor, ticket: Ticket, heard: Ticket) -> None:
    """Put a ticket into the bin. The caller has asked for permission and holds it and the one where it is ``heard``."""
    send_waiting(ticket)
    keep_plans_back(actor, ticket, "deleted")
    ticket.deleted_at = clock.now()
    ticket.save(update_fields=rows.touched(ticket, clock.now(), "deleted_at"))
    tell_of_others(heard, ticket)
    emit(TicketDeleted(ticket=ticket.pk), actor=actor, desk_id=ticket.desk_id)


@transaction.atomic
def restore(*, actor: Actor, ticket: Ticket) -> Ticket:
    """Take the ticket out of the bin, as it was."""
    actor.need_on("tickets.delete", ticket)
    locked, heard = hold_served(actor, ticket)
    if locked.deleted_at is not None:
        locked.deleted_at = None
        locked.save(update_fields=rows.touched(locked, clock.now(), "deleted_at"))
        tell_of_others(heard, locked)
        emit(TicketRestored(ticket=locked.pk), actor=actor, desk_id=locked.desk_id)
    return locked


@transaction.atomic
def purge(*, ticket_id: int) -> bool:
    """Remove one ticket that lay in the bin for :data:`KEEP_DELETED`. What was merged into it goes on by itself, or is
    merged into that one from now on into which this one was. Returns whether it went."""
    found = Ticket.objects.beyond_walls("the purging job serves all desks")
    desk_id = found.filter(pk=ticket_id).values_list("desk_id", flat=True).first()
    if desk_id is None:
        return False
    held = hold_together(desk_id, ticket_id)
    ticket = held[ticket_id]
    if ticket.deleted_at is None or ticket.deleted_at >= clock.now() - KEEP_DELETED:
        return False
    let_go_of_merged(ticket, held)
    emit(TicketPurged(ticket=ticket.pk), actor=SYSTEM, desk_id=ticket.desk_id)
    part_from_ticket(desk_id=ticket.desk_id, number=ticket.number)
    ticket.delete()
    return True
