"""Ordering one item many times from a file: the empty file, what it would order, and ordering it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deskhand.accounts.importing.reading import decoded
from deskhand.kernel.errors import Invalid, NotFound, TooLarge
from deskhand.modules.catalog import access, actions, asking, many
from deskhand.modules.catalog.limits import MANY_BYTES, MANY_LIMIT
from deskhand.modules.catalog.models import Item
from deskhand.modules.catalog.views.item import KEY_LENGTH
from deskhand.modules.catalog.wording import said
from deskhand.portal.pages import actor_of, page
from deskhand.web import limits
from deskhand.web.gates import gate


@gate("signed_in", sample="desk")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, desk: str, code: str) -> HttpResponse:
    """Where a file is chosen; with a file what it would order; confirmed, the order."""
    item = access.orderable_item_for(actor_of(request), desk, code)
    if item.published is None:
        raise NotFound
    if "empty" in request.GET:
        return _empty(item)
    if request.method != "POST":
        return _page(request, item)
    limits.consume(request, "portal_own_form")
    raw = _given(request)
    try:
        if request.POST.get("then") == "order":
            actions.order_many(actor=actor_of(request), item=item, raw=raw, key=request.POST.get("key", ""))
            messages.success(request, _("Your orders have arrived. Here you see where they stand."))
            return redirect("catalog:orders")
        rows = actions.check_many(actor=actor_of(request), item=item, raw=raw)
    except (Invalid, TooLarge) as refusal:
        return _page(request, item, error=str(refusal), status=422)
    is_wrong = any(row.wrong for row in rows)
    return _page(request, item, rows=rows, text=decoded(raw)[1], status=422 if is_wrong else 200)


def _given(request: HttpRequest) -> bytes:
    """The file, or the text that was looked through and is confirmed."""
    chosen = request.FILES.get("file")
    if chosen is not None:
        return bytes(chosen.read(MANY_BYTES + 1))
    return request.POST.get("text", "").encode()


def _empty(item: Item) -> HttpResponse:
    assert item.published is not None  # noqa: S101 (asked above)
    content = many.template(item, asking.read_form(item.published.form))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{item.code}.csv"'
    return response


def _page(
    request: HttpRequest,
    item: Item,
    *,
    rows: list[many.Row] | None = None,
    text: str = "",
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    assert item.published is not None  # noqa: S101 (asked above)
    names = many.columns(item, asking.read_form(item.published.form))
    context: dict[str, Any] = {
        "item": item,
        "title": said(item, "title"),
        "columns": names,
        "rows": rows or [],
        "wrong": [(row.number, names.get(name, ""), words) for row in rows or [] for name, words in row.wrong.items()],
        "text": text,
        "error": error,
        "most": MANY_LIMIT,
        "key": request.POST.get("key") or get_random_string(KEY_LENGTH),
    }
    return page(request, "catalog/many.html", context, desk=item.desk, current="catalog", status=status)
