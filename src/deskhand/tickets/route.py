"""Through which mailbox a ticket's letters go out: the one that its requests came in by, else the desk's first."""

from __future__ import annotations

from deskhand.mail.models import InboundMail, Mailbox
from deskhand.mail.outbox import mailbox_of
from deskhand.tickets.models import Ticket


def mailbox_for(ticket: Ticket) -> Mailbox | None:
    """The mailbox of the newest letter on the ticket if it is still in use, else the desk's first; None if the desk
    has none."""
    newest = (
        ticket.messages.exclude(inbound_id=None).order_by("-created_at").values_list("inbound_id", flat=True).first()
    )
    if newest is not None:
        rows = InboundMail.objects.within(ticket.desk_id).select_related("mailbox")
        letter = rows.filter(pk=newest, mailbox__is_active=True).first()
        if letter is not None:
            mailbox: Mailbox = letter.mailbox
            return mailbox
    return mailbox_of(ticket.desk_id)
