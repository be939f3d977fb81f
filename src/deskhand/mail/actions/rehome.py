"""Letters follow their ticket to another desk."""

from __future__ import annotations

from deskhand.mail.models import OutboundMail


def rehome_letters(*, ticket_number: int, desk_id: int) -> int:
    """The ticket's letters that went out belong to this desk from now on; returns how many. Part of a ticket's move,
    which checks permission and records the fact; letters that came in stay with the mailbox that took them in."""
    letters = OutboundMail.objects.beyond_walls("a ticket's letters go where it goes").filter(
        ticket_number=ticket_number
    )
    return int(letters.exclude(desk_id=desk_id).update(desk_id=desk_id))
