"""Timers go with their ticket to another desk, if their owners serve it."""

from __future__ import annotations

from deskhand.accounts.models import DeskRole
from deskhand.kernel.permissions import STAFF
from deskhand.modules.time.models import Timer


def take_along(*, ticket_id: int, desk_id: int) -> None:
    """The ticket's timers are of this desk; those of people who do not serve it end. Part of a ticket's move, which
    the ticket's own fact tells. May run again."""
    rows = Timer.objects.scoped(ticket_id=ticket_id).exclude(desk_id=desk_id)
    serving = DeskRole.objects.filter(desk_id=desk_id, role__in=STAFF).values("person_id")
    rows.exclude(person_id__in=serving).delete()
    rows.update(desk_id=desk_id)
