"""What a move of tickets to another desk does to their clocks."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.utils.translation import ngettext

from deskhand.modules.sla.models import Standing


def said_before(desk_id: int, tickets: Collection[int]) -> Iterator[str]:
    """A line for whoever is about to move them. One query."""
    count = Standing.objects.within(desk_id).filter(ticket_id__in=tickets, next_due_at__isnull=False).count()
    if count:
        words = ngettext(
            "The clock of %(num)s ticket counts by what the other desk promises from then on, if anything.",
            "The clocks of %(num)s tickets count by what the other desk promises from then on, if anything.",
            count,
        )
        yield words % {"num": count}
