"""Merging two accounts of one person, and making them two again. The walls are those of the actions: see
docs/decisions/0021-merging-people.md."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db import transaction
from ninja import Query, Router
from pydantic import ConfigDict, Field

from deskhand.accounts.actions import merge_for, merge_people, need_to_merge, undo_merge
from deskhand.accounts.actions.merge import CHOSEN, UNDO_FOR
from deskhand.accounts.models import Desk, Person, PersonMerge
from deskhand.api import lookups
from deskhand.api.answers import Answer, Page, PersonRef
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routing import route
from deskhand.api.schemas import LARGEST_NUMBER, Cursor, DeskPath, Input, Limit, RowId
from deskhand.api.shown.people import ref
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.tickets import merge_page
from deskhand.tickets.people import person_for

router = Router(tags=["Merging people"])

FieldWord = Literal[
    "name",
    "email",
    "phone",
    "organization",
    "title",
    "department",
    "location",
    "manager",
    "language",
    "time_zone",
    "is_vip",
]


class MergeField(Answer):
    """A field of both, in words. ``is_choice``: both differ, so `take` may name it."""

    name: FieldWord
    kept: str
    gone: str
    is_choice: bool
    takes: Annotated[bool, Field(description="Whether the page proposes to take it over.")]


class Going(Answer):
    """How much of something goes over, counted on the desks that you administer."""

    what: Annotated[str, Field(description="In words.")]
    count: int


class MergePreview(Answer):
    """Two people side by side."""

    kept: PersonRef
    gone: PersonRef
    fields: list[MergeField]
    moves: list[Going]


class Merge(Answer):
    """A merge that is in force."""

    id: int
    kept: PersonRef
    gone: PersonRef
    at: datetime
    undo_until: datetime


class MergePage(Page[Merge]):
    """A page of merges."""


class Doubles(Page[PersonRef]):
    """People who are perhaps the same."""


class Unmerged(Answer):
    """What became of a merge that was undone."""

    kept: PersonRef
    gone: PersonRef
    left: Annotated[list[str], Field(description="Fields that were changed since and stay as they are.")]


Other = Annotated[int, Field(ge=1, le=LARGEST_NUMBER, description="Id of the account that goes.")]


class NewMerge(Input):
    """Whose account goes, and what of it is taken over."""

    other: Other
    take: Annotated[
        list[FieldWord], Field(max_length=len(CHOSEN), description="Fields whose value of the other is taken.")
    ] = []

    model_config = ConfigDict(json_schema_extra={"example": {"other": 87, "take": ["phone"]}})


OF_DESK: dict[str, Any] = {"gate": "desk:people.merge", "sample": "desk", "refuses": (404,)}
KEPT = {"id": 31, "name": "Mara Lindqvist", "email": "mara@kestrel.example"}
GONE = {"id": 87, "name": "M. Lindqvist", "email": "m.lindqvist@kestrel.example"}
PREVIEW: dict[str, Any] = {
    "kept": KEPT,
    "gone": GONE,
    "fields": [{"name": "phone", "kept": "", "gone": "+49 30 5550 1234", "is_choice": True, "takes": True}],
    "moves": [{"what": "Tickets that they asked", "count": 3}],
}
MERGED = {
    "id": 5,
    "kept": KEPT,
    "gone": {**GONE, "email": None},
    "at": "2026-03-02T09:05:40.551Z",
    "undo_until": "2026-04-01T09:05:40.551Z",
}


@route(
    router,
    "GET",
    "/desks/{desk}/people/{id}/doubles",
    **OF_DESK,
    returns=Doubles,
    example={"items": [GONE], "next": None},
)
def list_doubles(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """List who is perhaps the same person.

    People of the desk with the same name, the same phone, or the same beginning of the mail address; at most five.
    """
    here, kept = _kept(request, desk, id, reading=True)
    return {"items": [ref(one) for one in merge_page.likely(here, kept)], "next": None}


@route(router, "GET", "/desks/{desk}/people/{id}/merge", **OF_DESK, returns=MergePreview, example=PREVIEW)
def preview_merge(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    other: Annotated[int, Query(ge=1, le=LARGEST_NUMBER, description="Id of the account that would go.", example=87)],
) -> dict[str, Any]:
    """See two accounts side by side before they are merged.

    The one of the address stays, `other` goes. Changes nothing; refuses what the merge would refuse.
    """
    here, kept = _kept(request, desk, id, reading=True)
    actor = lookups.reader(request.actor)
    gone = _gone(actor, here, other)
    need_to_merge(actor, here, kept, gone)
    seen = merge_page.compared(actor, here, kept, gone)
    names = ("name", "kept", "gone", "is_choice", "takes")
    return {
        "kept": ref(kept),
        "gone": ref(gone),
        "fields": [{name: one[name] for name in names} for one in seen["fields"]],
        "moves": [{"what": what, "count": count} for what, count in seen["moves"]],
    }


@route(
    router, "POST", "/desks/{desk}/people/{id}/merge", **OF_DESK, fresh=True, returns=Merge, status=201, example=MERGED
)
def merge_person(request: ApiRequest, desk: DeskPath, id: RowId, wanted: NewMerge) -> dict[str, Any]:  # noqa: A002
    """Merge two accounts of one person.

    The one of the address stays and gets everything of `other`, whose addresses belong to it from then on. For
    administrators of every desk that keeps anything of either. It can be undone for a month. Both are told by mail.
    """
    with transaction.atomic():
        here, kept = _kept(request, desk, id)
        gone = _gone(request.actor, here, wanted.other)
        row = merge_people(actor=request.actor, desk=here, kept=kept, gone=gone, take=wanted.take)
    return _shown(row)


@route(router, "GET", "/desks/{desk}/merges", **OF_DESK, returns=MergePage, example={"items": [MERGED], "next": None})
def list_merges(
    request: ApiRequest, desk: DeskPath, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List merges that can be undone.

    Newest first: those that were made from this desk in the last month.
    """
    here = lookups.desk_for(request.actor, desk, "people.merge", reading=True)
    found = PersonMerge.objects.within(here).in_force().filter(at__gte=clock.now() - UNDO_FOR)
    walk = Walk("at", f"merges {here.pk}", limit, cursor, is_down=True)
    return walk.page(found, _shown, "kept", "gone")


@route(
    router,
    "POST",
    "/desks/{desk}/merges/{id}/undo",
    **OF_DESK,
    fresh=True,
    returns=Unmerged,
    example={"kept": KEPT, "gone": GONE, "left": []},
)
def undo_person_merge(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Make two merged accounts two again.

    What was moved and is still as it was goes back; what came since stays with the one who was kept.
    """
    here = lookups.desk_for(request.actor, desk, "people.merge")
    row = merge_for(request.actor, here, id)
    left = undo_merge(actor=request.actor, desk=here, merge=row)
    kept, gone = (Person.objects.get(pk=pk) for pk in (row.kept_id, row.gone_id))
    return {"kept": ref(kept), "gone": ref(gone), "left": left}


def _kept(request: ApiRequest, key: str, pk: int, *, reading: bool = False) -> tuple[Desk, Person]:
    here = lookups.desk_for(request.actor, key, "people.merge", reading=reading)
    return here, person_for(request.actor, pk, desk_id=here.pk)


def _gone(actor: Actor, desk: Desk, pk: int) -> Person:
    try:
        return person_for(actor, pk, desk_id=desk.pk)
    except NotFound:
        raise lookups.unknown_person("other") from None


def _shown(row: PersonMerge) -> dict[str, Any]:
    return {"id": row.pk, "kept": ref(row.kept), "gone": ref(row.gone), "at": row.at, "undo_until": row.at + UNDO_FOR}
