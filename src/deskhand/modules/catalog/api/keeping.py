"""Keeping a desk's items for programs: the same verbs as the settings pages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from deskhand.accounts.models import Desk
from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath, RowId
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.modules.catalog import actions
from deskhand.modules.catalog.actions.designing import publish_form
from deskhand.modules.catalog.actions.parts import save_parts
from deskhand.modules.catalog.actions.translating import translate
from deskhand.modules.catalog.api import router
from deskhand.modules.catalog.api.schemas import (
    BLANK_PART,
    KEPT,
    PART,
    WORDS,
    BundleParts,
    ItemChange,
    ItemStatus,
    ItemWords,
    KeptItem,
    KeptItems,
    LanguagePath,
    NewItem,
    amount,
)
from deskhand.modules.catalog.models import Item
from deskhand.modules.catalog.querysets import desks_of
from deskhand.tickets.models import Priority

OF_DESK: dict[str, Any] = {"gate": "scoped", "sample": "desk", "refuses": (404,)}
ONE: dict[str, Any] = {
    "gate": "scoped",
    "sample": "desk",
    "returns": KeptItem,
    "refuses": (404, 409),
    "example": KEPT,
}


@route(router, "GET", "/desks/{desk}/items", **OF_DESK, returns=KeptItems, example={"items": [KEPT]})
def list_kept_items(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """List the items of a desk.

    Drafts and retired ones among them. For those who serve the desk.
    """
    here = desk_for(request.actor, desk)
    return {"items": [_shown(one) for one in Item.objects.within(here).select_related("published")]}


@route(
    router,
    "POST",
    "/desks/{desk}/items",
    **ONE,
    status=201,
    headers=("Location",),
    body_example={"code": "second-screen", "title": "Second screen", "price": "210.00", "days": 2},
)
def create_item(request: ApiRequest, desk: DeskPath, new: NewItem, response: HttpResponse) -> dict[str, Any]:
    """Make an item.

    For leads and administrators of the desk. It is a draft with no questions until it is published.
    """
    here = desk_for(request.actor, desk)
    row = actions.save_item(actor=request.actor, desk=here, code=new.code, **_given(new))
    response.headers["Location"] = reverse("api:get_kept_item", args=[desk, row.pk])
    return _shown(kept_item(here, row.pk))


@route(router, "GET", "/desks/{desk}/items/{id}", **ONE)
def get_kept_item(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Read one item of a desk."""
    return _shown(kept_item(desk_for(request.actor, desk), id))


@route(router, "PATCH", "/desks/{desk}/items/{id}", **ONE, body_example={"price": "199.00"})
def change_item(request: ApiRequest, desk: DeskPath, id: RowId, change: ItemChange) -> dict[str, Any]:  # noqa: A002
    """Change an item.

    Orders keep what they were placed with.
    """
    here = desk_for(request.actor, desk)
    actions.save_item(actor=request.actor, desk=here, item=kept_item(here, id), **_given(change))
    return _shown(kept_item(here, id))


@route(router, "POST", "/desks/{desk}/items/{id}/status", **ONE, body_example={"status": "live"})
def set_item_status(request: ApiRequest, desk: DeskPath, id: RowId, wanted: ItemStatus) -> dict[str, Any]:  # noqa: A002
    """Put an item live, back into draft, or retire it."""
    here = desk_for(request.actor, desk)
    actions.set_item_status(actor=request.actor, item=kept_item(here, id), status=wanted.status)
    return _shown(kept_item(here, id))


@route(router, "POST", "/desks/{desk}/items/{id}/publish", **ONE)
def publish_item(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Publish the form that is being written, as a new version."""
    here = desk_for(request.actor, desk)
    publish_form(actor=request.actor, item=kept_item(here, id))
    return _shown(kept_item(here, id))


@route(router, "PUT", "/desks/{desk}/items/{id}/parts", **ONE, body_example={"parts": [PART]})
def set_item_parts(request: ApiRequest, desk: DeskPath, id: RowId, wanted: BundleParts) -> dict[str, Any]:  # noqa: A002
    """Say what a bundle is made of.

    These parts and no others. What could never be ordered is refused by its place, as in `parts.0.when`.
    """
    here = desk_for(request.actor, desk)
    parts = [one.model_dump(exclude_unset=True) for one in wanted.parts]
    save_parts(actor=request.actor, item=kept_item(here, id), parts=parts)
    return _shown(kept_item(here, id))


@route(router, "PUT", "/desks/{desk}/items/{id}/words/{language}", **ONE, body_example=WORDS)
def set_item_words(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002 (its name in the address)
    language: LanguagePath,
    wanted: ItemWords,
) -> dict[str, Any]:
    """Say the texts of an item in another language.

    With those of its questions, by the text as it is written. These and no others.
    """
    here = desk_for(request.actor, desk)
    row = kept_item(here, id)
    translate(actor=request.actor, item=row, language=language, own=wanted.own(), form=wanted.form)
    return _shown(kept_item(here, id))


def desk_for(actor: Actor, key: str) -> Desk:
    """A desk whose catalog the bearer reads as one of its people. Raises NotFound."""
    found = Desk.objects.filter(key=key, pk__in=desks_of(actor, "catalog.read")).first()
    if found is None:
        raise NotFound
    return found


def kept_item(desk: Desk, pk: int) -> Item:
    """An item of the desk, a draft too. Raises NotFound."""
    row: Item | None = Item.objects.within(desk).select_related("desk", "published").filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def _given(change: ItemChange) -> dict[str, Any]:
    """What was sent, as :func:`save_item` takes it."""
    given = {name: getattr(change, name) for name in change.model_fields_set if name != "code"}
    if given.get("price") is not None:
        given["price"] = Decimal(given["price"])
    if given.get("priority") is not None:
        given["priority"] = Priority.of(given["priority"])
    may_be_none = ("price", "days")
    return {name: value for name, value in given.items() if value is not None or name in may_be_none}


def _shown(row: Item) -> dict[str, Any]:
    names = ("code", "kind", "status", "title", "summary", "description", "currency", "price_every", "days", "most")
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in names},
        "words": row.words,
        "price": amount(row.price),
        "parts": [{**BLANK_PART, **one} for one in row.parts],
        "approval": row.approval,
        "plan": row.plan,
        "version": row.published.number if row.published else None,
    }
