"""Homes for programs."""

from __future__ import annotations

from typing import Annotated, Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from ninja import File
from ninja.files import UploadedFile

from deskhand.accounts.models import Desk, Organization
from deskhand.api.bearers import ApiRequest
from deskhand.api.lookups import desk_for, wrong
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath, RowId
from deskhand.kernel.errors import NotFound
from deskhand.modules.knowledge import contacts, homes
from deskhand.modules.knowledge.actions import homes as actions
from deskhand.modules.knowledge.actions.homes import HomeDetails
from deskhand.modules.knowledge.api.doors import OF_DESK, help_desks
from deskhand.modules.knowledge.api.home_schemas import (
    HOME,
    MET,
    HomeChange,
    HomeWay,
    MetHome,
    NewHome,
    ShownHome,
    ShownHomes,
)
from deskhand.modules.knowledge.api.router import router
from deskhand.modules.knowledge.contacts import Contact
from deskhand.modules.knowledge.models import Home, Shelf
from deskhand.tickets.people import organizations_of

SETS: dict[str, Any] = {"gate": "desk:knowledge.settings", "sample": "desk", "refuses": (404, 409)}
ONE: dict[str, Any] = SETS | {"returns": ShownHome, "example": HOME}
BODY: dict[str, Any] = {"name": "Aurora help", "word": "aurora", "accent": "#0b5c7a"}
SAID = ("name", "heading", "words", "others", "word", "is_general", "accent")
"""What a home says and how it looks, as its columns and the API call it."""


@route(router, "GET", "/desks/{desk}/home", **OF_DESK, returns=MetHome, example=MET)
def get_own_home(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """Read the home that you meet.

    That of your organization, else the one for everybody. 404 where there is none: then the plain pages stand.
    """
    here = next((one for one in help_desks(request.actor) if one.key == desk), None)
    home = homes.home_of(request.actor, here.pk) if here is not None else None
    if here is None or home is None:
        raise NotFound
    with translation.override(request.bearer.token.person.language or here.language):
        return _met(home, here)


@route(router, "GET", "/desks/{desk}/homes", **SETS, returns=ShownHomes, example={"items": [HOME]})
def list_homes(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """List the homes of a desk.

    Deleted ones among them. For administrators of the desk.
    """
    here = desk_for(request.actor, desk, "knowledge.settings", reading=True)
    rows = Home.objects.within(here).select_related("desk").prefetch_related("organizations")
    return {"items": [_shown(one) for one in rows]}


@route(router, "POST", "/desks/{desk}/homes", **ONE, status=201, headers=("Location",), body_example=BODY)
def create_home(request: ApiRequest, desk: DeskPath, new: NewHome, response: HttpResponse) -> dict[str, Any]:
    """Make a home."""
    here = desk_for(request.actor, desk, "knowledge.settings")
    given = new.model_dump()
    with transaction.atomic():
        details = _details(here, {name: given[name] for name in SAID}, given["organizations"])
        row = actions.create_home(actor=request.actor, desk=here, details=details, contacts=_ways(new.contacts))
        if new.parts is not None:
            actions.arrange_home(actor=request.actor, home=row, parts=new.parts)
        actions.choose_shelves(actor=request.actor, home=row, shelves=_shelves(here, new.shelves))
    response.headers["Location"] = reverse("api:get_home", args=[desk, row.pk])
    return _shown(_row(here, row.pk))


@route(router, "GET", "/desks/{desk}/homes/{id}", **ONE)
def get_home(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Read one home."""
    return _shown(_row(desk_for(request.actor, desk, "knowledge.settings", reading=True), id))


@route(router, "PATCH", "/desks/{desk}/homes/{id}", **ONE, body_example={"parts": ["search", "categories"]})
def change_home(request: ApiRequest, desk: DeskPath, id: RowId, change: HomeChange) -> dict[str, Any]:  # noqa: A002
    """Change a home.

    Send only what changes. Lists are sent whole.
    """
    here, given = desk_for(request.actor, desk, "knowledge.settings"), change.given()
    if "others" in given:
        given["others"] = {code: one.model_dump() for code, one in change.others.items()}
    with transaction.atomic():
        row = _row(here, id)
        if {*SAID, "organizations"} & set(given):
            said = {name: given.get(name, getattr(row, name)) for name in SAID}
            actions.edit_home(actor=request.actor, home=row, details=_details(here, said, _people(row, given), row))
        if "parts" in given:
            actions.arrange_home(actor=request.actor, home=row, parts=change.parts)
        if "shelves" in given:
            actions.choose_shelves(actor=request.actor, home=row, shelves=_shelves(here, change.shelves))
        if "contacts" in given:
            actions.set_contacts(actor=request.actor, home=row, contacts=_ways(change.contacts))
    return _shown(_row(here, id))


@route(
    router,
    "POST",
    "/desks/{desk}/homes/{id}/logo",
    **SETS | {"refuses": (404, 413)},
    returns=ShownHome,
    example=HOME,
    body_example={"file": "(the bytes of logo.png)"},
)
def set_home_logo(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    file: Annotated[UploadedFile, File(description="PNG, JPEG or WebP.")],
) -> dict[str, Any]:
    """Give a home a logo."""
    return _with_logo(request, desk, id, logo=file.read())


@route(router, "DELETE", "/desks/{desk}/homes/{id}/logo", **ONE)
def drop_home_logo(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Take the logo off a home."""
    return _with_logo(request, desk, id, drop_logo=True)


@route(router, "DELETE", "/desks/{desk}/homes/{id}", **SETS, status=204)
def delete_home(request: ApiRequest, desk: DeskPath, id: RowId) -> None:  # noqa: A002
    """Delete a home.

    Nobody meets it any more; it can be put back.
    """
    actions.delete_home(actor=request.actor, home=_row(desk_for(request.actor, desk, "knowledge.settings"), id))


@route(router, "POST", "/desks/{desk}/homes/{id}/restore", **ONE)
def restore_home(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Put a deleted home back.

    409 if another home has its address, its people or everybody by now.
    """
    here = desk_for(request.actor, desk, "knowledge.settings")
    actions.restore_home(actor=request.actor, home=_row(here, id))
    return _shown(_row(here, id))


def _row(desk: Desk, pk: int) -> Home:
    rows = Home.objects.within(desk).select_related("desk").prefetch_related("organizations")
    found: Home | None = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _with_logo(request: ApiRequest, desk: str, pk: int, **look: Any) -> dict[str, Any]:
    here = desk_for(request.actor, desk, "knowledge.settings")
    row = _row(here, pk)
    people = [one.pk for one in row.organizations.all()]
    said = {name: getattr(row, name) for name in SAID}
    actions.edit_home(actor=request.actor, home=row, details=_details(here, said | look, people, row))
    return _shown(_row(here, pk))


def _people(row: Home, given: dict[str, Any]) -> list[int]:
    return given["organizations"] if "organizations" in given else [one.pk for one in row.organizations.all()]


def _details(desk: Desk, said: dict[str, Any], people: list[int], row: Home | None = None) -> HomeDetails:
    """What the action takes. Raises Invalid for an organization that neither the desk nor the home knows."""
    rows = Organization.objects.filter(pk__in=people)
    known = set(organizations_of([desk.pk]).filter(pk__in=people).values_list("pk", flat=True))
    known |= {one.pk for one in row.organizations.all()} if row is not None else set()
    if set(people) - known:
        raise wrong("organizations", _("Choose organizations that this desk knows."))
    return HomeDetails(**said, organizations=list(rows))


def _shelves(desk: Desk, wanted: list[int]) -> list[int]:
    known = set(Shelf.objects.within(desk).filter(pk__in=wanted).values_list("pk", flat=True))
    if set(wanted) - known:
        raise wrong("shelves", _("The desk has no category with this id."))
    return wanted


def _ways(given: list[HomeWay]) -> list[Contact]:
    return [Contact(**one.model_dump()) for one in given]


def _shown(row: Home) -> dict[str, Any]:
    names = (*SAID, "parts", "shelves", "contacts")
    others = {code: {"heading": "", "words": ""} | said for code, said in row.others.items()}
    people = sorted(row.organizations.all(), key=lambda one: str(one.name))
    return {name: getattr(row, name) for name in names} | {
        "id": row.pk,
        "desk": row.desk.key,
        "others": others,
        "organizations": [{"id": one.pk, "name": one.name} for one in people],
        "has_logo": row.logo_id is not None,
        "is_deleted": row.deleted_at is not None,
        "url": homes.address(row, row.desk),
    }


def _met(home: Home, desk: Desk) -> dict[str, Any]:
    return {
        "desk": desk.key,
        "name": home.name,
        **home.said(homes.language()),
        "parts": home.parts,
        "contacts": [_way(one) for one in homes.ways(home, desk)],
        "accent": home.accent,
        "url": reverse("knowledge:help_home", args=[desk.key]),
    }


def _way(one: contacts.Shown) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("label", "value", "url", "is_closed", "hours")}
