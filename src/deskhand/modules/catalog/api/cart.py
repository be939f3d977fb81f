"""The bearer's cart for programs."""

from __future__ import annotations

from typing import Any

from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import RowId
from deskhand.modules.catalog import access, actions
from deskhand.modules.catalog.api import router
from deskhand.modules.catalog.api.schemas import LINE, ShownOrder, WantedItem, amount
from deskhand.modules.catalog.api.schemas_arranging import CartLine, CartOrder, ShownCart
from deskhand.modules.catalog.api.shopping import shown_order, wish_for
from deskhand.modules.catalog.models import OrderLine, OrderState

IN_CART: dict[str, Any] = {
    "id": 31,
    "item": 4,
    "code": "second-screen",
    "desk": "it",
    "title": "Second screen",
    "quantity": 1,
    "price": "210.00",
    "currency": "EUR",
    "cost_centre": "",
    "for_person": "mara@kestrel.example",
    "wanted_on": None,
    "starts_on": None,
    "answers": {"size": ["27"]},
}
WANTED: dict[str, Any] = {"item": 4, "answers": {"size": "27"}}
ONE: dict[str, Any] = {"gate": "scoped", "sample": "order-line", "refuses": (404,)}


@route(router, "GET", "/cart", gate="scoped", returns=ShownCart, example={"items": [IN_CART]})
def get_cart(request: ApiRequest) -> dict[str, Any]:
    """Read your cart."""
    rows = OrderLine.objects.placed_by(request.actor).filter(order__state=OrderState.CART)
    return {"items": [_shown(one) for one in rows.select_related(*access.WITH, "item__desk")]}


@route(
    router,
    "POST",
    "/cart-lines",
    gate="scoped",
    returns=CartLine,
    status=201,
    example=IN_CART,
    body_example=WANTED,
    refuses=(404,),
)
def add_cart_line(request: ApiRequest, wanted: WantedItem) -> dict[str, Any]:
    """Put an item into your cart.

    Judged as if it were ordered, and again when the cart is.
    """
    return _shown(actions.put_in_cart(actor=request.actor, wish=wish_for(request, wanted)))


@route(router, "PUT", "/cart-lines/{id}", **ONE, returns=CartLine, example=IN_CART, body_example=WANTED)
def change_cart_line(request: ApiRequest, id: RowId, wanted: WantedItem) -> dict[str, Any]:  # noqa: A002
    """Change a line of your cart.

    All of it is sent, for the same item.
    """
    return _shown(actions.change_in_cart(actor=request.actor, pk=id, wish=wish_for(request, wanted)))


@route(router, "DELETE", "/cart-lines/{id}", **ONE, status=204)
def remove_cart_line(request: ApiRequest, id: RowId) -> None:  # noqa: A002 (its name in the address)
    """Take a line out of your cart."""
    actions.drop_from_cart(actor=request.actor, pk=id)


@route(
    router,
    "POST",
    "/cart/order",
    gate="scoped",
    returns=ShownOrder,
    status=201,
    example={"id": 12, "lines": [LINE]},
    body_example={"key": "2026-0117"},
)
def order_cart(request: ApiRequest, wanted: CartOrder) -> dict[str, Any]:
    """Order what is in your cart.

    All of it or nothing. What is wrong is told by the id of its line, as in `line.31`.
    """
    return shown_order(request, actions.check_out(actor=request.actor, key=wanted.key))


def _shown(row: OrderLine) -> dict[str, Any]:
    return {
        "id": row.pk,
        "item": row.item_id,
        "code": row.item.code,
        "desk": row.desk.key,
        "title": row.title,
        "quantity": row.quantity,
        "price": amount(row.price),
        "currency": row.currency,
        "cost_centre": row.cost_centre,
        "for_person": row.for_person.email if row.for_person else None,
        "wanted_on": row.wanted_on,
        "starts_on": row.starts_on,
        "answers": row.answers,
    }
