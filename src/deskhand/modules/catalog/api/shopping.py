"""Browsing and ordering for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from deskhand.accounts.models import Person
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, Limit, OfDesk, RowId
from deskhand.kernel import clock
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.modules.catalog import access, actions
from deskhand.modules.catalog.api import router
from deskhand.modules.catalog.api.schemas import (
    ITEM,
    LINE,
    ItemPage,
    ItemWithForm,
    LineChange,
    LinePage,
    NewOrder,
    ShownLine,
    ShownOrder,
    WantedItem,
    amount,
)
from deskhand.modules.catalog.models import Item, Order, OrderLine, OrderState
from deskhand.modules.catalog.wishes import Wish

ONE: dict[str, Any] = {"gate": "scoped", "sample": "order-line", "refuses": (404,)}
SHOWN: dict[str, Any] = {**ONE, "returns": ShownLine, "example": LINE}


@route(router, "GET", "/items", gate="scoped", returns=ItemPage, example={"items": [ITEM], "next": None})
def list_catalog_items(
    request: ApiRequest, desk: OfDesk = "", limit: Limit = DEFAULT_LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List what can be ordered.

    Only what you may order yourself, by title.
    """
    found = Item.objects.orderable_by(request.actor, clock.now().date()).select_related("desk", "shelf")
    if desk:
        found = found.filter(desk__key=desk)
    return Walk("title", f"items:{desk}", limit, cursor).page(found, shown_item)


@route(
    router,
    "GET",
    "/items/{id}",
    gate="scoped",
    sample="item",
    refuses=(404,),
    returns=ItemWithForm,
    example={
        **ITEM,
        "description": "",
        "words": {"de": {"title": "Zweiter Bildschirm"}},
        "version": 1,
        "form": {"steps": []},
    },
)
def get_catalog_item(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Read an item with its questions."""
    row = orderable_item(request, id)
    published = row.published
    return {
        **shown_item(row),
        "description": row.description,
        "words": row.words,
        "version": published.number if published else 0,
        "form": published.form if published else {},
    }


@route(
    router,
    "POST",
    "/orders",
    gate="scoped",
    returns=ShownOrder,
    status=201,
    example={"id": 12, "lines": [LINE]},
    body_example={"items": [{"item": 4, "answers": {"size": "27"}}], "key": "2026-0117"},
    refuses=(404,),
)
def place_order(request: ApiRequest, new: NewOrder, response: HttpResponse) -> dict[str, Any]:
    """Order.

    All of it or nothing. What is wrong is told by the place of its item and the code of its question, as in
    `0.q.size`.
    """
    wishes = [wish_for(request, one, f"{place}.") for place, one in enumerate(new.items)]
    row = actions.order(actor=request.actor, wishes=wishes, key=new.key)
    return shown_order(request, row)


@route(router, "GET", "/order-lines", gate="scoped", returns=LinePage, example={"items": [LINE], "next": None})
def list_order_lines(request: ApiRequest, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """List what you ordered."""
    found = OrderLine.objects.placed_by(request.actor).exclude(order__state=OrderState.CART)
    return Walk("id", "order-lines", limit, cursor).page(found.select_related(*access.WITH), shown_line)


@route(router, "GET", "/order-lines/{id}", **SHOWN)
def get_order_line(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Read a line that you ordered, or that your desk works on."""
    return shown_line(_line(request, id))


@route(router, "POST", "/order-lines/{id}/cancel", **SHOWN)
def cancel_order_line(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Cancel a line.

    Your own as long as its item lets you; one of your desk until it has ended.
    """
    actions.cancel_line(actor=request.actor, line=_line(request, id))
    return shown_line(_line(request, id))


@route(router, "POST", "/order-lines/{id}/change", **SHOWN, body_example={"answers": {"size": "24"}, "quantity": 2})
def change_order_line(request: ApiRequest, id: RowId, change: LineChange) -> dict[str, Any]:  # noqa: A002
    """Answer the questions of a line otherwise.

    Whoever approved it is asked anew if they approved something else. Hidden answers that are not sent stay.
    """
    line = _line(request, id)
    actions.change_line(actor=request.actor, line=line, given=change.answers, quantity=change.quantity)
    return shown_line(_line(request, id))


@route(router, "POST", "/order-lines/{id}/go-on", **SHOWN)
def let_order_line_go_on(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Let a line go on without an approval.

    For staff of the desk, where nothing gets the approval.
    """
    actions.go_on(actor=request.actor, line=access.served_line_for(request.actor, id))
    return shown_line(_line(request, id))


def shown_item(row: Item) -> dict[str, Any]:
    """An item as it is answered."""
    return {
        "id": row.pk,
        "desk": row.desk.key,
        "code": row.code,
        "kind": row.kind,
        "title": row.title,
        "summary": row.summary,
        "category": row.shelf.code if row.shelf else None,
        "price": amount(row.price),
        "currency": row.currency,
        "price_every": row.price_every,
        "days": row.days,
        "most": row.most,
        "needs_approval": bool(row.approval),
        "out_of_stock": row.out_of_stock,
    }


def shown_line(row: OrderLine) -> dict[str, Any]:
    """A line as it is answered."""
    return {
        "id": row.pk,
        "order": row.order_id,
        "item": row.item.code,
        "desk": row.desk.key,
        "title": row.title,
        "state": row.state,
        "ticket": row.ticket.number if row.ticket is not None and row.ticket.desk_id == row.desk_id else None,
        "quantity": row.quantity,
        "price": amount(row.price),
        "currency": row.currency,
        "cost_centre": row.cost_centre,
        "for_person": row.for_person.email if row.for_person else None,
        "wanted_on": row.wanted_on,
        "starts_on": row.starts_on,
        "ordered_at": row.ordered_at,
        "ended_at": row.ended_at,
        "answers": row.answers,
    }


def shown_order(request: ApiRequest, row: Order) -> dict[str, Any]:
    """An order with its lines."""
    lines = OrderLine.objects.placed_by(request.actor).filter(order=row).select_related(*access.WITH)
    return {"id": row.pk, "lines": [shown_line(one) for one in lines]}


def orderable_item(request: ApiRequest, pk: int) -> Item:
    """An item that the bearer may order. Raises NotFound."""
    found = Item.objects.orderable_by(request.actor, clock.now().date())
    row: Item | None = found.select_related("desk", "shelf", "published", "picture").filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def meant_by(request: ApiRequest, item: Item, email: str | None, field: str) -> Person | None:
    """For whom it is, by their address; None for the bearer. Raises Invalid with the field."""
    if email is None or email == request.actor.email:
        return None
    person: Person | None = access.people_for(request.actor, item.desk_id).filter(email=email).first()
    if person is None:
        words = _("You cannot order for this person here.")
        raise Invalid(words, {field: words})
    return person


def _line(request: ApiRequest, pk: int) -> OrderLine:
    try:
        found = access.own_line_for(request.actor, pk)
    except NotFound:
        return access.served_line_for(request.actor, pk)
    if found.order.state == OrderState.CART:
        raise NotFound
    return found


def wish_for(request: ApiRequest, wanted: WantedItem, before: str = "") -> Wish:
    """What was sent, to be judged; ``before`` stands before the names of its fields in a refusal."""
    item = orderable_item(request, wanted.item)
    return Wish(
        item=item,
        given=wanted.answers,
        quantity=wanted.quantity,
        for_person=meant_by(request, item, wanted.for_person, f"{before}for_person"),
        cost_centre=wanted.cost_centre,
        wanted_on=wanted.wanted_on,
        starts_on=wanted.starts_on,
    )
