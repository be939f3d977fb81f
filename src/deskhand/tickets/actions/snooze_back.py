"""Undoing that tickets were put on hold until a time: each waits again for what it waited for, or for nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.tickets.actions.snooze import snooze
from deskhand.tickets.actions.transition import restore_status
from deskhand.tickets.models import Snooze, Status, Ticket


def waiting(ticket: Ticket) -> dict[str, Any]:
    """Status and time to wake, as an undo compares them."""
    found = Snooze.objects.within(ticket.desk_id).in_force().filter(ticket_id=ticket.pk)
    wakes_at = found.values_list("wakes_at", flat=True).first()
    return {"status": ticket.status_id, "wakes_at": wakes_at.isoformat() if wakes_at else None}


def wait_as_before(actor: Actor, ticket: Ticket, was: dict[str, Any]) -> None:
    """Back to the status and the time that it had. Raises Invalid for one that was on hold without a time."""
    if ticket.status_id != was["status"]:
        restore_status(actor=actor, ticket=ticket, to=Status.objects.within(ticket.desk_id).get(pk=was["status"]))
    elif was["wakes_at"]:
        snooze(actor=actor, ticket=ticket, until=datetime.fromisoformat(was["wakes_at"]))
    else:
        raise Invalid(_("It was on hold before, without a time. Open it, or let it wait."))
