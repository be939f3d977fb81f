"""Opening a ticket in the workspace: the row with the names around it, the reader's mark and their newest draft."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Subquery

from deskhand.accounts.models import Location
from deskhand.kernel import own_words
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.kernel.prepared import Prepared
from deskhand.tickets import asking_desks, curtain, links_between, lists, merged, moving, person_records, waiting
from deskhand.tickets.access import is_readable_number, need_noted
from deskhand.tickets.models import Category, Draft, NeedToKnow, ReadMark, Service, Ticket
from deskhand.tickets.querysets import staff_desks
from deskhand.tickets.shown import Requester, TicketShown

_REQUESTER: Mapping[str, str] = {
    "id": "requester_id",
    "name": "requester__name",
    "email": "requester__email",
    "title": "requester__title",
    "phone": "requester__phone",
    "location": "requester__location",
    "time_zone": "requester__time_zone",
    "is_vip": "requester__is_vip",
    "organization": "requester__organization__name",
}
"""What is read for each field of :class:`Requester`."""

_POINTED_AT: Mapping[str, str] = {
    "desk_key": "desk__key",
    "desk_name": "desk__name",
    "status_name": "status__name",
    "affected_name": "affected__name",
    "organization_name": "organization__name",
    "service_name": "service__name",
    "location_name": "location__name",
    "team_name": "team__name",
    "assignee_name": "assignee__name",
}
_WAITS: Mapping[str, str] = {"wakes_at": "snooze__wakes_at", "wakes_after": "snooze__after__number"}
_NEXT = "status__next_keys"
_LINKED = {"readers", "requester", "follows_up", "merged_into", "status_next"}
_PLAIN = tuple(name for name in TicketShown._fields if name not in {*_POINTED_AT, *_WAITS, *_LINKED})
_OF_READER = (
    "seen_at", "draft_id", "is_there_another", "held_mark", "shared_mark", "merged_mark", "is_linked", "is_noted",
    "is_asking", "asked_from",
)  # fmt: skip
_BEFORE = ("follows_up__number", "follows_up__subject", "follows_up__desk_id", "follows_up__is_confidential")
_HEARD = ("survivor__number", "survivor__subject", "survivor__desk_id")
_BESIDES = (_NEXT, *_BEFORE, *_HEARD, *_OF_READER)


class Opened(NamedTuple):
    """A ticket that somebody opened: when they saw it before, the id of what they were writing, whether there is
    another desk that everybody may know, the marks of answers that have not left and of shared drafts, and how many
    tickets are merged into it, whether it has links, and whether the desk has noted something about its requester;
    whether other desks were asked for it, and the id of the desk that asked for it itself."""

    ticket: TicketShown
    seen_at: datetime | None
    draft_id: int | None
    is_there_another: bool
    held_mark: int | None
    shared_mark: int | None
    merged_mark: int | None
    is_linked: bool
    is_noted: bool
    is_asking: bool
    asked_from: int | None


def read_ticket(actor: Actor, number: int | str) -> Opened:
    """The ticket, if the actor serves its desk; else NotFound. One query; another one for who may read it if it
    is confidential."""
    if not is_readable_number(number):
        raise NotFound
    row = _tickets.first(desks=staff_desks(actor), number=int(number), **curtain.lens(actor))
    if row is None:
        raise NotFound
    need_noted(actor, desk_id=row["desk_id"], ticket_id=row["id"], number=row["number"])
    readers = tuple(_readers.rows(ticket=row["id"])) if row["is_confidential"] else ()
    ticket = _shown(row, readers)
    own_words.speak(ticket.desk_id)
    return Opened(ticket, *(row[name] for name in _OF_READER))


def _of_number(desks: list[int], number: int, person: int | None, glass: list[int], opened: list[int]) -> Any:
    marks = ReadMark.objects.beyond_walls("one's own mark").filter(ticket_id=OuterRef("pk"), person_id=person)
    drafts = Draft.objects.beyond_walls("one's own draft").filter(ticket_id=OuterRef("pk"), person_id=person)
    newest = drafts.order_by("-saved_at", "-id")
    return (
        Ticket.objects.known_on(desks, curtain.Lens(person=person, glass=glass, opened=opened))
        .filter(number=number)
        .annotate(
            seen_at=Subquery(marks.values("seen_at")[:1]),
            draft_id=Subquery(newest.values("pk")[:1]),
            is_there_another=Exists(moving.listed_besides(OuterRef("desk_id"))),
            held_mark=waiting.held_mark(),
            shared_mark=waiting.shared_mark(),
            merged_mark=merged.merged_mark(),
            is_linked=links_between.is_linked(),
            is_noted=person_records.are_there(),
            is_asking=asking_desks.is_asking(),
            asked_from=asking_desks.asked_from(),
            has_services=lists.are_offered(Service, OuterRef("desk_id")),
            has_locations=lists.are_offered(Location, OuterRef("desk_id")),
        )
        .values(*_PLAIN, *_POINTED_AT.values(), *_WAITS.values(), *_REQUESTER.values(), *_BESIDES)
    )


_tickets = Prepared(_of_number)
_readers = Prepared(
    lambda ticket: (
        NeedToKnow.objects.beyond_walls("of a ticket that was opened")
        .filter(ticket_id=ticket, is_excluded=False)
        .values_list("person_id", flat=True)
    )
)


def _shown(row: Mapping[str, Any], readers: tuple[int, ...]) -> TicketShown:
    number, subject, desk_id, is_hidden = (row[name] for name in _BEFORE)
    is_hidden = is_hidden and not row["is_confidential"]
    asks: dict[str, Any] = {name: "" if row[path] is None else row[path] for name, path in _REQUESTER.items()}
    own: dict[str, Any] = {name: row[name] for name in _PLAIN}
    names: dict[str, Any] = {name: row[path] or "" for name, path in _POINTED_AT.items()}
    names |= {name: row[path] if row["category"] == Category.ON_HOLD else None for name, path in _WAITS.items()}
    before = (number, subject) if desk_id == row["desk_id"] and not is_hidden else None
    survivor, named, heard_on = (row[name] for name in _HEARD)
    heard = (survivor, named) if heard_on == row["desk_id"] else None
    linked: dict[str, Any] = {
        "follows_up": before,
        "merged_into": heard,
        "status_next": tuple(row[_NEXT]),
        "readers": readers,
    }
    return TicketShown(requester=Requester(**asks), **linked, **own, **names)
