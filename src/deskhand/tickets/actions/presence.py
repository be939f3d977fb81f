"""Signs of life at tickets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.fleeting import fleeting_write
from deskhand.tickets.models import AtTicket, Presence, Ticket

LEFT = "left"
"""The sign of somebody who leaves a ticket."""

GONE_AFTER = timedelta(seconds=25)
"""Without a sign for this long somebody is gone. Pages send one every ten seconds."""

LEAVING = timedelta(seconds=12)
"""How long somebody who left is still shown: their other tab has time to say that they are not gone."""

SIGNS_AT_ONCE = 20
"""Most tickets in one batch."""

KEEP = timedelta(hours=1)
"""Rows older than this are removed."""


def note_presence(*, actor: Actor, signs: Mapping[int, str]) -> int:
    """Note what the actor does at tickets, by number: a value of :class:`AtTicket`, or :data:`LEFT`. What they do not
    serve is passed over. Returns how many were noted. No event: who looked at what is nobody's history.

    Costs one read and one upsert that does not wait for the disk, whatever the number of tickets.
    """
    numbers = list(signs)[:SIGNS_AT_ONCE]
    tickets = list(Ticket.objects.served_by(actor).filter(number__in=numbers).values_list("pk", "desk_id", "number"))
    if actor.person_id is None or not tickets:
        return 0
    rows = [_row(actor.person_id, pk, desk_id, signs[number]) for pk, desk_id, number in tickets]
    with fleeting_write():
        Presence.objects.bulk_create(
            rows,
            update_conflicts=True,
            update_fields=["does", "seen_at", "desk"],
            unique_fields=["ticket", "person"],
        )
    return len(rows)


def forget_presence() -> int:
    """Remove rows that say nothing any more. Returns how many."""
    gone, _rows = Presence.objects.beyond_walls("stale on every desk").filter(seen_at__lt=clock.now() - KEEP).delete()
    return int(gone)


def _row(person_id: int, ticket_id: int, desk_id: int, sign: str) -> Presence:
    has_left = sign == LEFT
    return Presence(
        desk_id=desk_id,
        ticket_id=ticket_id,
        person_id=person_id,
        does=sign if sign in AtTicket.values else AtTicket.VIEWING,
        seen_at=clock.now() - (GONE_AFTER - LEAVING if has_left else timedelta(0)),
    )
