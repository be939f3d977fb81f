"""To whom letters of ours went."""

from __future__ import annotations

from collections.abc import Sequence

from deskhand.mail.models import OutboundMail


def was_sent_to(person_id: int, message_ids: Sequence[str], *, desk_id: int, ticket_number: int) -> bool:
    """True if one of these Message-IDs is of a letter about the ticket that was written to this very person."""
    rows = OutboundMail.objects.within(desk_id).filter(message_id__in=list(message_ids), ticket_number=ticket_number)
    return bool(rows.filter(person_id=person_id).exists())
