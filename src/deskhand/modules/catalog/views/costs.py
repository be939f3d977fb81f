"""What was ordered for which cost centre: a page and a file."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.modules.catalog import costs, money
from deskhand.modules.catalog.costs_file import file_of
from deskhand.modules.catalog.forms_costs import NOBODY, CostForm
from deskhand.modules.catalog.models import Item
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.web.gates import gate


@gate("desk:catalog.costs", sample="desk")
@require_safe
def report(request: HttpRequest, desk: str) -> HttpResponse:
    """Sums of a period (``from``, ``to``) by cost centre, item or month (``by``), perhaps of one of them."""
    here = the_desk(desk)
    form = _asked(request, here)
    if not form.is_valid():
        return _page(request, here, form, status=422)
    lines = costs.lines_of(actor_of(request), here, form.cleaned_data["question"])
    by = form.cleaned_data["by"]
    rows = costs.rows_by(lines, by, here)
    told = [_told(one) for one in rows[: costs.ROW_LIMIT]]
    return _page(request, here, form, by=by, rows=told, has_more=len(rows) > costs.ROW_LIMIT)


@gate("desk:catalog.costs", sample="desk")
@require_safe
def file(request: HttpRequest, desk: str) -> HttpResponseBase:
    """Every line of the period as CSV."""
    here = the_desk(desk)
    form = _asked(request, here)
    if not form.is_valid():
        return _page(request, here, form, status=422)
    question: costs.CostQuestion = form.cleaned_data["question"]
    lines = costs.lines_of(actor_of(request), here, question)
    if lines.count() > costs.FILE_LIMIT:
        words = _("A file has at most %(limit)s lines. Choose a shorter period.") % {"limit": costs.FILE_LIMIT}
        form.add_error("ends", words)
        return _page(request, here, form, status=422)
    response = StreamingHttpResponse(file_of(lines, costs.zone_of(here)), content_type="text/csv; charset=utf-8")
    name = f"orders-{here.key}-{question.first.isoformat()}-{question.last.isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _asked(request: HttpRequest, desk: Desk) -> CostForm:
    return CostForm.asked(request.GET, clock.now().astimezone(costs.zone_of(desk)).date())


def _told(row: costs.CostRow) -> dict[str, Any]:
    return {
        "name": _named(row),
        "lines": row.lines,
        "pieces": row.pieces,
        "ordered": money.in_words(row.ordered, row.currency, row.every),
        "delivered": money.in_words(row.delivered, row.currency, row.every),
    }


def _named(row: costs.CostRow) -> str:
    return date_format(row.key, "YEAR_MONTH_FORMAT") if isinstance(row.key, date) else row.name or row.key


def _page(request: HttpRequest, desk: Desk, form: CostForm, *, status: int = 200, **given: Any) -> HttpResponse:
    asked = {name: form.data.get(name) or "" for name in ("begins", "ends", "by", "cost_centre", "item")}
    query = {"from": asked["begins"], "to": asked["ends"], "cost_centre": asked["cost_centre"], "item": asked["item"]}
    here = reverse("catalog:costs", args=[desk.key])
    titles = {"cost_centre": _("Cost centre"), "item": _("Item"), "month": _("Month")}
    shown: dict[str, Any] = {
        "form": form,
        "asked": asked,
        "titles": titles,
        "tabs": [
            {"label": words, "url": f"{here}?{urlencode(query | {'by': by})}", "is_current": given.get("by") == by}
            for by, words in titles.items()
        ],
        "centres": [("", _("All")), (NOBODY, _("None")), *((one, one) for one in _centres(request, desk))],
        "items": [("", _("All")), *Item.objects.within(desk).order_by("title").values_list("code", "title")],
        "file_url": f"{reverse('catalog:costs_file', args=[desk.key])}?{urlencode(query)}" if status == 200 else "",
        "row_limit": costs.ROW_LIMIT,
        "by": "",
        "rows": [],
        "has_more": False,
    }
    return settings_page(request, "catalog/costs.html", desk, status=status, **{**shown, **given})


def _centres(request: HttpRequest, desk: Desk) -> list[str]:
    return costs.centres_of(actor_of(request), desk)
