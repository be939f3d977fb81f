"""What a move of tickets to another desk does to the time worked on them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.utils.translation import ngettext

from deskhand.modules.time.models import Entry


def said_before(desk_id: int, tickets: Collection[int]) -> Iterator[str]:
    """A line for whoever is about to move them. One query."""
    count = Entry.objects.within(desk_id).filter(ticket_id__in=tickets, removed_at=None).count()
    if count:
        words = ngettext(
            "%(num)s entry of time stays with this desk, with the number of the ticket alone.",
            "%(num)s entries of time stay with this desk, with the numbers of the tickets alone.",
            count,
        )
        yield words % {"num": count}
