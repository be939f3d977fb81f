"""What is written on a ticket that is merged into another is heard there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from deskhand.kernel.actor import Actor
from deskhand.kernel.events import emit
from deskhand.tickets import rows
from deskhand.tickets.merging_events import HeardOfMerged
from deskhand.tickets.models import Message, MessageKind, Ticket

QUIET = frozenset({"automatic_reply"})
"""Reasons for which a letter is filed that say nothing new: the ticket does not look as if somebody had written."""


def pass_on(actor: Actor, ticket: Ticket, message: Message, heard: Ticket | None = None) -> None:
    """Let the ticket that this one is merged into know of a message. ``heard`` is that one if the caller holds it: then
    lists show the message as its newest."""
    if ticket.survivor_id is None:
        return
    if heard is not None and heard.pk == ticket.survivor_id:
        heard.save(update_fields=rows.heard_of(heard, message))
    fact = HeardOfMerged(
        ticket=ticket.survivor_id,
        number=ticket.number,
        message=message.pk,
        side=message.side,
        is_internal=message.is_internal,
    )
    emit(fact, actor=actor, desk_id=ticket.desk_id)


def told_together(ticket: Ticket) -> list[str]:
    """Put on a ticket what lists show agents of the newest message on it or on those merged into it, what is
    :data:`QUIET` left out; what requesters see in their lists stays as it is. Returns the fields to save."""
    messages = Message.objects.within(ticket.desk_id).with_confidential("of the ticket and what is merged into it")
    own = messages.filter(ticket_id=ticket.pk)
    merged = messages.filter(ticket__survivor_id=ticket.pk, ticket__deleted_at=None, ticket__is_spam=False)
    newest = max((one for found in (own, merged) for one in _newest(found)), key=_when, default=None)
    return rows.heard_of(ticket, newest) if newest is not None else []


def tell_of_others(heard: Ticket, ticket: Ticket) -> None:
    """Put right what lists show of the one on which a ticket is heard, after the ticket came or went or was let say
    something. The caller holds both."""
    if heard.pk != ticket.pk:
        heard.save(update_fields=told_together(heard))


def _newest(found: Any) -> Iterator[Message]:
    """The newest message that says something, if there is one."""
    for one in found.order_by("-created_at", "-id").iterator(chunk_size=10):
        if one.kind != MessageKind.NOTE or not QUIET.intersection(one.remarks[:1]):
            yield one
            return


def _when(message: Message) -> tuple[datetime, int]:
    return message.created_at, message.pk
