"""Notifications follow their ticket to another desk."""

from __future__ import annotations

from deskhand.notify.models import Notification


def rehome_notifications(*, ticket_number: int, desk_id: int) -> int:
    """What was told about the ticket counts for this desk from now on: who does not serve it has it no more at the
    bell. Returns how many. Part of a ticket's move, which checks permission and records the fact."""
    told = Notification.objects.filter(ticket_number=ticket_number).exclude(desk_id=desk_id)
    return told.update(desk_id=desk_id)
