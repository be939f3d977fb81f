"""Categories, services and rules of a catalog for programs."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath, RowId
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.modules.catalog import access, actions, shown
from deskhand.modules.catalog.api import router
from deskhand.modules.catalog.api.keeping import OF_DESK, desk_for
from deskhand.modules.catalog.api.schemas_arranging import (
    CatalogRulesChange,
    CatalogRulesShown,
    ItemCategories,
    ItemCategoryChange,
    KeptCategories,
    KeptCategory,
    NewItemCategory,
    ServiceProfileChange,
    ServiceProfileShown,
    ServiceProfilesShown,
)
from deskhand.modules.catalog.models import ServiceProfile, Shelf
from deskhand.tickets.models import Service

SHELF: dict[str, Any] = {
    "id": 2,
    "code": "computers",
    "title": "Computers",
    "parent": None,
    "place": 0,
    "words": {"de": {"title": "Computer"}},
    "has_picture": False,
    "items": 4,
}
OPEN: dict[str, Any] = {"code": "computers", "desk": "it", "title": "Computers", "parent": None, "items": 3}
PROFILE: dict[str, Any] = {
    "id": 3,
    "service": "Workplace",
    "description": "Laptops, screens, phones and what belongs to a desk.",
    "hours": "Weekdays 08:00 to 18:00",
    "support": "On site",
    "status": "live",
}
RULES: dict[str, Any] = {"for_whom": "organization"}
CHANGED: dict[str, Any] = {**OF_DESK, "refuses": (404, 409)}


@route(router, "GET", "/categories", gate="scoped", returns=ItemCategories, example={"items": [OPEN]})
def list_item_categories(request: ApiRequest) -> dict[str, Any]:
    """List categories.

    Only those in which you may order something.
    """
    found = shown.orderable(request.actor).exclude(shelf=None).order_by()
    counts = Counter(found.values_list("shelf_id", flat=True))
    desks = set(found.values_list("desk_id", flat=True))
    rows = {one.pk: one for one in Shelf.objects.within(desks).select_related("desk")}
    total: Counter[int] = Counter()
    for pk, count in counts.items():
        at = rows.get(pk)
        while at is not None:
            total[at.pk] += count
            at = rows.get(at.parent_id or 0)
    return {"items": [_open(one, rows, total[one.pk]) for one in rows.values() if total[one.pk]]}


@route(router, "GET", "/desks/{desk}/item-categories", **OF_DESK, returns=KeptCategories, example={"items": [SHELF]})
def list_kept_categories(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """List the categories of a desk.

    Empty ones among them. For those who serve the desk.
    """
    here = desk_for(request.actor, desk)
    rows = Shelf.objects.within(here).select_related("parent").annotate(count=Count("items"))
    return {"items": [_kept(one) for one in rows]}


@route(
    router,
    "POST",
    "/desks/{desk}/item-categories",
    **CHANGED,
    returns=KeptCategory,
    status=201,
    example=SHELF,
    body_example={"code": "computers", "title": "Computers"},
)
def create_item_category(request: ApiRequest, desk: DeskPath, new: NewItemCategory) -> dict[str, Any]:
    """Make a category."""
    here = desk_for(request.actor, desk)
    given = _given(here.pk, new)
    return _kept(kept_category(here, actions.save_shelf(actor=request.actor, desk=here, code=new.code, **given).pk))


@route(
    router,
    "PATCH",
    "/desks/{desk}/item-categories/{id}",
    **CHANGED,
    returns=KeptCategory,
    example=SHELF,
    body_example={"place": 2},
)
def change_item_category(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002 (its name in the address)
    change: ItemCategoryChange,
) -> dict[str, Any]:
    """Change a category."""
    here = desk_for(request.actor, desk)
    row = kept_category(here, id)
    actions.save_shelf(actor=request.actor, desk=here, shelf=row, **_given(here.pk, change))
    return _kept(kept_category(here, id))


@route(router, "DELETE", "/desks/{desk}/item-categories/{id}", **OF_DESK, status=204)
def delete_item_category(request: ApiRequest, desk: DeskPath, id: RowId) -> None:  # noqa: A002
    """Remove a category.

    Its items and categories stay, in none.
    """
    actions.delete_shelf(actor=request.actor, shelf=kept_category(desk_for(request.actor, desk), id))


@route(
    router,
    "GET",
    "/desks/{desk}/services",
    **OF_DESK,
    returns=ServiceProfilesShown,
    example={"items": [PROFILE]},
)
def list_service_profiles(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """List what people read about the services of a desk."""
    here = desk_for(request.actor, desk)
    rows = Service.objects.within(here).select_related("catalog_profile").order_by("name", "pk")
    return {"items": [_profile(one) for one in rows]}


@route(
    router,
    "PATCH",
    "/desks/{desk}/services/{id}",
    **OF_DESK,
    returns=ServiceProfileShown,
    example=PROFILE,
    body_example={"hours": "Weekdays 08:00 to 18:00"},
)
def change_service_profile(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002 (its name in the address)
    change: ServiceProfileChange,
) -> dict[str, Any]:
    """Change what people read about a service."""
    here = desk_for(request.actor, desk)
    row = Service.objects.within(here).filter(pk=id).first()
    if row is None:
        raise NotFound
    given = {name: value for name, value in change.given().items() if value is not None}
    actions.save_profile(actor=request.actor, service=row, **given)
    return _profile(Service.objects.within(here).select_related("catalog_profile").get(pk=id))


@route(router, "GET", "/desks/{desk}/rules", **OF_DESK, returns=CatalogRulesShown, example=RULES)
def get_catalog_rules(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """Read for whom people may order."""
    return {"for_whom": access.rules_of(desk_for(request.actor, desk).pk).for_whom}


@route(router, "PUT", "/desks/{desk}/rules", **OF_DESK, returns=CatalogRulesShown, example=RULES, body_example=RULES)
def set_catalog_rules(request: ApiRequest, desk: DeskPath, wanted: CatalogRulesChange) -> dict[str, Any]:
    """Say for whom people may order.

    For administrators of the desk.
    """
    here = desk_for(request.actor, desk)
    return {"for_whom": actions.save_rules(actor=request.actor, desk=here, for_whom=wanted.for_whom).for_whom}


def kept_category(desk: Desk, pk: int) -> Shelf:
    """A category of the desk. Raises NotFound."""
    rows = Shelf.objects.within(desk).select_related("desk", "parent").annotate(count=Count("items"))
    row: Shelf | None = rows.filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def _given(desk_id: int, change: ItemCategoryChange) -> dict[str, Any]:
    """What was sent, as :func:`save_shelf` takes it."""
    given = {name: value for name, value in change.given().items() if value is not None and name != "code"}
    if "parent" in change.model_fields_set:
        given["parent"] = _parent(desk_id, change.parent)
    return given


def _parent(desk_id: int, code: str | None) -> Shelf | None:
    if code is None:
        return None
    found: Shelf | None = Shelf.objects.within(desk_id).filter(code=code).first()
    if found is None:
        words = _("The desk has no category “%(code)s”.") % {"code": code[:60]}
        raise Invalid(words, {"parent": words})
    return found


def _open(row: Shelf, rows: dict[int, Shelf], count: int) -> dict[str, Any]:
    above = rows.get(row.parent_id or 0)
    parent = above.code if above else None
    return {"code": row.code, "desk": row.desk.key, "title": row.title, "parent": parent, "items": count}


def _kept(row: Shelf) -> dict[str, Any]:
    return {
        "id": row.pk,
        "code": row.code,
        "title": row.title,
        "parent": row.parent.code if row.parent else None,
        "place": row.place,
        "words": row.words,
        "has_picture": row.picture_id is not None,
        "items": getattr(row, "count", 0),
    }


def _profile(row: Service) -> dict[str, Any]:
    found = getattr(row, "catalog_profile", None) or ServiceProfile(service=row)
    names = ("description", "hours", "support", "status")
    return {"id": row.pk, "service": row.name, **{name: getattr(found, name) for name in names}}
