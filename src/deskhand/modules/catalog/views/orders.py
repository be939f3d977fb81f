"""The cart, and what became of one's orders."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deskhand.kernel.errors import Invalid
from deskhand.modules.catalog import access, actions, asking, shown, shown_regular
from deskhand.modules.catalog.models import OrderLine, OrderState
from deskhand.modules.catalog.money import in_words
from deskhand.modules.catalog.views.changing import changed
from deskhand.portal.pages import actor_of, page
from deskhand.web import limits
from deskhand.web.gates import gate

SHOWN = 50
"""Orders on the page of one's orders."""


@gate("signed_in")
@require_http_methods(["GET", "HEAD", "POST"])
def cart(request: HttpRequest) -> HttpResponse:
    """What is in the cart; sent, one order."""
    if request.method != "POST":
        return _cart(request)
    actor = actor_of(request)
    try:
        limits.consume(request, "portal_own_form")
        actions.check_out(actor=actor, key=request.POST.get("key", ""))
    except Invalid as refusal:
        return _cart(request, wrong=refusal.fields, words=str(refusal))
    messages.success(request, _("Your order has arrived. Here you see where it stands."))
    return redirect("catalog:orders")


@gate("signed_in", sample="order-line")
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a line out of the cart."""
    actions.drop_from_cart(actor=actor_of(request), pk=pk)
    messages.success(request, _("It is not in your cart any more."))
    return redirect("catalog:cart")


@gate("signed_in")
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """Everything that one ordered, with where it stands."""
    found = shown.orders(actor_of(request), limit=SHOWN)
    mine = {one.line.item_id for one in found}
    offered = set(shown.orderable(actor_of(request)).filter(pk__in=mine).values_list("pk", flat=True))
    context = {"orders": found, "offered": offered, "regular": shown_regular.regular_orders(actor_of(request))}
    return page(request, "catalog/orders.html", context, current="catalog")


@gate("signed_in", sample="order-line")
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a line, as long as its item lets one."""
    actor = actor_of(request)
    actions.cancel_line(actor=actor, line=access.own_line_for(actor, pk))
    messages.success(request, _("The order is cancelled."))
    return redirect("catalog:orders")


@gate("signed_in", sample="order-line")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the questions of an order otherwise."""
    actor = actor_of(request)
    line = access.own_line_for(actor, pk)

    def draw(drawn: asking.Drawing, status: int) -> HttpResponse:
        context = {"line": line, "heading": shown.heading(line), "asking": drawn}
        return page(request, "catalog/change.html", context, desk=line.desk, current="catalog", status=status)

    answer = changed(request, actor, line, draw)
    if answer is not None:
        return answer
    messages.success(request, _("Your order is changed."))
    return redirect("catalog:orders")


def _cart(request: HttpRequest, *, wrong: dict[str, str] | None = None, words: str = "") -> HttpResponse:
    actor = actor_of(request)
    rows = OrderLine.objects.placed_by(actor).filter(order__state=OrderState.CART).select_related(*access.WITH)
    lines = [
        {
            "line": one,
            "heading": shown.heading(one),
            "cost": shown.cost_of(one),
            "error": (wrong or {}).get(f"line.{one.pk}", ""),
        }
        for one in rows
    ]
    context = {
        "lines": lines,
        "words": words,
        "totals": _totals([one["line"] for one in lines]),
        "key": request.POST.get("key") or get_random_string(24),
    }
    return page(request, "catalog/cart.html", context, current="catalog", status=422 if words else 200)


def _totals(lines: list[Any]) -> list[str]:
    """The sum of each currency, once and every month apart."""
    sums: dict[tuple[str, str], Any] = {}
    for one in lines:
        if one.price is not None:
            kind = (one.currency, one.price_every)
            sums[kind] = sums.get(kind, 0) + one.price * one.quantity
    return [in_words(amount, currency, every) for (currency, every), amount in sums.items() if amount]
