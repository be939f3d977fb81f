"""A letter of ours came back: the delivery is marked, and the ticket says so."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from deskhand.kernel.actor import Channel, system
from deskhand.mail.actions import mark_returned
from deskhand.mail.filters import Bounce
from deskhand.mail.models import InboundMail, OutboundMail
from deskhand.mail.outcomes import Outcome, ignored
from deskhand.tickets.actions import file_letter
from deskhand.tickets.bodies import plain
from deskhand.tickets.intake.proof import ticket_from
from deskhand.tickets.models import Ticket


def note_return(letter: InboundMail, bounce: Bounce) -> Outcome:
    """Mark what did not arrive and put a note on its ticket. A warning that a letter is late changes nothing."""
    if not bounce.permanent:
        return ignored("bounce")
    returned = mark_returned(
        desk_id=letter.mailbox.desk_id,
        message_id=bounce.original_message_id,
        recipients=bounce.recipients,
        words=bounce.server_says or bounce.status,
    )
    ticket = _ticket_of(letter, returned)
    if ticket is None:
        return ignored("bounce")
    with translation.override(ticket.desk.language):
        words = _("A letter to %(who)s came back: %(why)s") % {
            "who": ", ".join(row.to_email for row in returned),
            "why": bounce.server_says or bounce.status or _("no reason is given"),
        }
    file_letter(
        actor=system(Channel.MAIL),
        ticket=ticket,
        why="returned",
        body=plain(words),
        sender=letter.from_name or letter.from_email or "Mailer-Daemon",
        inbound_id=letter.pk,
    )
    return Outcome(code="bounce_noted", ticket_number=ticket.number)


def _ticket_of(letter: InboundMail, returned: list[OutboundMail]) -> Ticket | None:
    number = next((row.ticket_number for row in returned if row.ticket_number), None)
    if number is None:
        return None
    return ticket_from(letter.mailbox.desk_id, number)
