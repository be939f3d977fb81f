"""Through which mailbox a ticket's letters go out: the one that its requests came in by, else the desk's first."""

from __future__ import annotations

from deskhand.kernel.prepared import Prepared
from deskhand.mail.models import Mailbox
from deskhand.mail.outbox import mailbox_of
from deskhand.tickets.models import Message, Ticket

_newest_letter = Prepared(
    lambda ticket: (
        Message.objects.beyond_walls("the ticket is at hand")
        .filter(ticket_id=ticket)
        .exclude(inbound_id=None)
        .order_by("-created_at")
        .values_list("inbound_id", flat=True)[:1]
    )
)
_mailbox_of_letter = Prepared(
    lambda desk, letter: Mailbox.objects.within(desk).filter(is_active=True, inbound__pk=letter)
)


def mailbox_for(ticket: Ticket) -> Mailbox | None:
    """The mailbox of the newest letter on the ticket if it is still in use, else the desk's first; None if the desk
    has none."""
    newest = _newest_letter.first(ticket=ticket.pk)
    found: Mailbox | None = None
    if newest is not None:
        found = _mailbox_of_letter.first(desk=ticket.desk_id, letter=newest)
    return found or mailbox_of(ticket.desk_id)
