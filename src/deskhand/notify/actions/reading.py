"""Having read notifications, or not yet."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.notify.models import Notification


@transaction.atomic
def mark_read(*, actor: Actor, ids: Sequence[int] | None = None) -> int:
    """Mark one's own notifications as read: these, or all. Returns how many were unread."""
    if actor.person_id is None:
        return 0
    rows = Notification.objects.filter(person_id=actor.person_id, read_at=None)
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    return rows.update(read_at=clock.now())


@transaction.atomic
def mark_unread(*, actor: Actor, ids: Sequence[int]) -> int:
    """Mark these of one's own notifications as not read after all. Returns how many were read."""
    if actor.person_id is None:
        return 0
    rows = Notification.objects.filter(person_id=actor.person_id, pk__in=list(ids)).exclude(read_at=None)
    return rows.update(read_at=None)


@transaction.atomic
def ticket_seen(*, actor: Actor, numbers: Sequence[int]) -> int:
    """Whoever has seen a ticket has read what they were told about it. Returns how many were unread."""
    if actor.person_id is None:
        return 0
    rows = Notification.objects.filter(person_id=actor.person_id, read_at=None, ticket_number__in=list(numbers))
    return rows.update(read_at=clock.now())
