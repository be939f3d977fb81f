"""The facts of a past ticket: the same events that the actions would have recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from deskhand.kernel.events import Fact
from deskhand.kernel.models import Event
from deskhand.tickets.events import (
    FollowerAdded,
    MarkedSpam,
    PriorityChanged,
    RequesterReplied,
    StatusChanged,
    TeamChangedOnTicket,
    TicketAssigned,
    TicketChanged,
    TicketCreated,
    TicketDeleted,
    TicketNoted,
    TicketReopened,
    TicketReplied,
    TicketTagged,
)
from deskhand.tickets.models import Message, Status, Tag, Ticket
from deskhand.tickets.models.choices import FINISHED
from deskhand.tickets.past import PastChange, PastMessage, PastTicket


def past_events(
    ticket: Ticket,
    past: PastTicket,
    messages: Sequence[Message],
    statuses: Mapping[str, Status],
    tags: Mapping[str, Tag],
) -> list[Event]:
    """Events in the order of the entries. ``messages`` are the written rows, ``statuses`` maps keys."""
    first = messages[0]
    waiting = iter(messages[1:])
    found = [_event(ticket, _created(ticket, past, first), first.created_at, first.author_id, past.channel)]
    for person in past.followers:
        if person.pk == ticket.requester_id:
            continue
        fact: Fact = FollowerAdded(ticket=ticket.pk, person=person.pk)
        found.append(_event(ticket, fact, first.created_at, first.author_id, past.channel))
    for entry in past.entries[1:]:
        if isinstance(entry, PastMessage):
            message = next(waiting)
            found.append(_event(ticket, _written(ticket, message), entry.at, entry.author.pk, entry.channel))
            continue
        channel = "web" if entry.actor_id else "system"
        for fact in _changed(ticket, entry, statuses, tags):
            found.append(_event(ticket, fact, entry.at, entry.actor_id, channel, entry.reason))
    last = past.entries[-1].at
    if past.is_spam:
        found.append(_event(ticket, MarkedSpam(ticket=ticket.pk, blocked=False), last, ticket.assignee_id, "web"))
    if past.deleted_at is not None:
        found.append(_event(ticket, TicketDeleted(ticket=ticket.pk), past.deleted_at, ticket.assignee_id, "web"))
    return found


def _created(ticket: Ticket, past: PastTicket, first: Message) -> TicketCreated:
    return TicketCreated(
        ticket=ticket.pk,
        message=first.pk,
        requester=ticket.requester_id,
        kind=ticket.kind,
        status=past.opening_status,
        priority=past.opening_priority,
        team=past.opening_team,
        assignee=past.opening_assignee,
        service=past.service.pk if past.service is not None else None,
        location=past.location.pk if past.location is not None else None,
        side=first.side,
        is_internal=first.is_internal,
        is_location_chosen=past.location is not None,
    )


def _written(ticket: Ticket, message: Message) -> Fact:
    if message.kind != "reply":
        return TicketNoted(ticket=ticket.pk, message=message.pk, kind=message.kind)
    if message.side == "agent":
        return TicketReplied(ticket=ticket.pk, message=message.pk)
    return RequesterReplied(ticket=ticket.pk, message=message.pk)


def _changed(ticket: Ticket, entry: PastChange, statuses: Mapping[str, Status], tags: Mapping[str, Tag]) -> list[Fact]:
    pk, old, new = ticket.pk, entry.old, entry.new
    if entry.field == "status":
        before, after = statuses[str(old)], statuses[str(new)]
        was, now = before.category, after.category
        because = "silence" if entry.actor_id is None and now == "closed" else ""
        changed = StatusChanged(
            ticket=pk,
            old=before.key,
            new=after.key,
            old_category=was,
            new_category=now,
            because=because,
            old_pauses=before.pauses,
            new_pauses=after.pauses,
        )
        reopened = was in FINISHED and now not in FINISHED
        return [changed, TicketReopened(ticket=pk, old_category=was)] if reopened else [changed]
    if entry.field == "assignee":
        return [TicketAssigned(ticket=pk, old=_id(old), new=_id(new))]
    if entry.field == "team":
        return [TeamChangedOnTicket(ticket=pk, old=_id(old), new=_id(new))]
    if entry.field in ("service", "location"):
        return [TicketChanged(ticket=pk, field=entry.field, old=_id(old), new=_id(new))]
    if entry.field == "priority":
        return [PriorityChanged(ticket=pk, old=int(str(old)), new=int(str(new)))]
    return [TicketTagged(ticket=pk, added=[tags[str(new)].pk], removed=[])]


def _id(value: str | int | None) -> int | None:
    return int(value) if value else None


def _event(ticket: Ticket, fact: Fact, at: datetime, actor_id: int | None, channel: str, reason: str = "") -> Event:
    return Event(
        code=fact.code,
        at=at,
        desk_id=ticket.desk_id,
        subject_kind=fact.subject_kind,
        subject_id=ticket.pk,
        actor_id=actor_id,
        channel=channel,
        reason=reason,
        values=fact.values(),
    )
