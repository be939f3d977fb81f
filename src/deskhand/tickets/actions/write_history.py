"""Writing whole past tickets at once: demo content and imports.

Leaves the same rows as the actions would have left (a test compares), without their checks: the caller vouches for
what it brings. Nobody is notified and nothing is mailed; letters of past answers are written as sent.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from deskhand.accounts.models import Desk
from deskhand.kernel import slots
from deskhand.kernel.bulk import insert_many, insert_numbered
from deskhand.kernel.models import Event
from deskhand.mail.message_ids import fresh_message_id
from deskhand.mail.models import OutboundMail
from deskhand.tickets.models import Attachment, Follower, Message, Status, Tag, Ticket, TicketNumber, TicketTag
from deskhand.tickets.past import PastChange, PastFile, PastMessage, PastTicket, final_row
from deskhand.tickets.past_events import past_events

BATCH = 500
"""Tickets that are written in one transaction."""


@dataclass
class _Batch:
    """Rows that wait to be inserted."""

    messages: list[Message] = field(default_factory=list)
    files: list[tuple[Message, PastFile]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    letters: list[OutboundMail] = field(default_factory=list)


@transaction.atomic
def write_history(*, desk: Desk, tickets: Sequence[PastTicket], sender: str = "") -> list[Ticket]:
    """Insert past tickets of a desk with messages, files, tags, followers, events and the letters of answers.
    ``sender`` is the mailbox's address for letters; without one none are written. Returns the tickets."""
    statuses = {one.key: one for one in Status.objects.within(desk)}
    tags = _tags(desk, tickets)
    made = _insert_tickets(desk, tickets, statuses)
    batch = _Batch()
    for ticket, past in zip(made, tickets, strict=True):
        _tell(ticket, past, batch)
    insert_numbered(batch.messages)
    _insert_files(desk, batch)
    _insert_events(made, tickets, batch, tags)
    _insert_letters(desk, batch, sender)
    _insert_followers(made, tickets)
    _insert_tags(made, tickets, tags)
    for index in slots.items("history_written"):
        index(made)
    return made


def raise_number(last: int) -> None:
    """Let the sequence of ticket numbers go on after ``last``."""
    TicketNumber.objects.update_or_create(pk=1, defaults={"last": last})


def _insert_tickets(desk: Desk, tickets: Sequence[PastTicket], statuses: dict[str, Status]) -> list[Ticket]:
    made = [final_row(desk, past, statuses) for past in tickets]
    insert_numbered(made)
    return made


def _tell(ticket: Ticket, past: PastTicket, batch: _Batch) -> None:
    for entry in past.entries:
        if isinstance(entry, PastMessage):
            message = _message(ticket, entry)
            batch.messages.append(message)
            batch.files.extend((message, one) for one in entry.files)


def _message(ticket: Ticket, entry: PastMessage) -> Message:
    to = [ticket.requester.email] if entry.side == "agent" and entry.kind == "reply" and ticket.requester.email else []
    return Message(
        ticket=ticket,
        kind=entry.kind,
        side=entry.side,
        author=entry.author,
        author_name=entry.author.name,
        channel=entry.channel,
        html=entry.body.html,
        text=entry.body.text,
        quoted_html=entry.body.quoted_html,
        blocked_images=entry.body.blocked_images,
        message_id=fresh_message_id(ticket.number),
        shown_to=to,
        shown_cc=[one.email for one in entry.cc if one.email],
        created_at=entry.at,
    )


def _insert_files(desk: Desk, batch: _Batch) -> None:
    insert_many(
        [
            Attachment(
                ticket_id=message.ticket_id,
                message=message,
                desk_id=desk.pk,
                blob=one.blob,
                key=secrets.token_urlsafe(24),
                filename=one.filename,
                content_type=one.content_type,
                size=one.blob.size,
                cid=one.cid,
                is_inline=bool(one.cid),
                uploaded_by_id=message.author_id,
                created_at=message.created_at,
            )
            for message, one in batch.files
        ]
    )
    _show_inline_images(batch)


def _show_inline_images(batch: _Batch) -> None:
    """Point ``cid:`` addresses in the text at the stored pictures."""
    shown = {message.pk: message for message, file in batch.files if file.cid}
    touched = {}
    for one in Attachment.objects.beyond_walls("just written").filter(message__in=shown, is_inline=True):
        message = shown[one.message_id or 0]
        message.html = message.html.replace(f"cid:{one.cid}", f"/files/{one.key}/{one.filename}")
        touched[message.pk] = message
    Message.objects.beyond_walls("just written").bulk_update(touched.values(), ["html"], batch_size=100)


def _insert_events(made: Sequence[Ticket], tickets: Sequence[PastTicket], batch: _Batch, tags: dict[str, Tag]) -> None:
    by_ticket: dict[int, list[Message]] = {}
    for message in batch.messages:
        by_ticket.setdefault(message.ticket_id, []).append(message)
    statuses = {one.key: one for one in Status.objects.within(made[0].desk_id)} if made else {}
    for ticket, past in zip(made, tickets, strict=True):
        batch.events.extend(past_events(ticket, past, by_ticket[ticket.pk], statuses, tags))
    insert_many(batch.events)


def _insert_letters(desk: Desk, batch: _Batch, sender: str) -> None:
    if not sender:
        return
    for message in batch.messages:
        if message.side == "agent" and message.kind == "reply" and message.shown_to:
            batch.letters.append(_letter(desk, message))
    insert_many(batch.letters)


def _letter(desk: Desk, message: Message) -> OutboundMail:
    ticket = message.ticket
    return OutboundMail(
        desk_id=desk.pk,
        kind="reply",
        to_email=message.shown_to[0],
        to_name=ticket.requester.name,
        person_id=ticket.requester_id,
        shown_to=message.shown_to,
        shown_cc=message.shown_cc,
        subject=f"Re: {ticket.subject}",
        text=message.text,
        html=message.html,
        message_id=message.message_id,
        ticket_number=ticket.number,
        message_ref=message.pk,
        state="sent",
        tries=1,
        server_says="250 2.0.0 Ok: queued",
        made_at=message.created_at,
        changed_at=message.created_at,
        sent_at=message.created_at,
    )


def _insert_followers(made: Sequence[Ticket], tickets: Sequence[PastTicket]) -> None:
    insert_many(
        [
            Follower(ticket=ticket, person=person, since=ticket.created_at)
            for ticket, past in zip(made, tickets, strict=True)
            for person in {one.pk: one for one in past.followers if one.pk != ticket.requester_id}.values()
        ]
    )


def _names(past: PastTicket) -> list[str]:
    later = [str(one.new) for one in past.entries if isinstance(one, PastChange) and one.field == "tag"]
    return list(dict.fromkeys([*past.opening_tags, *later]))


def _tags(desk: Desk, tickets: Sequence[PastTicket]) -> dict[str, Tag]:
    wanted = {name for past in tickets for name in _names(past)}
    have = {one.name: one for one in Tag.objects.within(desk).filter(name__in=wanted)}
    for name in sorted(wanted - set(have)):
        have[name] = Tag.objects.create(desk=desk, name=name)
    return have


def _insert_tags(made: Sequence[Ticket], tickets: Sequence[PastTicket], tags: dict[str, Tag]) -> None:
    insert_many(
        [
            TicketTag(ticket=ticket, tag=tags[name])
            for ticket, past in zip(made, tickets, strict=True)
            for name in _names(past)
        ]
    )
