"""Writing to somebody who has nothing to do with the ticket but to help with it, as a vendor."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts import addresses
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.mail import outbox
from deskhand.mail.models import LetterKind
from deskhand.mail.outbox import Letter, Recipient
from deskhand.tickets import access
from deskhand.tickets.actions.reply import note
from deskhand.tickets.bodies import plain
from deskhand.tickets.models import Ticket
from deskhand.tickets.route import mailbox_for


@transaction.atomic
def write_outside(*, actor: Actor, ticket: Ticket, to: str, text: str, once: str) -> None:
    """A letter from the desk to an address, kept as a note; ``once`` names what causes it: it is written once. Who gets
    it neither follows the ticket nor reads anything of it but the letter. An answer comes to the desk's mailbox and is
    filed as any letter about the ticket. Raises Invalid for what is no address."""
    actor.need_on("tickets.reply", ticket)
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    if locked.is_confidential:
        raise Invalid(_("This is confidential: nothing of it goes out by mail."))
    address = addresses.normal(to)
    mailbox = mailbox_for(locked)
    letter = Letter(
        kind=LetterKind.OTHER,
        subject=locked.subject,
        text=text,
        mailbox=mailbox,
        desk_id=locked.desk_id,
        ticket_number=locked.number,
        generation=locked.reply_generation,
        once=f"outside:{locked.pk}:{once}",
        sender_name=(mailbox.sender_name if mailbox else "") or locked.desk.shown_name,
        is_automatic=True,
    )
    outbox.put(letter, to=Recipient(email=address))
    words = _("A letter to %(address)s:") % {"address": address}
    note(actor=actor, ticket=locked, body=plain(f"{words}\n\n{text}"))
