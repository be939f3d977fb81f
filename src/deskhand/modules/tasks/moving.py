"""What a move of tickets to another desk does to their tasks."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.utils.translation import ngettext

from deskhand.modules.tasks.models import Task


def said_before(desk_id: int, tickets: Collection[int]) -> Iterator[str]:
    """A line for whoever is about to move them. One query."""
    count = Task.objects.within(desk_id).filter(ticket_id__in=tickets, dropped_at=None).count()
    if count:
        words = ngettext(
            "%(num)s task goes along, without people and teams who do not belong there.",
            "%(num)s tasks go along, without people and teams who do not belong there.",
            count,
        )
        yield words % {"num": count}
