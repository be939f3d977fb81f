"""The catalog on the portal: what one may order."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from deskhand.kernel.errors import NotFound
from deskhand.modules.catalog import access, actions, gone, shown
from deskhand.modules.catalog.models import Shelf
from deskhand.portal.pages import actor_of, page
from deskhand.web.gates import gate

SUGGESTED = 8
"""People that are suggested while somebody types."""


@gate("signed_in")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is ordered often and what one likes; a category; or what was found."""
    actor, question = actor_of(request), request.GET.get("q", "").strip()[:200]
    shelf = _shelf(request)
    if question:
        items = shown.found(actor, question)
    else:
        items = shown.on_shelf(actor, shelf) if shelf is not None else shown.often(actor)
    is_start = shelf is None and not question
    context = {
        "cards": shown.cards(items),
        "favourites": shown.cards(shown.favourites(actor)) if is_start else [],
        "gone": gone.gone_favourites(actor) if is_start else [],
        "branches": shown.branches(actor, shelf),
        "shelf": shelf,
        "question": question,
        "is_start": is_start,
        "orders": shown.orders(actor, limit=3, is_open=True) if is_start else [],
    }
    return page(request, "catalog/home.html", context, current="catalog")


@gate("signed_in", sample="desk")
@require_http_methods(["GET", "HEAD", "POST"])
def favour(request: HttpRequest, desk: str, code: str) -> HttpResponse:
    """Put an item at hand, or away again. Whoever only opens the address is led to the item."""
    actor = actor_of(request)
    try:
        item, is_gone = access.orderable_item_for(actor, desk, code), False
    except NotFound:
        item, is_gone = gone.gone_for(actor, desk, code).item, True
    if request.method == "POST":
        actions.favour(actor=actor, item=item, is_gone=is_gone)
    return redirect("catalog:home") if is_gone else redirect("catalog:item", desk, code)


@gate("signed_in", sample="desk")
@require_safe
def people(request: HttpRequest, desk: str, code: str) -> HttpResponse:
    """For whom one may order the item, while somebody types."""
    actor = actor_of(request)
    item = access.orderable_item_for(actor, desk, code)
    typed = request.GET.get("q", "").strip()[:200]
    rows = access.people_for(actor, item.desk_id).filter(name__icontains=typed)[:SUGGESTED] if typed else []
    return JsonResponse({"items": [{"id": one.pk, "label": one.name, "detail": one.email or ""} for one in rows]})


def _shelf(request: HttpRequest) -> Shelf | None:
    """The category that the address asks for, if there is anything in it for the actor. Raises NotFound."""
    asked = request.GET.get("category", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 18):
        raise NotFound
    return shown.shelf_for(actor_of(request), int(asked))
