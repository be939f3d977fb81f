"""What stands on a ticket's page: messages with their files and what became of their letters, and facts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.mail.models import OutboundMail
from deskhand.mail.sending.trying import KEPT_HERE
from deskhand.tickets import history, live, remarks
from deskhand.tickets.access import is_readable_number
from deskhand.tickets.history import Entry
from deskhand.tickets.models import Attachment, Draft, Message, MessageKind, ReadMark, Ticket
from deskhand.tickets.names import Names, names_around

SHOWN = 100
"""Messages that a page shows at once, the newest; the older ones unfold on demand."""

FOLD_FROM = 3
"""From so many facts in a row on, all but the last fold."""

OTHERS_READ = 50
"""Other tickets of a requester that are counted; the panel shows the first few."""

_REMOTE = re.compile(r"(<img\b[^>]*?)\sdata-remote-src=")


@dataclass
class Delivery:
    """What became of a message's letters. ``state`` is the worst of them, ``kept`` while no mail server is set;
    ``failed`` are those that did not arrive."""

    state: str = "none"
    says: str = ""
    failed: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Said:
    """One message, ready for the page."""

    id: int
    kind: str
    side: str
    author_id: int | None
    author_name: str
    channel: str
    door: str
    at: datetime
    html: Markup
    quoted: Markup
    quoted_lines: int
    blocked_images: int
    shows_remote: bool
    shown_to: list[str]
    shown_cc: list[str]
    remarks: list[str]
    files: list[dict[str, Any]]
    delivery: Delivery
    is_new: bool
    inbound_id: int | None


@dataclass
class Facts:
    """Facts in a row; all but the last fold when there are many."""

    folded: list[Entry]
    shown: list[Entry]


@dataclass
class Conversation:
    """A ticket with everything on its page. ``parts`` are :class:`Said` and :class:`Facts` in their order;
    ``first_new`` is the id of the first message that the reader has not seen."""

    ticket: Ticket
    names: Names
    parts: list[Said | Facts]
    entries: list[Entry]
    counts: list[str]
    facts: list[dict[str, Any]]
    older: int
    first_new: int | None
    version: str
    draft: Draft | None
    draft_files: list[Attachment]


def read_ticket(actor: Actor, number: int | str) -> Ticket:
    """The ticket with its people, the reader's mark and their newest draft, if the actor serves its desk. One query."""
    if not is_readable_number(number):
        raise NotFound
    marks = ReadMark.objects.beyond_walls("one's own mark").filter(ticket_id=OuterRef("pk"), person_id=actor.person_id)
    drafts = Draft.objects.own_of(actor).filter(ticket_id=OuterRef("pk")).order_by("-saved_at", "-id")
    found: Ticket | None = (
        Ticket.objects.served_by(actor)
        .select_related(
            "desk", "status", "requester__organization", "requester__manager", "affected", "team", "assignee",
            "organization", "follows_up",
        )
        .annotate(seen_at=Subquery(marks.values("seen_at")[:1]), draft_id=Subquery(drafts.values("pk")[:1]))
        .filter(number=int(number))
        .first()
    )  # fmt: skip
    if found is None:
        raise NotFound
    return found


def conversation(
    actor: Actor, ticket: Ticket, *, everything: bool = False, remote_of: int | None = None
) -> Conversation:
    """Read all that the page says about a ticket from :func:`read_ticket`. ``everything`` shows old messages too;
    ``remote_of`` names a message whose remote pictures the reader asked for."""
    facts = history.facts_of(ticket)
    names = names_around(ticket, facts)
    rows, older = _messages(ticket, everything)
    files, draft_files, draft = _files(ticket)
    letters = _letters(ticket)
    said = [_said(row, files[row.pk], letters[row.pk], actor, ticket, remote_of) for row in rows]
    entries = history.told(facts, names)
    return Conversation(
        ticket=ticket,
        names=names,
        parts=_woven(said, entries, since=said[0].at if older and said else None),
        entries=entries,
        counts=history.counted(facts),
        facts=facts,
        older=older,
        first_new=next((one.id for one in said if one.is_new), None),
        version=live.version_from([fact["id"] for fact in facts], [one for many in letters.values() for one in many]),
        draft=draft,
        draft_files=draft_files,
    )


def _messages(ticket: Ticket, everything: bool) -> tuple[list[Message], int]:
    found = Message.objects.within(ticket.desk_id).filter(ticket_id=ticket.pk).order_by("-created_at", "-id")
    rows = list(found if everything else found[: SHOWN + 1])
    if everything or len(rows) <= SHOWN:
        return rows[::-1], 0
    return rows[:SHOWN][::-1], found.count() - SHOWN


def _files(ticket: Ticket) -> tuple[dict[int, list[Attachment]], list[Attachment], Draft | None]:
    """Files by message, those of the reader's draft, and the draft. Two queries at most."""
    draft_id = getattr(ticket, "draft_id", None)
    draft = Draft.objects.within(ticket.desk_id).filter(pk=draft_id).first() if draft_id else None
    links: Any = Draft.attachments.through
    of_draft = links.objects.filter(draft_id=draft_id).values("attachment_id")
    wanted = Q(ticket_id=ticket.pk) | Q(pk__in=of_draft, message=None) if draft else Q(ticket_id=ticket.pk)
    by_message: dict[int, list[Attachment]] = defaultdict(list)
    waiting = []
    for one in Attachment.objects.within(ticket.desk_id).filter(wanted).order_by("id"):
        if one.message_id is None:
            waiting.append(one)
        else:
            by_message[one.message_id].append(one)
    return by_message, waiting, draft


def _letters(ticket: Ticket) -> dict[int, list[dict[str, Any]]]:
    """Letters by the message that they carry."""
    found = OutboundMail.objects.within(ticket.desk_id).filter(ticket_number=ticket.number).order_by("id")
    by_message: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in found.values("id", "message_ref", "state", "server_says", "to_email", "tries", "changed_at"):
        by_message[row["message_ref"] or 0].append(row)
    return by_message


def _said(
    row: Message,
    files: Sequence[Attachment],
    letters: Sequence[dict[str, Any]],
    actor: Actor,
    ticket: Ticket,
    remote_of: int | None,
) -> Said:
    shows_remote = remote_of == row.pk
    seen_at = getattr(ticket, "seen_at", None)
    return Said(
        id=row.pk,
        kind=row.kind,
        side=row.side,
        author_id=row.author_id,
        author_name=row.author_name,
        channel=row.channel,
        door=str(history.DOORS.get(row.channel, "")),
        at=row.created_at,
        html=_shown(row.html, shows_remote),
        quoted=_shown(row.quoted_html, shows_remote),
        quoted_lines=row.quoted_html.count("<br") + row.quoted_html.count("<p") + row.quoted_html.count("<div"),
        blocked_images=0 if shows_remote else row.blocked_images,
        shows_remote=shows_remote,
        shown_to=row.shown_to,
        shown_cc=row.shown_cc,
        remarks=remarks.in_words(row.remarks),
        files=[_file(one) for one in files if f"/files/{one.key}/" not in row.html],
        delivery=_delivery(letters) if row.kind == MessageKind.REPLY and row.side == "agent" else Delivery(),
        is_new=seen_at is not None and row.created_at > seen_at and row.author_id != actor.person_id,
        inbound_id=row.inbound_id,
    )


def _shown(html: str, shows_remote: bool) -> Markup:
    """Cleaned HTML as it is stored; with remote pictures if the reader asked for them."""
    if shows_remote:
        html = _REMOTE.sub(r'\1 referrerpolicy="no-referrer" loading="lazy" src=', html)
    return Markup(html)  # noqa: S704 (cleaned by mail.clean before it was stored)


def _file(one: Attachment) -> dict[str, Any]:
    return {
        "filename": one.filename,
        "size": one.size,
        "url": file_url(one),
        "is_image": one.content_type.startswith("image/"),
    }


def chip(one: Attachment) -> dict[str, Any]:
    """A file as the composer shows it and as an upload is answered."""
    return {"id": one.pk, **_file(one)}


def file_url(one: Attachment) -> str:
    """The address of a file."""
    return reverse("files:file", args=[one.key, one.filename])


def _delivery(letters: Sequence[dict[str, Any]]) -> Delivery:
    states = {letter["state"] for letter in letters}
    state = next((one for one in ("failed", "queued", "sent") if one in states), "none")
    says = next((letter["server_says"] for letter in letters if letter["state"] == state and letter["server_says"]), "")
    if state == "sent" and says == KEPT_HERE:  # No server has seen it: nobody shall think that it arrived.
        state, says = "kept", _(KEPT_HERE)
    return Delivery(state, says, [letter for letter in letters if letter["state"] == "failed"])


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
        return Facts([], list(run))
    return Facts(list(run[:-1]), [run[-1]])


def other_tickets(ticket: Ticket) -> list[dict[str, Any]]:
    """The requester's other tickets on this desk, newest first, at most OTHERS_READ. One query."""
    others = (
        Ticket.objects.within(ticket.desk_id).listed().filter(requester_id=ticket.requester_id).exclude(pk=ticket.pk)
    )
    return list(others.order_by("-updated_at").values("number", "subject", "category", "updated_at")[:OTHERS_READ])
