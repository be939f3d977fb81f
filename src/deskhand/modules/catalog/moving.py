"""What a move of tickets to another desk does to their orders."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.utils.translation import ngettext

from deskhand.modules.catalog.models import OrderLine
from deskhand.modules.catalog.models.order import ENDED_STATES


def said_before(desk_id: int, tickets: Collection[int]) -> Iterator[str]:
    """A line for whoever is about to move them. One query."""
    count = OrderLine.objects.within(desk_id).filter(ticket_id__in=tickets).exclude(state__in=ENDED_STATES).count()
    if count:
        words = ngettext(
            "%(num)s order is cancelled, and its approval and plan are withdrawn.",
            "%(num)s orders are cancelled, and their approvals and plans are withdrawn.",
            count,
        )
        yield words % {"num": count}
