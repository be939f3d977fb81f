"""The desk's list of activities."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Invalid
from deskhand.modules.time import actions
from deskhand.modules.time.forms import ActivityForm
from deskhand.modules.time.models import Activity
from deskhand.tickets.context import actor_of, desk_of, workspace
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on


@gate("desk:time.activities", sample="desk")
@require_http_methods(["GET", "POST"])
def activities(request: HttpRequest, desk: str, pk: int | None = None) -> HttpResponse:
    """The list, with the form for another one or for the chosen one."""
    here = desk_of(request, desk)
    row = _row(here, pk) if pk else None
    if request.method == "GET":
        now = {"name": row.name, "is_billable": row.is_billable} if row else {}
        return _page(request, here, ActivityForm(initial=now), row)
    form = ActivityForm(request.POST)
    if not form.is_valid() or not _saved(request, here, form, row):
        return _page(request, here, form, row, status=422)
    messages.success(request, _("The activity is saved."))
    return redirect("time:activities", desk)


@gate("desk:time.activities", sample="desk")
@require_POST
def retire(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Offer it no more."""
    actions.retire_activity(actor=actor_of(request), activity=_row(desk_of(request, desk), pk))
    messages.success(request, _("It is not offered any more. Entries keep it."))
    return redirect("time:activities", desk)


@gate("desk:time.activities", sample="desk")
@require_POST
def offer(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Offer it again."""
    actions.offer_activity(actor=actor_of(request), activity=_row(desk_of(request, desk), pk))
    messages.success(request, _("It is offered again."))
    return redirect("time:activities", desk)


def _row(desk: Desk, pk: int) -> Activity:
    found: Activity = get_object_or_404(Activity.objects.within(desk), pk=pk)
    return found


def _saved(request: HttpRequest, desk: Desk, form: ActivityForm, row: Activity | None) -> bool:
    """Keep it. False if the action refuses; the form then says why."""
    try:
        actions.save_activity(actor=actor_of(request), desk=desk, activity=row, **form.cleaned_data)
    except Invalid as refusal:
        put_on(form, refusal)
        return False
    return True


def _page(
    request: HttpRequest, desk: Desk, form: ActivityForm, row: Activity | None, *, status: int = 200
) -> HttpResponse:
    rows = list(Activity.objects.within(desk).order_by("-is_active", "name", "pk"))
    frame = workspace(request, section="time-activities", desk=desk)
    given = {"rows": rows, "form": form, "row": row}
    return render(request, "time/activities.html", {**frame, **given}, status=status)
