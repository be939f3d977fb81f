"""On which desks tickets name people: for apps below that must know it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from deskhand.tickets.models import Follower, Ticket
from deskhand.tickets.people import organizations_of

WHY = "the question is on which desks somebody is"


def organizations_of_desk(desk_id: int, ids: Sequence[int]) -> set[int]:
    """Those of the organizations that the desk's staff see: by a ticket there, or by somebody of theirs."""
    return set(organizations_of([desk_id]).filter(pk__in=ids).values_list("pk", flat=True))


def desks_of_people(ids: Sequence[int]) -> set[tuple[int, int]]:
    """Pairs of person and desk: who asks on a ticket there, is affected by one, or follows one, but for
    confidential ones: whoever asks may not know of those."""
    found: set[tuple[int, int]] = set()
    rows: Any = Ticket.objects.beyond_walls(WHY).filter(is_confidential=False).order_by()
    for column in ("requester_id", "affected_id"):
        named = rows.filter(**{f"{column}__in": ids})
        found |= set(named.values_list(column, "desk_id").distinct())
    followed = Follower.objects.beyond_walls(WHY).filter(person_id__in=ids, ticket__is_confidential=False).order_by()
    return found | set(followed.values_list("person_id", "ticket__desk_id").distinct())
