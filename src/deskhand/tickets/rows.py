"""Writing ticket rows: what the actions share. Nothing here checks permission; only actions call it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from deskhand.accounts.models import Desk, Person
from deskhand.kernel import bulk, clock, sharing
from deskhand.kernel.actor import Actor, Channel
from deskhand.mail.message_ids import fresh_message_id
from deskhand.tickets.bodies import Body, without_mentions
from deskhand.tickets.models import Attachment, Message, MessageKind, MessageLayout, Status, Ticket, TicketNumber
from deskhand.tickets.models.ticket import SNIPPET_LIMIT

LARGEST_GAP = 7
"""Ticket numbers grow by 1 to this, at random: a number tells nothing of how much a desk has to do."""


def next_number() -> int:
    """The next ticket number. Holds the sequence's row until the end of the transaction."""
    gap = random.randint(1, LARGEST_GAP)  # noqa: S311 (not a secret)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tickets_ticketnumber SET last = last + %s WHERE id = 1 RETURNING last", [gap])
        row = cursor.fetchone()
    return int(row[0] if row else TicketNumber.objects.create(pk=1, last=1000 + gap).last)


def default_status(desk: Desk | int, category: str) -> Status:
    """The status that serves a category on a desk."""
    desk_id = desk if isinstance(desk, int) else desk.pk
    return sharing.once(("default_status", desk_id, category), lambda: _default_status(desk_id, category))


def _default_status(desk: int, category: str) -> Status:
    found = Status.objects.within(desk).filter(category=category, is_active=True).order_by("-is_default", "position")
    status: Status = found[0]
    return status


def add_message(
    *,
    actor: Actor,
    ticket: Ticket,
    body: Body,
    kind: MessageKind,
    side: str,
    author: Person | None,
    attachments: Sequence[Attachment] = (),
    at: datetime,
    channel: Channel | None = None,
    message_id: str = "",
    inbound_id: int | None = None,
    shown_to: Sequence[str] = (),
    shown_cc: Sequence[str] = (),
    remarks: Sequence[str] = (),
    author_name: str = "",
    sender_email: str = "",
) -> Message:
    """Insert the message, claim its attachments, and note it on the ticket (unsaved; see :func:`heard`). Only what
    stays with colleagues mentions anybody."""
    body = without_mentions(body) if kind == MessageKind.REPLY else body
    stands = {"ticket": ticket, "kind": kind, "side": side, "author": author, **_columns(body)}
    message = Message(
        **stands,
        author_name=(author.name if author else author_name or actor.name)[:200],
        sender_email=sender_email,
        channel=(channel or actor.channel).value,
        message_id=message_id or fresh_message_id(ticket.number, ticket.reply_generation),
        inbound_id=inbound_id,
        shown_to=list(shown_to),
        shown_cc=list(shown_cc),
        remarks=list(remarks),
        created_at=at,
    )
    bulk.insert_one(message)
    claim_attachments(ticket, message, attachments)
    _lay_out(message, body)
    return message


def _columns(body: Body) -> dict[str, Any]:
    """What of a message is its text."""
    quoted, blocked = body.quoted_html, min(body.blocked_images, 32000)
    return {"html": body.html, "text": body.text, "quoted_html": quoted, "blocked_images": blocked}


def _lay_out(message: Message, body: Body) -> None:
    if body.layout is not None:
        MessageLayout.objects.beyond_walls("of the message above").create(
            message=message, html=body.layout.html, blocked_images=min(body.layout.blocked_images, 32000)
        )


def claim_attachments(ticket: Ticket, message: Message, attachments: Sequence[Attachment]) -> None:
    """Uploaded files become files of the message."""
    if not attachments:
        return
    Attachment.objects.within(ticket.desk_id).with_confidential("files of no message yet").filter(
        pk__in=[one.pk for one in attachments], message=None
    ).update(ticket=ticket, message=message)


def heard(ticket: Ticket, message: Message) -> list[str]:
    """Put the message's traces on the ticket and return the fields to save."""
    ticket.last_message_at = message.created_at
    ticket.updated_at = message.created_at
    ticket.last_side = message.side
    ticket.last_name = message.author_name
    ticket.snippet = snippet(message.text)
    changed = ["last_message_at", "updated_at", "last_side", "last_name", "snippet"]
    if not message.is_internal:
        ticket.public_snippet = ticket.snippet
        ticket.public_at = message.created_at
        changed += ["public_snippet", "public_at"]
        if message.side == "agent" and ticket.first_replied_at is None:
            ticket.first_replied_at = message.created_at
            changed.append("first_replied_at")
    return changed


def heard_of(ticket: Ticket, message: Message) -> list[str]:
    """Put on the ticket what agents' lists show of a message that may stand on one merged into it; what requesters see
    of it stays. Returns the fields to save."""
    ticket.last_message_at, ticket.last_side = message.created_at, message.side
    ticket.last_name, ticket.snippet = message.author_name, snippet(message.text)
    ticket.updated_at = max(clock.now(), ticket.updated_at)
    return ["last_message_at", "updated_at", "last_side", "last_name", "snippet"]


def retold(ticket: Ticket) -> list[str]:
    """Put what lists show of a ticket's newest messages on it, after one became public, was added or taken away, and
    return the fields to save."""
    said = ticket.messages.order_by("created_at", "id")
    newest, public = said.last(), said.filter(kind=MessageKind.REPLY).last()
    changed = heard(ticket, newest) if newest is not None else []
    ticket.public_snippet, ticket.updated_at = "", clock.now()
    if newest is None:
        ticket.snippet = ""
    if public is not None:
        ticket.public_snippet, ticket.public_at = snippet(public.text), public.created_at
    return list(dict.fromkeys([*changed, "snippet", "public_snippet", "public_at", "updated_at"]))


def snippet(text: str) -> str:
    """The first words of a message on one line; what is left out leaves an ellipsis."""
    line = " ".join(text[: SNIPPET_LIMIT * 4].split())
    if len(line) <= SNIPPET_LIMIT:
        return line
    return f"{line[: SNIPPET_LIMIT - 1].rpartition(' ')[0] or line[: SNIPPET_LIMIT - 1]}…"


def touched(ticket: Ticket, at: datetime, *fields: str) -> list[str]:
    """Count a change of the ticket's own fields; returns the fields to save."""
    ticket.version += 1
    ticket.updated_at = max(at, ticket.updated_at)
    return [*fields, "version", "updated_at"]


def lock_order(tickets: Sequence[Any]) -> list[Any]:
    """Several tickets are always locked in ascending number, so that two bulk changes cannot block each other."""
    return sorted(tickets, key=lambda ticket: ticket.number)
