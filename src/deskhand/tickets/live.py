"""What an open page asks for all the time: has something happened, is somebody here, is there something new to read?

The version of a desk or ticket is a short text that differs whenever something happened there. Beside it goes what
changes without a fact: who is here and how much is unread.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.kernel.models import Event
from deskhand.kernel.prepared import Prepared
from deskhand.mail.models import OutboundMail
from deskhand.tickets import curtain, presence, told, waiting
from deskhand.tickets.access import is_readable_number
from deskhand.tickets.models import Ticket
from deskhand.tickets.presence import Here

NEWEST = 64
"""Facts that a version is made of. Ids commit out of order on PostgreSQL, so the newest id alone could hide one that
was committed late; that more than this many overtake it within a second is not to be feared."""


Marks = tuple[int | None, int | None]
"""Of answers that have not left, and of shared drafts."""


_desk_of_key = Prepared(
    lambda key, desks: Desk.objects.filter(key=key, is_active=True, pk__in=desks).values_list("pk", flat=True)
)
_ticket_of_number = Prepared(
    lambda number, desks, person, glass, opened: (
        Ticket.objects.known_on(desks, curtain.Lens(person=person, glass=glass, opened=opened))
        .filter(number=number)
        .annotate(held_mark=waiting.held_mark(), shared_mark=waiting.shared_mark())
        .values_list("desk_id", "pk", "number", "held_mark", "shared_mark")
    )
)
_facts_of_desk = Prepared(
    lambda desk: Event.objects.filter(desk_id=desk).order_by("-at").values_list("id", flat=True)[:NEWEST]
)
_facts_of_ticket = Prepared(
    lambda ticket: (
        Event.objects.filter(subject_kind="ticket", subject_id=ticket)
        .order_by("-at", "-id")
        .values_list("id", flat=True)[:NEWEST]
    )
)
_letters_of_ticket = Prepared(
    lambda desk, number: OutboundMail.objects.within(desk).filter(ticket_number=number).values("state", "changed_at")
)


@dataclass(frozen=True)
class Place:
    """What a page is about: a desk, or one of its tickets (by id and number, with the marks of what waits there)."""

    desk_id: int
    ticket_id: int | None = None
    number: int = 0
    held_mark: int | None = None
    shared_mark: int | None = None

    @property
    def version(self) -> str:
        if self.ticket_id is None:
            return version(self.desk_id)
        return ticket_version(self.desk_id, self.ticket_id, self.number, (self.held_mark, self.shared_mark))


@dataclass(frozen=True)
class Aside:
    """What changes without a fact: how much is unread, and who is at the ticket, or who writes on which ticket."""

    unread: int
    people: list[Here]

    @property
    def digest(self) -> str:
        return f"{self.unread}.{presence.digest(self.people)}"


def place(actor: Actor, key: str, number: str = "") -> Place:
    """The desk of that key, or its ticket of that number, if the actor reads it as staff; else NotFound. One query."""
    desks = actor.desks_with("tickets.read")
    if not number:
        found = _desk_of_key.first(key=key, desks=sorted(desks))
        if found is None:
            raise NotFound
        return Place(found)
    if not is_readable_number(number):
        raise NotFound
    ticket = _ticket_of_number.first(number=int(number), desks=sorted(desks), **curtain.lens(actor))
    if ticket is None:
        raise NotFound
    return Place(*ticket)


def aside(actor: Actor, here: Place) -> Aside:
    """What is beside the version. Two queries, each of a few rows of an index."""
    if here.ticket_id is None:
        people = presence.being_answered(actor, here.desk_id)
    else:
        people = presence.others_at(actor, here.ticket_id, here.desk_id)
    return Aside(told.unread(actor), people)


def version(desk_id: int) -> str:
    """The desk's version: two reads of an index, however large the desk."""
    return _short(_facts_of_desk.rows(desk=desk_id))


def version_of(desks: Iterable[int]) -> str:
    """That of several desks together."""
    return _short([version(one) for one in desks])


def ticket_version(desk_id: int, ticket_id: int, number: int, marks: Marks) -> str:
    """The version of one ticket of the desk: its facts, what became of the letters that it sent, what waits there."""
    letters = _letters_of_ticket.rows(desk=desk_id, number=number)
    return version_from(_facts_of_ticket.rows(ticket=ticket_id), letters, marks)


def version_from(event_ids: Iterable[int], letters: Iterable[Mapping[str, Any]], marks: Marks) -> str:
    """The same from what has been read already: ids of facts, newest first, letters with ``changed_at``, and the marks
    of :mod:`deskhand.tickets.waiting`."""
    moments = [letter["changed_at"] for letter in letters]
    moved = [len(moments), max(moments).isoformat() if moments else ""]
    return _short([*list(event_ids)[:NEWEST], *moved, *marks])


def _short(parts: Iterable[object]) -> str:
    every = ",".join(map(str, parts))
    return f"{crc32(every.encode()):08x}"
