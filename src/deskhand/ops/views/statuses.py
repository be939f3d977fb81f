"""Statuses of a desk, inside the fixed categories."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deskhand.accounts.models import Desk
from deskhand.ops.forms.tickets import StatusForm
from deskhand.ops.frame import after, done, page, the_desk
from deskhand.portal.words import STATUS_WORDS
from deskhand.tickets.actions import save_status
from deskhand.tickets.context import actor_of
from deskhand.tickets.models import Category, Status
from deskhand.web.gates import gate


@gate("desk:tickets.statuses", sample="desk")
def statuses(request: HttpRequest, desk: str) -> HttpResponse:
    """All statuses, by category, with what requesters read."""
    return _page(request, the_desk(desk))


@gate("desk:tickets.statuses", sample="desk")
@require_http_methods(["GET", "POST"])
def status(request: HttpRequest, desk: str, pk: int | None = None) -> HttpResponse:
    """One status, or a new one."""
    here = the_desk(desk)
    row: Status | None = get_object_or_404(Status.objects.within(here), pk=pk) if pk else None
    if request.method != "POST":
        new = StatusForm(initial={"category": request.GET.get("category", Category.ON_HOLD)})
        return _page(request, here, row=row, form=StatusForm.of(row) if row else new)
    form = StatusForm(request.POST, status=row)
    fixed: dict[str, Any] = {"category": row.category} if row else {}
    if done(form, lambda **wanted: save_status(actor=actor_of(request), desk=here, status=row, **fixed, **wanted)):
        return after(request, _("The status is saved."), "ops:statuses", desk)
    return _page(request, here, row=row, form=form, answer=422)


def _page(
    request: HttpRequest, desk: Desk, *, row: Status | None = None, form: StatusForm | None = None, answer: int = 200
) -> HttpResponse:
    found: dict[str, list[Status]] = {category: [] for category in Category.values}
    for one in Status.objects.within(desk).order_by("-is_default", "position", "pk"):
        found[one.category].append(one)
    groups = [
        (category, Category(category).label, STATUS_WORDS[Category(category)], rows) for category, rows in found.items()
    ]
    return page(request, "ops/statuses.html", desk, groups=groups, row=row, form=form, status=answer)
