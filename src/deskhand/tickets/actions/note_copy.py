"""Noting on a message that its letter came to another mailbox, too."""

from __future__ import annotations

from django.db import transaction

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied
from deskhand.kernel.events import emit
from deskhand.tickets.events import LetterCopied
from deskhand.tickets.models import Message, Ticket


@transaction.atomic
def note_copy(*, actor: Actor, number: int, inbound_id: int, mailbox_id: int, address: str) -> bool:
    """Note on the message that a letter became to which other mailbox a copy of it came; whether there was one to note.
    Noted once. Only the system does."""
    if not actor.is_system:
        raise Denied("Copies are noted by the system alone.")
    ticket = Ticket.objects.beyond_walls("a letter's ticket may have moved").filter(number=number)
    locked: Ticket | None = ticket.select_for_update().first()
    message: Message | None = locked.messages.filter(inbound_id=inbound_id).first() if locked else None
    remark = f"also:{address}"
    if locked is None or message is None or remark in message.remarks:
        return False
    message.remarks = [*message.remarks, remark]
    message.save(update_fields=["remarks"])
    fact = LetterCopied(ticket=locked.pk, message=message.pk, mailbox=mailbox_id)
    emit(fact, actor=actor, desk_id=locked.desk_id)
    return True
