"""Undoing that tickets were put on hold until a time: each waits again for what it waited for, be it a
ticket, or for nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.tickets.actions.locking import hold_together
from deskhand.tickets.actions.snooze import snooze
from deskhand.tickets.actions.transition import restore_status
from deskhand.tickets.models import Snooze, Status, Ticket


def waiting(ticket: Ticket) -> dict[str, Any]:
    """Status, time to wake and the id of the ticket that it waits for, as an undo compares them."""
    found = Snooze.objects.within(ticket.desk_id).in_force().filter(ticket_id=ticket.pk)
    wakes_at, after = found.values_list("wakes_at", "after_id").first() or (None, None)
    return {"status": ticket.status_id, "wakes_at": wakes_at.isoformat() if wakes_at else None, "after": after}


def as_kept(then: dict[str, Any]) -> dict[str, Any]:
    """What :func:`waiting` told, also at a time when it did not tell of another ticket."""
    return {"after": None, **then}


def hold_with(ticket: Ticket, was: dict[str, Any]) -> Ticket:
    """The ticket as it is now, held together with the one that it waited for, in the order of their numbers."""
    waited_for = _waited_for(ticket, was)
    return hold_together(ticket.desk_id, ticket.pk, *([waited_for.pk] if waited_for else []))[ticket.pk]


def wait_as_before(actor: Actor, ticket: Ticket, was: dict[str, Any]) -> None:
    """Back to the status that it had, and to what it waited for. Raises Invalid for one that was on hold without a
    time, and whose other ticket is not on the desk any more."""
    after, until = _waited_for(ticket, was), was["wakes_at"]
    if ticket.status_id != was["status"]:
        restore_status(actor=actor, ticket=ticket, to=Status.objects.within(ticket.desk_id).get(pk=was["status"]))
    elif until or after:
        snooze(actor=actor, ticket=ticket, until=datetime.fromisoformat(until) if until else None, after=after)
    else:
        raise Invalid(_("It was on hold before, without a time. Open it, or let it wait."))


def _waited_for(ticket: Ticket, was: dict[str, Any]) -> Ticket | None:
    found: Ticket | None = Ticket.objects.within(ticket.desk_id).filter(pk=was.get("after")).first()
    return found
