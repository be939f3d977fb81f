"""What stands on a ticket's page: messages with their files and what became of their letters, and facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.prepared import Prepared
from deskhand.tickets import curtain, history, live
from deskhand.tickets.deliveries import delivery_of, letters_of, letters_of_merged
from deskhand.tickets.facts import Fact, facts_of
from deskhand.tickets.history import Entry
from deskhand.tickets.merged import MergedTicket, merged_into
from deskhand.tickets.models import Attachment, Draft, Held, Message, MessageKind, MessageLayout, Ticket
from deskhand.tickets.names import Names, names_around
from deskhand.tickets.opened import Opened
from deskhand.tickets.querysets import staff_desks
from deskhand.tickets.shown import (
    Delivery,
    Facts,
    File,
    OtherTicket,
    Recipient,
    Said,
    SharedDraft,
    TicketShown,
    Unsent,
    Waiting,
)

SHOWN = 100
"""Messages that a page shows at once, the newest; the older ones unfold on demand."""

FOLD_FROM = 3
"""From so many facts in a row on, all but the last fold."""

OTHERS_READ = 50
"""Other tickets of a requester that are counted; the panel shows the first few."""


@dataclass
class Conversation:
    """Everything on a ticket's page. ``parts`` are :class:`Said` and :class:`Facts` in their order, those of tickets
    that are merged into it among them; ``first_new`` is the id of the first message that the reader has not seen."""

    names: Names
    parts: list[Said | Facts]
    entries: tuple[Entry, ...]
    counts: tuple[str, ...]
    facts: tuple[Fact, ...]
    older: int
    first_new: int | None
    version: str
    unsent: Unsent | None
    waiting: tuple[Waiting, ...]
    shared: tuple[SharedDraft, ...]
    merged: tuple[MergedTicket, ...]


def conversation(
    actor: Actor,
    opened: Opened,
    *,
    everything: bool = False,
    remote_of: int | None = None,
    simple_of: int | None = None,
) -> Conversation:
    """Read all that the page says about a ticket that was opened. ``everything`` shows old messages too;
    ``remote_of`` names a message whose remote pictures the reader asked for, ``simple_of`` one that is shown without
    its layout."""
    ticket = opened.ticket
    facts = facts_of(ticket)
    names = names_around(ticket, facts)
    merged = _merged(ticket, names) if opened.merged_mark else ()
    rows, older = _messages(ticket, everything, merged)
    files, unsent = _files(opened, merged)
    own = letters_of(ticket)
    letters = own | letters_of_merged(ticket, merged)
    said = [
        _said(row, files.get(row[1], ()), letters.get(row[1], ()), merged, (remote_of == row[1], simple_of == row[1]))
        for row in rows
    ]
    entries = history.told(facts, names, ticket.desk_id)
    marks = (opened.held_mark, opened.shared_mark)
    return Conversation(
        names=names,
        parts=_woven(said, entries, since=said[0].at if older and said else None),
        entries=entries,
        counts=history.counted(facts),
        facts=facts,
        older=older,
        first_new=_first_new(said, opened.seen_at, actor),
        version=live.version_from([fact.id for fact in facts], chain(*own.values()), marks),
        unsent=unsent,
        waiting=_waiting(ticket) if opened.held_mark else (),
        shared=_shared(ticket, actor) if opened.shared_mark else (),
        merged=merged,
    )


def _merged(ticket: TicketShown, names: Names) -> tuple[MergedTicket, ...]:
    readers = [one for one in (ticket.requester_id, ticket.affected_id) if one is not None]
    return tuple(merged_into(ticket.desk_id, ticket.id, [*readers, *(one.id for one in names.followers)]))


_MESSAGE_COLUMNS = (
    "ticket_id", "id", "kind", "side", "author_id", "author_name", "channel", "created_at", "html", "quoted_html",
    "blocked_images", "cc_json", "remarks_json", "sender_email", "has_layout", "inbound_id",
)  # fmt: skip
"""The ticket, then in the order of the first fields of :class:`Said`."""


def _of_ticket(desk: int, ticket: int) -> Any:
    return _newest_first(desk, Message.objects.within(desk).filter(ticket_id=ticket))


def _of_tickets(desk: int, tickets: list[int]) -> Any:
    return _newest_first(desk, Message.objects.within(desk).filter(ticket_id__in=tickets))


def _newest_first(desk: int, messages: Any) -> Any:
    found = messages.order_by("-created_at", "-id")
    texts = {"cc_json": Cast("shown_cc", TextField()), "remarks_json": Cast("remarks", TextField())}
    layouts = MessageLayout.objects.within(desk).filter(message_id=OuterRef("pk"))
    return found.annotate(**texts, has_layout=Exists(layouts)).values_list(*_MESSAGE_COLUMNS)


_newest_messages = Prepared(lambda desk, ticket: _of_ticket(desk, ticket)[: SHOWN + 1])


def _messages(
    ticket: TicketShown, everything: bool, merged: Sequence[MergedTicket]
) -> tuple[list[tuple[Any, ...]], int]:
    """Rows of messages, the oldest first, and how many older ones there are."""
    together = [ticket.id, *(one.id for one in merged)]
    if everything:
        return list(_of_tickets(ticket.desk_id, together))[::-1], 0
    if merged:
        rows = list(_of_tickets(ticket.desk_id, together)[: SHOWN + 1])
    else:
        rows = _newest_messages.rows(desk=ticket.desk_id, ticket=ticket.id)
    if len(rows) <= SHOWN:
        return rows[::-1], 0
    return rows[:SHOWN][::-1], _of_tickets(ticket.desk_id, together).count() - SHOWN


_FILE_COLUMNS = ("id", "message_id", "key", "filename", "content_type", "size")


def _attached(desk: int, ticket: int, draft: int | None) -> Any:
    found = Attachment.objects.within(desk).with_confidential("of a ticket that was opened")
    if draft is None:
        found = found.filter(ticket_id=ticket)
    else:
        links: Any = Draft.attachments.through
        of_draft = links.objects.filter(draft_id=draft).values("attachment_id")
        found = found.filter(Q(ticket_id=ticket) | Q(pk__in=of_draft, message=None))
    return found.order_by("id").values(*_FILE_COLUMNS)


_attachments = Prepared(_attached)


def _files(opened: Opened, merged: Sequence[MergedTicket]) -> tuple[dict[int | None, list[File]], Unsent | None]:
    """Files by message, and what the reader was writing. Two queries at most, three with merged tickets."""
    ticket = opened.ticket
    by_message = _files_of(ticket, merged)
    for row in _attachments.rows(desk=ticket.desk_id, ticket=ticket.id, draft=opened.draft_id):
        by_message[row["message_id"]].append(_file(row))
    waiting = by_message.pop(None, [])
    if opened.draft_id is None:
        return by_message, None
    draft = Draft.objects.within(ticket.desk_id).filter(pk=opened.draft_id).first()
    return by_message, _unsent(draft, waiting) if draft else None


def _files_of(ticket: TicketShown, merged: Sequence[MergedTicket]) -> dict[int | None, list[File]]:
    by_message: dict[int | None, list[File]] = defaultdict(list)
    if not merged:
        return by_message
    found = Attachment.objects.within(ticket.desk_id).filter(ticket_id__in=[one.id for one in merged])
    for row in found.exclude(message=None).order_by("id").values(*_FILE_COLUMNS):
        by_message[row["message_id"]].append(_file(row))
    return by_message


def _unsent(draft: Draft, files: Iterable[File]) -> Unsent:
    copied = tuple(Recipient(one, one) for one in draft.cc)
    return Unsent(draft.kind, draft.html, copied, draft.saved_at, tuple(files), draft.revision, draft.is_shared)


def _waiting(ticket: TicketShown) -> tuple[Waiting, ...]:
    """Answers that have not left, the next to leave first."""
    rows = Held.objects.within(ticket.desk_id).filter(ticket_id=ticket.id).select_related("author", "then")
    now = clock.now()
    return tuple(
        Waiting(
            id=row.pk,
            author_id=row.author_id,
            author_name=row.author.name,
            is_planned=row.is_planned,
            leaves_at=row.leaves_at,
            seconds=max(0.0, (row.leaves_at - now).total_seconds()),
            body=row.html,
            cc=tuple(row.cc),
            then=row.then.label if row.then else "",
            files=_enclosed(row.attachments.all()),
        )
        for row in rows.prefetch_related("attachments")
    )


def _shared(ticket: TicketShown, actor: Actor) -> tuple[SharedDraft, ...]:
    """What colleagues are writing and share, the oldest first."""
    rows = Draft.objects.within(ticket.desk_id).filter(ticket_id=ticket.id, is_shared=True)
    found = rows.exclude(person_id=actor.person_id).select_related("person").prefetch_related("attachments")
    return tuple(
        SharedDraft(
            id=one.pk,
            author_id=one.person_id,
            author_name=one.person.name,
            kind=one.kind,
            saved_at=one.saved_at,
            body=one.html,
            files=_enclosed(one.attachments.all()),
        )
        for one in found.order_by("saved_at", "pk")
    )


def _enclosed(files: Iterable[Attachment]) -> tuple[File, ...]:
    return tuple(_file({name: getattr(one, name) for name in _FILE_COLUMNS}) for one in files)


def _said(
    row: tuple[Any, ...],
    files: Iterable[File],
    letters: Sequence[Mapping[str, Any]],
    merged: Sequence[MergedTicket],
    asked: tuple[bool, bool],
) -> Said:
    """``asked``: whether for its remote pictures, and for its simple form."""
    origin = next((one for one in merged if one.id == row[0]), None)
    said = Said._make((*row[1:], (), Delivery(), *asked, origin))
    if files:
        said = said._replace(files=tuple(one for one in files if f"/files/{one.key}/" not in said.body))
    if letters and said.kind == MessageKind.REPLY and said.side == "agent":
        said = said._replace(delivery=delivery_of(letters))
    return said


def _first_new(said: Iterable[Said], seen_at: datetime | None, actor: Actor) -> int | None:
    """The id of the first message that somebody else wrote since the reader looked."""
    if seen_at is None:
        return None
    return next((one.id for one in said if one.at > seen_at and one.author_id != actor.person_id), None)


def _file(row: Mapping[str, Any]) -> File:
    address = reverse("files:file", args=[row["key"], row["filename"]])
    is_image = row["content_type"].startswith("image/")
    return File(row["id"], row["key"], row["filename"], row["size"], address, is_image)


def chip(one: Attachment) -> dict[str, Any]:
    """A file as an upload is answered: what the composer shows of it."""
    shown = _file({name: getattr(one, name) for name in _FILE_COLUMNS})._asdict()
    return {name: shown[name] for name in ("id", "filename", "size", "url", "is_image")}


def _woven(said: Sequence[Said], entries: Sequence[Entry], since: datetime | None) -> list[Said | Facts]:
    """Messages and facts by time; facts between two messages are one part."""
    shown = [one for one in reversed(entries) if one.code not in history.WRITTEN and (since is None or one.at >= since)]
    parts: list[Said | Facts] = []
    at = 0
    for message in said:
        before = [one for one in shown[at:] if one.at < message.at]
        at += len(before)
        parts += [_folded(before)] if before else []
        parts.append(message)
    return [*parts, _folded(shown[at:])] if shown[at:] else parts


def _folded(run: Sequence[Entry]) -> Facts:
    if len(run) < FOLD_FROM:
        return Facts((), tuple(run))
    return Facts(tuple(run[:-1]), (run[-1],))


_others = Prepared(
    lambda desks, requester, ticket, person, glass, opened: (
        Ticket.objects.known_on(desks, curtain.Lens(person=person, glass=glass, opened=opened))
        .listed()
        .filter(requester_id=requester)
        .exclude(pk=ticket)
        .order_by("-updated_at")
        .values_list("number", "subject", "category", "desk_id", "desk__name")[:OTHERS_READ]
    )
)


def other_tickets(actor: Actor, ticket: TicketShown) -> list[OtherTicket]:
    """The requester's other tickets on the desks that the actor serves, newest first, at most OTHERS_READ. One
    query."""
    found = _others.rows(
        desks=staff_desks(actor), requester=ticket.requester_id, ticket=ticket.id, **curtain.lens(actor)
    )
    return [
        OtherTicket(number, subject, category, "" if desk == ticket.desk_id else name)
        for number, subject, category, desk, name in found
    ]
