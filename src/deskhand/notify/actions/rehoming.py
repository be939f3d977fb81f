"""Notifications follow their ticket to another desk, and their messages to another ticket."""

from __future__ import annotations

from collections.abc import Collection

from deskhand.notify.models import Notification


def rehome_notifications(*, ticket_number: int, desk_id: int) -> int:
    """What was told about the ticket counts for this desk from now on: who does not serve it has it no more at the
    bell. Returns how many. Part of a ticket's move, which checks permission and records the fact."""
    told = Notification.objects.filter(ticket_number=ticket_number).exclude(desk_id=desk_id)
    return told.update(desk_id=desk_id)


def notifications_follow_messages(*, messages: Collection[int], ticket_number: int) -> None:
    """What was told about these messages leads to this ticket from now on. Part of a split or its undo, which checks
    permission and records the fact. What waits to be mailed goes with what is late (``notify.schedules``)."""
    Notification.objects.filter(message_id__in=messages).update(ticket_number=ticket_number)
