"""Services and locations of desks."""

from __future__ import annotations

from typing import Annotated, Any

from django.db import transaction
from ninja import Router
from pydantic import ConfigDict, Field

from deskhand.accounts.actions import save_location
from deskhand.accounts.models import Location
from deskhand.accounts.models.location import LOCATION_NAME_LIMIT
from deskhand.api import lookups
from deskhand.api.answers import Answer, Page
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.desk_schemas import DeskKey
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, Email, Input, Limit, OfDesk, RowId, Text
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.tickets.actions import save_service
from deskhand.tickets.models import Service
from deskhand.tickets.models.service import DESCRIPTION_LIMIT, SERVICE_NAME_LIMIT

router = Router(tags=["Desks"])

ServiceName = Annotated[Text, Field(min_length=1, max_length=SERVICE_NAME_LIMIT)]
LocationName = Annotated[Text, Field(min_length=1, max_length=LOCATION_NAME_LIMIT)]
Owner = Annotated[Email | None, Field(description="Mail address of somebody who serves the desk; null for nobody.")]
Description = Annotated[Text, Field(max_length=DESCRIPTION_LIMIT)]


class ShownService(Answer):
    """A service of a desk."""

    id: int
    desk: str
    name: str
    owner: Annotated[str | None, Field(description="Mail address of who answers for it.")]
    owner_name: str | None
    description: str
    is_active: Annotated[bool, Field(description="Whether it is offered.")]


class ServicePage(Page[ShownService]):
    """A page of services."""


class NewService(Input):
    """A service of a desk."""

    desk: DeskKey
    name: ServiceName
    owner: Owner = None
    description: Description = ""

    model_config = ConfigDict(json_schema_extra={"example": {"desk": "it", "name": "VPN", "owner": "jana@example.org"}})


class ServiceChange(Input):
    """What shall be different. What is left away stays; null takes the owner off."""

    name: ServiceName | None = None
    owner: Owner = None
    description: Description | None = None
    is_active: bool | None = None

    model_config = ConfigDict(json_schema_extra={"example": {"description": "Access from outside."}})


class ShownLocation(Answer):
    """A location of a desk."""

    id: int
    desk: str
    name: str
    is_active: Annotated[bool, Field(description="Whether it is offered.")]


class LocationPage(Page[ShownLocation]):
    """A page of locations."""


class NewLocation(Input):
    """A location of a desk."""

    desk: DeskKey
    name: LocationName

    model_config = ConfigDict(json_schema_extra={"example": {"desk": "it", "name": "Hamburg"}})


class LocationChange(Input):
    """What shall be different. What is left away stays."""

    name: LocationName | None = None
    is_active: bool | None = None

    model_config = ConfigDict(json_schema_extra={"example": {"is_active": False}})


SERVICE: dict[str, Any] = {
    "id": 3,
    "desk": "it",
    "name": "VPN",
    "owner": "jana@eberfeld.example",
    "owner_name": "Jana Vogt",
    "description": "Access from outside.",
    "is_active": True,
}
LOCATION: dict[str, Any] = {"id": 5, "desk": "it", "name": "Hamburg", "is_active": True}
OF_SERVICE: dict[str, Any] = {"returns": ShownService, "example": SERVICE}
OF_LOCATION: dict[str, Any] = {"returns": ShownLocation, "example": LOCATION}
ONE_SERVICE: dict[str, Any] = {"gate": "scoped", "sample": "service", "refuses": (404, 409), **OF_SERVICE}
ONE_LOCATION: dict[str, Any] = {"gate": "scoped", "sample": "location", "refuses": (404, 409), **OF_LOCATION}


@route(router, "GET", "/services", gate="scoped", returns=ServicePage, example={"items": [SERVICE], "next": None})
def list_services(
    request: ApiRequest, desk: OfDesk = "", limit: Limit = DEFAULT_LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List services.

    By name: those of the desks that you serve, also those that are not offered any more.
    """
    return _listed(Service.objects, request.actor, "services", desk, limit, cursor, _service, "desk", "owner")


@route(router, "POST", "/services", gate="scoped", status=201, refuses=(409,), **OF_SERVICE)
def make_service(request: ApiRequest, new: NewService) -> dict[str, Any]:
    """Make a service."""
    with transaction.atomic():
        desk = lookups.served_desk(request.actor, new.desk)
        owner = lookups.assignee(desk.pk, new.owner, field="owner") if new.owner is not None else None
        row = save_service(actor=request.actor, desk=desk, name=new.name, owner=owner, description=new.description)
    return _service(row)


@route(router, "PATCH", "/services/{id}", **ONE_SERVICE)
def change_service(request: ApiRequest, id: RowId, change: ServiceChange) -> dict[str, Any]:  # noqa: A002
    """Change a service, or put it away.

    Tickets keep one that is put away.
    """
    given = change.given()
    with transaction.atomic():
        row: Service = _row(Service.objects, request.actor, id)
        now: dict[str, Any] = {name: getattr(row, name) for name in ("name", "description", "is_active", "owner")}
        now |= {name: value for name, value in given.items() if name != "owner" and value is not None}
        if "owner" in given:
            now["owner"] = lookups.assignee(row.desk_id, change.owner, field="owner") if change.owner else None
        row = save_service(actor=request.actor, desk=row.desk, service=row, **now)
    return _service(row)


@route(router, "GET", "/locations", gate="scoped", returns=LocationPage, example={"items": [LOCATION], "next": None})
def list_locations(
    request: ApiRequest, desk: OfDesk = "", limit: Limit = DEFAULT_LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List locations.

    By name: those of the desks that you serve, also those that are not offered any more.
    """
    return _listed(Location.objects, request.actor, "locations", desk, limit, cursor, _location, "desk")


@route(router, "POST", "/locations", gate="scoped", status=201, refuses=(409,), **OF_LOCATION)
def make_location(request: ApiRequest, new: NewLocation) -> dict[str, Any]:
    """Make a location."""
    with transaction.atomic():
        desk = lookups.served_desk(request.actor, new.desk)
        row = save_location(actor=request.actor, desk=desk, name=new.name)
    return _location(row)


@route(router, "PATCH", "/locations/{id}", **ONE_LOCATION)
def change_location(request: ApiRequest, id: RowId, change: LocationChange) -> dict[str, Any]:  # noqa: A002
    """Change a location, or put it away.

    Tickets keep one that is put away.
    """
    with transaction.atomic():
        row: Location = _row(Location.objects, request.actor, id)
        now: dict[str, Any] = {"name": row.name, "is_active": row.is_active}
        now |= {name: value for name, value in change.given().items() if value is not None}
        row = save_location(actor=request.actor, desk=row.desk, location=row, **now)
    return _location(row)


def _listed(
    rows: Any, actor: Actor, what: str, desk: str, limit: int, cursor: str, shown: Any, *joined: str
) -> dict[str, Any]:
    found = rows.within(actor.desks_with("tickets.read"))
    if desk:
        found = found.filter(desk__key=desk)
    return Walk("name", f"{what} {desk}", limit, cursor).page(found, shown, *joined)


def _row(rows: Any, actor: Actor, pk: int) -> Any:
    found = rows.within(actor.desks_with("tickets.read")).select_related("desk").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _service(row: Service) -> dict[str, Any]:
    return {
        "id": row.pk,
        "desk": row.desk.key,
        "name": row.name,
        "owner": row.owner.email if row.owner else None,
        "owner_name": row.owner.name if row.owner else None,
        "description": row.description,
        "is_active": row.is_active,
    }


def _location(row: Location) -> dict[str, Any]:
    return {"id": row.pk, "desk": row.desk.key, "name": row.name, "is_active": row.is_active}
