"""The same mail in two mailboxes of a desk is one message; it says where it came, too."""

from __future__ import annotations

from deskhand.kernel.actor import Channel, system
from deskhand.mail.models import InboundMail
from deskhand.tickets.actions import note_copy


def note_other_mailbox(first: InboundMail, copy: InboundMail) -> None:
    """Fills the slot ``mail_copy``."""
    if first.ticket_number is None:
        return
    note_copy(
        actor=system(Channel.MAIL),
        number=first.ticket_number,
        inbound_id=first.pk,
        mailbox_id=copy.mailbox_id,
        address=copy.mailbox.address,
    )
