"""What a move of tickets to another desk does to their fields."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from deskhand.modules.fields.models import Value


def said_before(desk_id: int, tickets: Collection[int]) -> Iterator[str]:
    """A line for whoever is about to move them. One query."""
    if Value.objects.within(desk_id).filter(ticket_id__in=tickets).exists():
        yield _("What stands in this desk’s fields is kept, but not shown there: the other desk has fields of its own.")
