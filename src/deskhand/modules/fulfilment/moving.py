"""What a move of tickets to another desk does to their plans."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.utils.translation import ngettext

from deskhand.modules.fulfilment.models import Run


def said_before(desk_id: int, tickets: Collection[int]) -> Iterator[str]:
    """A line for whoever is about to move them. One query."""
    count = Run.objects.within(desk_id).filter(ticket_id__in=tickets, ended_at=None).count()
    if count:
        words = ngettext(
            "%(num)s plan is given up, and its open tasks are cancelled.",
            "%(num)s plans are given up, and their open tasks are cancelled.",
            count,
        )
        yield words % {"num": count}
