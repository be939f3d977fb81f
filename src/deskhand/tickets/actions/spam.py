"""Spam."""

from __future__ import annotations

from django.db import transaction

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.events import emit
from deskhand.mail.actions import block_spammer, unblock_spammer
from deskhand.tickets import rows
from deskhand.tickets.actions.departing import send_waiting
from deskhand.tickets.actions.holding import keep_plans_back
from deskhand.tickets.actions.locking import hold_served
from deskhand.tickets.actions.passing_on import tell_of_others
from deskhand.tickets.events import MarkedSpam, UnmarkedSpam
from deskhand.tickets.models import Ticket


@transaction.atomic
def mark_spam(*, actor: Actor, ticket: Ticket, block: bool = True) -> Ticket:
    """Take the ticket out of lists and counts and block its requester's address on this desk. Colleagues, people with
    a role on the desk, are never blocked."""
    actor.need_on("tickets.spam", ticket)
    locked, heard = hold_served(actor, ticket)
    if locked.is_spam:
        return locked
    send_waiting(locked)
    keep_plans_back(actor, locked, "spam")
    locked.is_spam = True
    locked.save(update_fields=rows.touched(locked, clock.now(), "is_spam"))
    tell_of_others(heard, locked)
    is_colleague = locked.requester.desk_roles.filter(desk_id=locked.desk_id).exists()
    blocks = block and bool(locked.requester.email) and not is_colleague
    if blocks:
        blocks = block_spammer(
            desk_id=locked.desk_id,
            email=locked.requester.email or "",
            by_id=actor.person_id,
            ticket_number=locked.number,
        )
    emit(MarkedSpam(ticket=locked.pk, blocked=blocks), actor=actor, desk_id=locked.desk_id)
    return locked


@transaction.atomic
def unmark_spam(*, actor: Actor, ticket: Ticket) -> Ticket:
    """The undo: back into lists and counts, the sender unblocked."""
    actor.need_on("tickets.spam", ticket)
    locked, heard = hold_served(actor, ticket)
    if not locked.is_spam:
        return locked
    locked.is_spam = False
    locked.save(update_fields=rows.touched(locked, clock.now(), "is_spam"))
    tell_of_others(heard, locked)
    unblock_spammer(desk_id=locked.desk_id, email=locked.requester.email or "")
    emit(UnmarkedSpam(ticket=locked.pk), actor=actor, desk_id=locked.desk_id)
    return locked
