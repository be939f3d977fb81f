"""Notes about people and contacts with them, as one desk reads them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.tickets.actions.deleted_records import KEEP_RECORDS
from deskhand.tickets.models import PersonRecord, RecordKind

SHOWN_BESIDE = 3
"""Newest notes and contacts beside a ticket."""

SHOWN_ON_PAGE = 25
"""Newest notes and contacts on a person's page, before one asks for all."""


class Record(NamedTuple):
    """One of them. ``ticket`` is a number and subject of the same desk."""

    id: int
    kind: str
    text: str
    at: datetime
    author: str
    ticket: tuple[int, str] | None

    @property
    def kind_word(self) -> str:
        return str(RecordKind(self.kind).label)


_COLUMNS = (
    "pk",
    "kind",
    "text",
    "at",
    "author__name",
    "ticket__number",
    "ticket__subject",
    "ticket__desk_id",
    "desk_id",
)


def newest(desk_id: int, person_id: int, limit: int) -> list[Record]:
    """The newest of a desk about a person. One query."""
    found = PersonRecord.objects.within(desk_id).kept().filter(person_id=person_id).order_by("-at", "-pk")
    return list(_records(found.values_list(*_COLUMNS)[:limit]))


def count(desk_id: int, person_id: int) -> int:
    """How many a desk has about a person."""
    found: int = PersonRecord.objects.within(desk_id).kept().filter(person_id=person_id).count()
    return found


def deleted(desk_id: int, person_id: int) -> set[int]:
    """Ids of those of a desk about a person that can be taken out again. One query."""
    found = PersonRecord.objects.within(desk_id).filter(person_id=person_id, deleted_at__gte=clock.now() - KEEP_RECORDS)
    return set(found.values_list("pk", flat=True))


def are_there() -> Exists:
    """To annotate tickets with: whether the desk has noted anything about the requester."""
    rows = PersonRecord.objects.beyond_walls("joined to the ticket that is read, of its desk").kept()
    return Exists(rows.filter(person_id=OuterRef("requester_id"), desk_id=OuterRef("desk_id")))


def record_for(actor: Actor, pk: int, *, desk_id: int, with_deleted: bool = False) -> PersonRecord:
    """One of a desk whose people the actor sees; NotFound otherwise."""
    here = [desk_id] if desk_id in actor.desks_with("people.view") else []
    found = PersonRecord.objects.within(here).select_related("desk", "person", "ticket", "author")
    row: PersonRecord | None = (found if with_deleted else found.kept()).filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def _records(rows: Iterable[tuple[Any, ...]]) -> Iterable[Record]:
    for pk, kind, text, at, author, number, subject, its_desk, desk in rows:
        yield Record(pk, kind, text, at, author or "", (number, subject) if number and its_desk == desk else None)
