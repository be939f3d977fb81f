"""A ticket that an agent opens with a message to its requester."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from deskhand.kernel.actor import Actor
from deskhand.tickets import rows
from deskhand.tickets.actions.create import NewTicket, create
from deskhand.tickets.actions.holding import hold
from deskhand.tickets.models import Category, Ticket


@transaction.atomic
def open_with_held_answer(*, actor: Actor, new: NewTicket, seconds: int) -> Ticket:
    """Open a ticket whose first message is the agent's answer to the requester and leaves in so many seconds, with the
    status that the ticket shall have then. Taken back, its text is a draft on the ticket, which stays. Raises what
    :func:`create` and :func:`hold` raise."""
    ticket = create(actor=actor, new=replace(new, is_held=True, is_resolved=False))
    then = rows.default_status(new.desk, Category.RESOLVED) if new.is_resolved else None
    door = actor.through(new.channel or actor.channel)
    hold(actor=door, ticket=ticket, body=new.body, seconds=seconds, attachments=new.attachments, then=then)
    return ticket
