"""What a move of tickets to another desk does to their approvals."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.utils.translation import ngettext

from deskhand.modules.approvals.models import Approval, State


def said_before(desk_id: int, tickets: Collection[int]) -> Iterator[str]:
    """A line for whoever is about to move them. One query."""
    count = Approval.objects.within(desk_id).filter(ticket_id__in=tickets, state=State.OPEN).count()
    if count:
        words = ngettext(
            "%(num)s approval that waits ends, and stays behind with what was decided before.",
            "%(num)s approvals that wait end, and stay behind with what was decided before.",
            count,
        )
        yield words % {"num": count}
