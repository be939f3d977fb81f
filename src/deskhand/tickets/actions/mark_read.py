"""What somebody has seen."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.notify.actions import ticket_seen
from deskhand.tickets.models import ReadMark, Ticket

MARKS_AT_ONCE = 200
"""Most tickets in one batch of read marks."""


@transaction.atomic
def mark_read(*, actor: Actor, numbers: Sequence[int]) -> int:
    """Note that the actor has seen these tickets now. What the actor may not read is passed over. Returns how many.
    No event: what somebody has looked at is nobody's history."""
    if actor.person_id is None or actor.only_ticket is not None:
        return 0
    ids = list(
        Ticket.objects.visible_to(actor).filter(number__in=list(numbers)[:MARKS_AT_ONCE]).values_list("pk", flat=True)
    )
    at = clock.now()
    ReadMark.objects.bulk_create(
        [ReadMark(ticket_id=pk, person_id=actor.person_id, seen_at=at) for pk in ids],
        update_conflicts=True,
        update_fields=["seen_at"],
        unique_fields=["person", "ticket"],
    )
    ticket_seen(actor=actor, numbers=list(numbers)[:MARKS_AT_ONCE])
    return len(ids)
