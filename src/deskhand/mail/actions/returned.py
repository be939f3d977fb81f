"""Letters that came back."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from deskhand.mail.models import OutboundMail, OutboundState
from deskhand.mail.sending.trying import fail


@transaction.atomic
def mark_returned(*, desk_id: int, message_id: str, recipients: Sequence[str], words: str) -> list[OutboundMail]:
    """Mark the letters of a desk, or of its mailboxes, with this Message-ID to these recipients as not delivered, and
    return them. Without recipients only a letter that went to a single one can be meant."""
    if not message_id:
        return []
    sent = OutboundMail.objects.beyond_walls("the desk's own, or sent by a mailbox of the desk")
    rows = sent.filter(Q(desk_id=desk_id) | Q(mailbox__desk_id=desk_id), message_id=message_id)
    meant = list(rows.filter(to_email__in=[one.lower() for one in recipients]) if recipients else rows[:2])
    if not recipients and len(meant) > 1:
        return []
    for row in meant:
        if row.state != OutboundState.FAILED:
            fail(row, words or "returned", has_bounced=True)
    return meant
