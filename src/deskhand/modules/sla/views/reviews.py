"""Service reviews: the customers of a month, and the review of one of them as a page and as files."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from deskhand.accounts.models import Desk, Organization
from deskhand.kernel import clock
from deskhand.kernel.errors import NotFound
from deskhand.modules.sla import contract_access, months, review, review_files
from deskhand.modules.sla.actions.reviewing import ask_review
from deskhand.modules.sla.compliance import Figures
from deskhand.modules.sla.contract_forms import MonthForm
from deskhand.modules.sla.models import Agreement, Level, Review, ReviewState
from deskhand.modules.sla.months import Month
from deskhand.modules.sla.views.contract_frame import figures_of, page
from deskhand.modules.sla.views.documents import handed_over
from deskhand.tickets.context import actor_of, desk_of
from deskhand.tickets.people import organizations_of
from deskhand.web.gates import gate

SLOW_AFTER = timedelta(minutes=2)
"""After so long a PDF that is not there yet can be asked for once more."""


@gate("desk:sla.contracts", sample="desk")
@require_GET
def index(request: HttpRequest, desk: str) -> HttpResponse:
    """Every customer to whom something was promised in the month, or with whom there is an agreement."""
    here = desk_of(request, desk)
    form = MonthForm(request.GET, desk=here)
    month = form.cleaned_data["month"] if form.is_valid() else months.read(here.pk, "")
    found = review.by_organization(here.pk, month)
    agreed = review.in_month(Agreement.objects.within(here).kept().filter(level=Level.SLA), month)
    ids = {*found, *agreed.exclude(organization=None).values_list("organization_id", flat=True)}
    rows = organizations_of([here.pk]).filter(pk__in=ids).order_by("name", "pk")
    given = {
        "rows": [(one, found.get(one.pk, Figures()), _address("review", here, month, one.pk)) for one in rows],
        "error": "" if form.is_valid() else form.errors["month"][0],
        **_months(here, month, "reviews"),
    }
    return page(request, "sla/reviews.html", here, place="reviews", status=200 if form.is_valid() else 422, **given)


@gate("desk:sla.contracts", sample="desk")
@require_GET
def one(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """The review of a customer's month."""
    here, organization, month = _asked(request, desk, pk)
    pack = review.review_of(here, organization, month)
    given: dict[str, Any] = {
        "pack": pack,
        "figures": figures_of(pack.figures),
        **_file(here, organization, month),
        "csv_url": _address("review_csv", here, month, pk),
        "json_url": _address("review_json", here, month, pk),
        "list_url": _address("reviews", here, month),
        "missed_limit": review.MISSED_LIMIT,
        **_months(here, month, "review", pk),
    }
    return page(request, "sla/review.html", here, place="reviews", **given)


@gate("desk:sla.contracts", sample="desk")
@require_GET
def file(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """How far its PDF is: a part of its page, which asks for it while it is being written."""
    here, organization, month = _asked(request, desk, pk)
    given = _file(here, organization, month) | {"desk": {"key": here.key}, "month": month, "organization": organization}
    return render(request, "sla/_review_file.html", given)


@gate("desk:sla.contracts", sample="desk")
@require_GET
def as_csv(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """The review for spreadsheets."""
    here, organization, month = _asked(request, desk, pk)
    lines = review_files.lines(review.review_of(here, organization, month))
    response = HttpResponse(lines, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{_filename(here, organization, month)}.csv"'
    return response


@gate("desk:sla.contracts", sample="desk")
@require_GET
def as_json(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """The review for programs, as the API gives it."""
    here, organization, month = _asked(request, desk, pk)
    response = JsonResponse(review_files.written(review.review_of(here, organization, month)))
    response.headers["Content-Disposition"] = f'attachment; filename="{_filename(here, organization, month)}.json"'
    return response


@gate("desk:sla.contracts", sample="desk")
@require_POST
def ask(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Have it written as a PDF, in the background."""
    here, organization, month = _asked(request, desk, pk)
    ask_review(actor=actor_of(request), desk=here, organization=organization, month=month)
    return redirect(_address("review", here, month, pk))


@gate("desk:sla.contracts", sample="desk")
@require_GET
def as_pdf(request: HttpRequest, desk: str, pk: int) -> HttpResponseBase:
    """The PDF that was written last."""
    here, organization, month = _asked(request, desk, pk)
    file = Review.objects.within(here).select_related("blob").filter(organization=organization, month=month.first)
    row = file.first()
    if row is None or row.blob is None:
        raise NotFound
    return handed_over(row.blob, f"{_filename(here, organization, month)}.pdf", "application/pdf")


def _asked(request: HttpRequest, desk: str, pk: int) -> tuple[Desk, Organization, Month]:
    here = desk_of(request, desk)
    organization = contract_access.reviewed_for(actor_of(request), pk, desk_id=here.pk)
    word = request.POST.get("month", "") or request.GET.get("month", "")
    return here, organization, months.read(here.pk, word)


def _file(desk: Desk, organization: Organization, month: Month) -> dict[str, Any]:
    """How far the PDF is."""
    row = Review.objects.within(desk).filter(organization=organization, month=month.first).first()
    is_waiting = row is not None and row.state == ReviewState.WAITING
    return {
        "file": row,
        "is_waiting": is_waiting,
        "is_slow": row is not None and is_waiting and row.asked_at < clock.now() - SLOW_AFTER,
        "file_url": _address("review_file", desk, month, organization.pk),
        "pdf_url": _address("review_pdf", desk, month, organization.pk),
        "page_url": _address("review", desk, month, organization.pk),
    }


def _months(desk: Desk, month: Month, name: str, *args: Any) -> dict[str, Any]:
    """The month that is shown, and the way to its neighbours."""
    this = months.today(desk.pk).replace(day=1)
    later = months.following(month.first)
    return {
        "month": month,
        "is_this_month": month.first == this,
        "earlier_url": _address(name, desk, months.month_of(desk.pk, months.before(month.first)), *args),
        "later_url": _address(name, desk, months.month_of(desk.pk, later), *args) if later <= this else "",
    }


def _address(name: str, desk: Desk, month: Month, *args: Any) -> str:
    return f"{reverse(f'sla:{name}', args=[desk.key, *args])}?{urlencode({'month': month.word})}"


def _filename(desk: Desk, organization: Organization, month: Month) -> str:
    return f"service-review-{desk.key}-{organization.pk}-{month.word}"
