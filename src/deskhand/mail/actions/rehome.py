"""Letters follow their ticket to another desk, and messages to another ticket."""

from __future__ import annotations

from collections.abc import Collection

from deskhand.mail.models import InboundMail, OutboundMail


def rehome_letters(*, ticket_number: int, desk_id: int) -> int:
    """The ticket's letters that went out belong to this desk from now on; returns how many. Part of a ticket's move,
    which checks permission and records the fact; letters that came in stay with the mailbox that took them in."""
    letters = OutboundMail.objects.beyond_walls("a ticket's letters go where it goes").filter(
        ticket_number=ticket_number
    )
    return int(letters.exclude(desk_id=desk_id).update(desk_id=desk_id))


def letters_follow_messages(
    *, desk_id: int, messages: Collection[int], arrived: Collection[int], ticket_number: int
) -> None:
    """Letters that carry these messages, and those by which some ``arrived``, belong to this ticket from now on. Part
    of a split or its undo, which checks permission and records the fact. Their Message-IDs stay as they are."""
    OutboundMail.objects.within(desk_id).filter(message_ref__in=messages).update(ticket_number=ticket_number)
    InboundMail.objects.within(desk_id).filter(pk__in=arrived).update(ticket_number=ticket_number)
