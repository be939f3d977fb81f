"""What a letter about a ticket answers, so that mail programs show it in its thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deskhand.tickets.models import Message, MessageKind, Ticket

THREAD_LIMIT = 20
"""Newest messages whose ids a letter refers to."""


@dataclass(frozen=True)
class Thread:
    """The Message-IDs that a letter answers, oldest first."""

    in_reply_to: str
    references: Sequence[str]


def thread_before(ticket: Ticket, message: Message | None) -> Thread:
    """What a letter about ``message`` refers to: the public messages before it, newest of the requester's side first
    to be answered."""
    rows = ticket.messages.filter(kind=MessageKind.REPLY).exclude(message_id="")
    if message is not None:
        rows = rows.exclude(pk=message.pk)
    newest = list(rows.order_by("-created_at", "-pk").values_list("message_id", "side")[:THREAD_LIMIT])
    if not newest:
        return Thread("", ())
    theirs = [found for found, side in newest if side == "requester"]
    return Thread((theirs or [newest[0][0]])[0], [found for found, _side in reversed(newest)])
