"""Categories for programs."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.api.bearers import ApiRequest
from deskhand.api.lookups import wrong
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath, RowId
from deskhand.kernel.errors import NotFound
from deskhand.modules.knowledge import catalogue
from deskhand.modules.knowledge.actions import arrange
from deskhand.modules.knowledge.api.doors import OF_DESK, ON_DESK, desk_read
from deskhand.modules.knowledge.api.router import router
from deskhand.modules.knowledge.api.shelf_schemas import (
    SHELF,
    NewShelf,
    ShelfChange,
    ShelfPlace,
    ShownShelf,
    ShownShelves,
)
from deskhand.modules.knowledge.models import Shelf

BODY = {"name": "Network", "text": "VPN, wireless and cables.", "names": {"de": "Netzwerk"}}
ONE: dict[str, Any] = ON_DESK | {"returns": ShownShelf, "example": SHELF}


@route(router, "GET", "/desks/{desk}/shelves", **OF_DESK, returns=ShownShelves, example={"items": [SHELF]})
def list_shelves(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """List the categories of a desk.

    In the desk's order, sections right behind the category that they stand in. For the desk's own people; what
    readers see of them follows from what they may read.
    """
    return _all(desk_read(request.actor, desk))


@route(router, "POST", "/desks/{desk}/shelves", **ONE, status=201, headers=("Location",), body_example=BODY)
def create_shelf(request: ApiRequest, desk: DeskPath, new: NewShelf, response: HttpResponse) -> dict[str, Any]:
    """Make a category, or a section within one.

    It stands behind its siblings. For leads and administrators of the desk.
    """
    here = desk_read(request.actor, desk)
    details = arrange.ShelfDetails(name=new.name, text=new.text, icon=new.icon, names=new.names, texts=new.texts)
    parent = named_shelf(here, new.parent, "parent")
    made = arrange.create_shelf(actor=request.actor, desk=here, details=details, parent=parent)
    response.headers["Location"] = reverse("api:get_shelf", args=[desk, made.pk])
    return _one(here, made.pk)


@route(router, "GET", "/desks/{desk}/shelves/{id}", **OF_DESK, returns=ShownShelf, example=SHELF)
def get_shelf(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Read one category."""
    return _one(desk_read(request.actor, desk), id)


@route(router, "PATCH", "/desks/{desk}/shelves/{id}", **ONE, body_example={"name": "Network and VPN"})
def change_shelf(request: ApiRequest, desk: DeskPath, id: RowId, change: ShelfChange) -> dict[str, Any]:  # noqa: A002
    """Change what a category is called and says.

    Send only what changes. Its former address leads on to the new one.
    """
    here = desk_read(request.actor, desk)
    with transaction.atomic():
        row = _row(here, id)
        names = ("name", "text", "icon", "names", "texts")
        details = arrange.ShelfDetails(**{name: getattr(row, name) for name in names} | change.given())
        arrange.edit_shelf(actor=request.actor, shelf=row, details=details)
    return _one(here, id)


@route(
    router,
    "PUT",
    "/desks/{desk}/shelves/{id}/place",
    **ON_DESK,
    returns=ShownShelves,
    example={"items": [SHELF]},
    body_example={"parent": None, "after": 14},
)
def move_shelf(request: ApiRequest, desk: DeskPath, id: RowId, place: ShelfPlace) -> dict[str, Any]:  # noqa: A002
    """Put a category elsewhere in the tree.

    Its sections and articles go with it. It cannot stand within itself.
    """
    here = desk_read(request.actor, desk)
    row, parent = _row(here, id), named_shelf(here, place.parent, "parent")
    after = named_shelf(here, place.after, "after")
    arrange.move_shelf(actor=request.actor, shelf=row, parent=parent, after=after)
    return _all(here)


@route(router, "DELETE", "/desks/{desk}/shelves/{id}", **ON_DESK, status=204)
def delete_shelf(request: ApiRequest, desk: DeskPath, id: RowId) -> None:  # noqa: A002
    """Remove an empty category.

    Articles and sections are moved first. Articles that the bearer may not read go into the category above by
    themselves.
    """
    arrange.delete_shelf(actor=request.actor, shelf=_row(desk_read(request.actor, desk), id))


def named_shelf(desk: Desk, pk: int | None, field: str) -> Shelf | None:
    """The category that a body names, None for none. Raises Invalid for one that the desk does not have."""
    if pk is None:
        return None
    found: Shelf | None = Shelf.objects.within(desk).filter(pk=pk).first()
    if found is None:
        raise wrong(field, _("The desk has no category with this id."))
    return found


def _row(desk: Desk, pk: int) -> Shelf:
    found: Shelf | None = Shelf.objects.within(desk).select_related("desk").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _all(desk: Desk) -> dict[str, Any]:
    return {"items": [_shown(one, desk, depth) for one, depth in catalogue.tree(desk)]}


def _one(desk: Desk, pk: int) -> dict[str, Any]:
    found = [_shown(one, desk, depth) for one, depth in catalogue.tree(desk) if one.pk == pk]
    if not found:
        raise NotFound
    return found[0]


def _shown(row: Shelf, desk: Desk, depth: int) -> dict[str, Any]:
    names = ("position", "name", "text", "names", "texts", "icon", "slug")
    more = {name: getattr(row, name) for name in names}
    return {"id": row.pk, "desk": desk.key, "parent": row.parent_id, "depth": depth, **more}
