"""Statuses of a desk, inside the fixed categories."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Invalid
from deskhand.ops.forms.tickets import StatusForm
from deskhand.ops.frame import after, done, page, the_desk
from deskhand.ops.status_flow import flow_of
from deskhand.portal.words import STATUS_WORDS
from deskhand.tickets.actions import place_status, save_status
from deskhand.tickets.actions.statuses import STATUS_LIMIT
from deskhand.tickets.context import actor_of
from deskhand.tickets.models import Category, Status
from deskhand.tickets.status_needs import named
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
    row: Status | None = get_object_or_404(_rows(here), pk=pk) if pk else None
    if request.method != "POST":
        new = StatusForm(desk=here, initial={"category": request.GET.get("category", Category.ON_HOLD)})
        return _page(request, here, row=row, form=StatusForm.of(row) if row else new)
    form = StatusForm(request.POST, desk=here, status=row)
    fixed: dict[str, Any] = {"category": row.category} if row else {}
    if done(form, lambda **wanted: save_status(actor=actor_of(request), desk=here, status=row, **fixed, **wanted)):
        return after(request, _("The status is saved."), "ops:statuses", desk)
    return _page(request, here, row=row, form=form, answer=422)


@gate("desk:tickets.statuses", sample="desk")
@require_POST
def place(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Put a status at a place of its category (``place``, from 0)."""
    here, wanted = the_desk(desk), request.POST.get("place", "")
    row: Status = get_object_or_404(_rows(here), pk=pk)
    if not wanted.isdecimal() or int(wanted) >= STATUS_LIMIT:
        raise Invalid(_("Say at which place the status shall stand."))
    place_status(actor=actor_of(request), desk=here, status=row, place=int(wanted))
    return redirect(f"{reverse('ops:statuses', args=[desk])}#status-{pk}")


def _rows(desk: Desk) -> Any:
    return Status.objects.within(desk).select_related("desk", "replaced_by")


def _page(
    request: HttpRequest, desk: Desk, *, row: Status | None = None, form: StatusForm | None = None, answer: int = 200
) -> HttpResponse:
    every: list[Status] = list(_rows(desk).order_by("position", "pk"))
    labels = {one.key: one.label for one in every if one.is_active}
    groups = [
        (
            category,
            STATUS_WORDS[Category(category)],
            [_shown(one, labels) for one in every if one.category == category],
        )
        for category in Category.values
    ]
    flow = flow_of(sorted(every, key=lambda one: (one.position, one.pk)))
    return page(request, "ops/statuses.html", desk, groups=groups, flow=flow, row=row, form=form, status=answer)


def _shown(one: Status, labels: dict[str, str]) -> dict[str, Any]:
    """A status, and its rules in words."""
    following = [labels[key] for key in one.next_keys if key in labels]
    return {
        "status": one,
        "following": ", ".join(following) or (_("nothing in use") if one.next_keys else ""),
        "needs": named(one.needs) if one.needs else "",
    }
