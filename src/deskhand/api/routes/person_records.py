"""Notes of a desk about people, and contacts with them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import ConfigDict, Field

from deskhand.accounts.models import Desk
from deskhand.api import lookups
from deskhand.api.answers import Answer, Page, PersonRef
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routes.people import router
from deskhand.api.routing import route
from deskhand.api.schemas import LARGEST_NUMBER, Cursor, DeskPath, Input, Instant, Limit, RowId, Text
from deskhand.tickets import actions, people
from deskhand.tickets.actions.person_records import RECORD_TEXT_LIMIT
from deskhand.tickets.models import PersonRecord, Ticket
from deskhand.tickets.person_records import record_for

RecordKindWord = Literal["note", "call", "visit", "other"]
RecordText = Annotated[Text, Field(min_length=1, max_length=RECORD_TEXT_LIMIT)]
RecordTicket = Annotated[
    int | None, Field(ge=1, le=LARGEST_NUMBER, description="Number of a ticket of the desk that it was about.")
]


class PersonRecordAnswer(Answer):
    """A note of a desk about a person, or a contact with them. Neither the person nor another desk reads it."""

    id: int
    kind: RecordKindWord
    text: str
    at: Annotated[datetime, Field(description="When it took place.")]
    ticket: Annotated[int | None, Field(description="Number of the ticket that it was about.")]
    author: PersonRef | None


class PersonRecordPage(Page[PersonRecordAnswer]):
    """A page of notes and contacts."""


class NewRecord(Input):
    """Something to keep about a person."""

    kind: RecordKindWord = "note"
    text: RecordText
    at: Annotated[Instant | None, Field(description="When it took place, with its offset; left away: now.")] = None
    ticket: RecordTicket = None

    model_config = ConfigDict(json_schema_extra={"example": {"kind": "call", "text": "Calls back after four."}})


class RecordChange(Input):
    """What shall be different. What is left away stays; null takes the ticket off."""

    kind: RecordKindWord | None = None
    text: RecordText | None = None
    at: Instant | None = None
    ticket: RecordTicket = None

    model_config = ConfigDict(json_schema_extra={"example": {"text": "Calls back after five."}})


VIEW: dict[str, Any] = {"gate": "desk:people.view", "sample": "desk", "refuses": (404,)}
EDIT: dict[str, Any] = {"gate": "desk:people.edit", "sample": "desk", "refuses": (404,)}
COLUMNS = (
    "id", "kind", "text", "at", "ticket__number", "ticket__desk_id", "desk_id",
    "author_id", "author__name", "author__email",
)  # fmt: skip
RECORD: dict[str, Any] = {
    "id": 12,
    "kind": "call",
    "text": "Calls back after four.",
    "at": "2026-11-20T09:15:00Z",
    "ticket": None,
    "author": {"id": 4, "name": "Jana Vogt", "email": "jana@eberfeld.example"},
}


@route(
    router,
    "GET",
    "/desks/{desk}/people/{id}/records",
    **VIEW,
    returns=PersonRecordPage,
    example={"items": [RECORD], "next": None},
)
def list_records(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002 (its name in the address)
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """List what a desk has noted about a person.

    Notes, calls, visits and other contacts, the newest first.
    """
    here = lookups.desk_for(request.actor, desk, "people.view")
    who = people.person_for(request.actor, id, desk_id=here.pk)
    walk = Walk("at", f"records {here.pk} {who.pk}", limit, cursor, is_down=True)
    found = PersonRecord.objects.within(here).kept().filter(person=who)
    rows, following = walk.cut(walk.rows(found, *COLUMNS))
    return {"items": [_shown(row) for row in rows], "next": following}


@route(
    router,
    "POST",
    "/desks/{desk}/people/{id}/records",
    **EDIT,
    returns=PersonRecordAnswer,
    status=201,
    example=RECORD,
)
def add_record(request: ApiRequest, desk: DeskPath, id: RowId, new: NewRecord) -> dict[str, Any]:  # noqa: A002
    """Note something about a person.

    For staff of the desk. Only they read it.
    """
    with transaction.atomic():
        here = lookups.desk_for(request.actor, desk, "people.edit")
        who = people.person_for(request.actor, id, desk_id=here.pk)
        row = actions.write_record(
            actor=request.actor,
            desk=here,
            person=who,
            kind=new.kind,
            text=new.text,
            at=new.at,
            ticket=_ticket(here, new.ticket),
        )
    return _again(row)


@route(router, "PATCH", "/desks/{desk}/records/{id}", **EDIT, returns=PersonRecordAnswer, example=RECORD)
def change_person_record(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    change: RecordChange,
) -> dict[str, Any]:
    """Change a note about a person, or a contact with them."""
    given = change.given()
    with transaction.atomic():
        here = lookups.desk_for(request.actor, desk, "people.edit")
        row = record_for(request.actor, id, desk_id=here.pk)
        wanted = {name: value for name, value in given.items() if value is not None}
        if "ticket" in given:
            wanted["ticket"] = _ticket(here, given["ticket"])
        actions.change_record(actor=request.actor, record=row, **wanted)
    return _again(row)


@route(router, "DELETE", "/desks/{desk}/records/{id}", **EDIT, status=204)
def delete_person_record(request: ApiRequest, desk: DeskPath, id: RowId) -> None:  # noqa: A002
    """Delete a note about a person, or a contact with them.

    It can be restored for 30 days.
    """
    here = lookups.desk_for(request.actor, desk, "people.edit")
    actions.delete_record(actor=request.actor, record=record_for(request.actor, id, desk_id=here.pk))


@route(router, "POST", "/desks/{desk}/records/{id}/restore", **EDIT, returns=PersonRecordAnswer, example=RECORD)
def restore_person_record(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Restore a deleted note about a person, or a contact with them."""
    here = lookups.desk_for(request.actor, desk, "people.edit")
    row = record_for(request.actor, id, desk_id=here.pk, with_deleted=True)
    return _again(actions.restore_record(actor=request.actor, record=row))


def _ticket(desk: Desk, number: int | None) -> Ticket | None:
    if number is None:
        return None
    found: Ticket | None = Ticket.objects.within(desk).filter(number=number).first()
    if found is None:
        raise lookups.wrong("ticket", _("This desk has no ticket of that number."))
    return found


def _again(row: PersonRecord) -> dict[str, Any]:
    return _shown(PersonRecord.objects.within(row.desk_id).filter(pk=row.pk).values(*COLUMNS).get())


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    author = {"id": row["author_id"], "name": row["author__name"], "email": row["author__email"]}
    return {
        **{name: row[name] for name in ("id", "kind", "text", "at")},
        "ticket": row["ticket__number"] if row["ticket__desk_id"] == row["desk_id"] else None,
        "author": author if row["author_id"] else None,
    }
