"""The page of an item that somebody knows and can order no more."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from deskhand.modules.catalog import shown
from deskhand.modules.catalog.gone import Gone
from deskhand.modules.catalog.models import LineState
from deskhand.portal.pages import page


def gone_page(request: HttpRequest, gone: Gone) -> HttpResponse:
    """Why it cannot be ordered, and the reader's own orders of it. What was posted is refused with the same page."""
    orders = [
        {
            "heading": shown.heading(one),
            "state": LineState(one.state).label,
            "at": one.ordered_at,
            "number": one.ticket.number if one.ticket is not None else None,
        }
        for one in gone.lines
    ]
    status = 422 if request.method == "POST" else 200
    return page(
        request,
        "catalog/gone.html",
        {"gone": gone, "orders": orders},
        desk=gone.item.desk,
        current="catalog",
        status=status,
    )
