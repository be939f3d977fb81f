"""Whole past tickets, as they are told to the bulk writer, and what became of their fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from deskhand.accounts.models import Desk, Location, Person
from deskhand.files.models import Blob
from deskhand.tickets import rows
from deskhand.tickets.bodies import Body
from deskhand.tickets.models import Message, Service, Status, Ticket


@dataclass(frozen=True, slots=True)
class PastFile:
    """A file of a past message; its content is stored already."""

    filename: str
    content_type: str
    blob: Blob
    cid: str = ""


@dataclass(frozen=True, slots=True)
class PastMessage:
    """Something that was written. ``kind`` is reply, note or log; ``side`` is requester or agent."""

    at: datetime
    author: Person
    side: str
    kind: str
    channel: str
    body: Body
    files: Sequence[PastFile] = ()
    cc: Sequence[Person] = ()


@dataclass(frozen=True, slots=True)
class PastChange:
    """A field that got another value. ``field`` is status, assignee, team, service, location, priority or tag; values
    are rows' ids, status keys, priority numbers or a tag's name. ``actor_id`` is null for Deskhand itself."""

    at: datetime
    actor_id: int | None
    field: str
    old: str | int | None
    new: str | int | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PastTicket:
    """A whole past ticket. ``entries`` are in order; the first is the message that opened it.
    ``service`` and ``location`` are those with which it was opened."""

    number: int
    subject: str
    kind: str
    requester: Person
    channel: str
    opening_status: str
    opening_assignee: int | None
    opening_team: int | None
    opening_priority: int
    opening_tags: Sequence[str]
    entries: Sequence[PastMessage | PastChange]
    affected: Person | None = None
    service: Service | None = None
    location: Location | None = None
    followers: Sequence[Person] = ()
    is_spam: bool = False
    deleted_at: datetime | None = None


def final_row(desk: Desk, past: PastTicket, statuses: dict[str, Status]) -> Ticket:
    """The ticket as it stands after all its entries."""
    at = past.entries[0].at
    ticket = Ticket(
        number=past.number,
        desk=desk,
        subject=past.subject,
        kind=past.kind,
        status=statuses[past.opening_status],
        priority=past.opening_priority,
        requester=past.requester,
        affected=past.affected,
        organization_id=past.requester.organization_id,
        service=past.service,
        location=past.location,
        team_id=past.opening_team,
        assignee_id=past.opening_assignee,
        channel=past.channel,
        created_at=at,
        updated_at=at,
        public_at=at,
        is_spam=past.is_spam,
        deleted_at=past.deleted_at,
    )
    for entry in past.entries:
        if isinstance(entry, PastMessage):
            _hear(ticket, entry)
        else:
            _change(ticket, entry, statuses)
    ticket.category = ticket.status.category
    return ticket


def _hear(ticket: Ticket, entry: PastMessage) -> None:
    rows.heard(
        ticket,
        Message(
            kind=entry.kind, side=entry.side, author_name=entry.author.name, text=entry.body.text, created_at=entry.at
        ),
    )


def _change(ticket: Ticket, entry: PastChange, statuses: dict[str, Status]) -> None:
    rows.touched(ticket, entry.at)
    if entry.field == "status":
        ticket.status = statuses[str(entry.new)]
        category = ticket.status.category
        if category == "resolved":
            ticket.resolved_at = entry.at
        elif category in ("closed", "cancelled"):
            ticket.closed_at = entry.at
        else:
            ticket.resolved_at = ticket.closed_at = None
    elif entry.field in ("assignee", "team", "service", "location"):
        setattr(ticket, f"{entry.field}_id", entry.new)
    elif entry.field == "priority":
        ticket.priority = int(str(entry.new))
