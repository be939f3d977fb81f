"""The desk's checklists, and the form of one. Its rows are added and ordered by buttons that work without script."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Invalid
from deskhand.modules.tasks import access, actions
from deskhand.modules.tasks.checklist_form import ChecklistForm
from deskhand.modules.tasks.models import Checklist
from deskhand.modules.tasks.querysets import MODULE
from deskhand.tickets.context import actor_of, desk_of, workspace
from deskhand.web.gates import gate


@gate("desk:tasks.checklists", sample="desk")
@require_safe
def index(request: HttpRequest, desk: str) -> HttpResponse:
    """Those that are offered, and those that were put away."""
    here = desk_of(request, desk)
    rows = list(Checklist.objects.within(here).annotate(length=Count("steps")))
    given: dict[str, Any] = {
        "offered": [one for one in rows if one.put_away_at is None],
        "away": [one for one in rows if one.put_away_at is not None],
    }
    return _page(request, "tasks/checklists.html", here, **given)


@gate("desk:tasks.checklists", sample="desk")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, desk: str, pk: int | None = None) -> HttpResponse:
    """One checklist, or a new one."""
    here = desk_of(request, desk)
    row = access.checklist_for(actor_of(request), pk, desk_id=here.pk) if pk else None
    if request.method == "GET":
        return _form_page(request, here, ChecklistForm.of(here, row), row)
    form = ChecklistForm.posted(here, request.POST)
    if form.is_reordered:
        return _form_page(request, here, form, row)
    try:
        actions.save_checklist(actor=actor_of(request), desk=here, name=form.name, steps=form.steps(), checklist=row)
    except Invalid as refusal:
        form.refuse(refusal)
        return _form_page(request, here, form, row, status=422)
    messages.success(request, _("The checklist is saved."))
    return redirect("tasks:checklists", desk)


@gate("desk:tasks.checklists", sample="desk")
@require_POST
def put_away(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Offer it no more."""
    row = access.checklist_for(actor_of(request), pk, desk_id=desk_of(request, desk).pk)
    actions.put_away_checklist(actor=actor_of(request), checklist=row)
    undo = reverse("tasks:put_back_checklist", args=[desk, pk])
    messages.success(request, _("The checklist is put away."), extra_tags=f"undo:{undo}")
    return redirect("tasks:checklists", desk)


@gate("desk:tasks.checklists", sample="desk")
@require_POST
def put_back(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Offer it again."""
    row = access.checklist_for(actor_of(request), pk, desk_id=desk_of(request, desk).pk)
    actions.put_back_checklist(actor=actor_of(request), checklist=row)
    messages.success(request, _("The checklist is offered again."))
    return redirect("tasks:checklists", desk)


def _form_page(
    request: HttpRequest, desk: Desk, form: ChecklistForm, row: Checklist | None, status: int = 200
) -> HttpResponse:
    return _page(request, "tasks/checklist.html", desk, status=status, form=form, row=row)


def _page(request: HttpRequest, template: str, desk: Desk, *, status: int = 200, **given: Any) -> HttpResponse:
    return render(request, template, workspace(request, section=MODULE, desk=desk) | given, status=status)
