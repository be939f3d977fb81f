"""Keeping a letter on a ticket that is nobody's reply there: an automatic answer, a returned letter, or one whose
sender (of ``sender_email``) has not shown the right to write there."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied
from deskhand.kernel.events import emit
from deskhand.tickets import rows
from deskhand.tickets.actions.holding import keep_plans_back
from deskhand.tickets.actions.passing_on import QUIET, pass_on
from deskhand.tickets.bodies import Body
from deskhand.tickets.events import LetterFiled
from deskhand.tickets.models import Attachment, Message, MessageKind, Ticket

OF_SOMEBODY = frozenset({"new_person", "unproven_agent", "agents_not_by_mail"})
"""Reasons with which somebody's words are kept who has not shown that they belong to the ticket: those whom it concerns
hear of them, and what was planned as an answer waits until an agent has read them."""


@transaction.atomic
def file_letter(
    *,
    actor: Actor,
    ticket: Ticket,
    why: str,
    body: Body,
    sender: str,
    sender_email: str = "",
    attachments: Sequence[Attachment] = (),
    message_id: str = "",
    inbound_id: int | None = None,
    shown_to: Sequence[str] = (),
    shown_cc: Sequence[str] = (),
    remarks: Sequence[str] = (),
) -> Message:
    """Keep a letter as an internal note. The status stays; nobody is added or answered; planned answers are kept back
    if it is :data:`OF_SOMEBODY`. Only the system does."""
    if not actor.is_system:
        raise Denied("Letters are filed by the system alone.")
    locked: Ticket = Ticket.objects.within(ticket.desk_id).select_for_update().get(pk=ticket.pk)
    if why in OF_SOMEBODY:
        keep_plans_back(actor, locked, "letter_filed")
    message = rows.add_message(
        actor=actor,
        ticket=locked,
        body=body,
        kind=MessageKind.NOTE,
        side="requester",
        author=None,
        author_name=sender,
        sender_email=sender_email,
        attachments=attachments,
        at=clock.now(),
        message_id=message_id,
        inbound_id=inbound_id,
        shown_to=shown_to,
        shown_cc=shown_cc,
        remarks=[why, *remarks],
    )
    return _told(actor, locked, message, why)


def _told(actor: Actor, ticket: Ticket, message: Message, why: str) -> Message:
    if why not in QUIET:
        ticket.save(update_fields=rows.heard(ticket, message))
    pass_on(actor, ticket, message)
    emit(LetterFiled(ticket=ticket.pk, message=message.pk, why=why), actor=actor, desk_id=ticket.desk_id)
    return message
