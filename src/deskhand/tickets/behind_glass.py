"""What broken glass has to know of tickets: which one a number names, and who may never read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from deskhand.tickets.models import NeedToKnow, Ticket


def ticket_of(desk_id: int, number: int) -> int | None:
    """The id of the desk's ticket with that number, if there is one. Whoever asks is not told."""
    found = Ticket.objects.within(desk_id).with_confidential("glass is broken for one of these").filter(number=number)
    pk: int | None = found.values_list("pk", flat=True).first()
    return pk


def excluded(ticket_ids: Collection[int]) -> Mapping[int, frozenset[int]]:
    """Who may never read which of the tickets: people's ids by the ticket's."""
    rows = NeedToKnow.objects.beyond_walls("who must not hear of a request").filter(
        ticket_id__in=list(ticket_ids), is_excluded=True
    )
    found: dict[int, set[int]] = defaultdict(set)
    for ticket_id, person_id in rows.values_list("ticket_id", "person_id"):
        found[ticket_id].add(person_id)
    return {ticket_id: frozenset(people) for ticket_id, people in found.items()}


def numbers(person_id: int) -> frozenset[int]:
    """Numbers of the tickets that the person may never read."""
    rows = NeedToKnow.objects.beyond_walls("who must not hear of what was read")
    kept = rows.filter(person_id=person_id, is_excluded=True)
    return frozenset(kept.values_list("ticket__number", flat=True))
