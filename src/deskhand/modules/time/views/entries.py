"""One entry: correcting, removing and restoring it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deskhand.kernel.errors import Denied, Invalid
from deskhand.modules.time import access, actions
from deskhand.modules.time.actions.correct import KEPT_DAYS, may_correct
from deskhand.modules.time.durations import WORDS
from deskhand.modules.time.forms import EntryForm
from deskhand.modules.time.models import Entry
from deskhand.tickets.context import actor_of, desk_of, workspace
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on


@gate("signed_in", sample="entry")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """One entry: as a form for those who may correct it, else for reading."""
    row = _row(request, desk, pk)
    if request.method == "GET":
        return _page(request, row, EntryForm.of(actor_of(request), row))
    if not may_correct(actor_of(request), row):
        raise Denied(_("You may correct your own time. That of others is corrected by leads and administrators."))
    form = EntryForm(request.POST, actor=actor_of(request), desk=row.desk, entry=row)
    if not form.is_valid() or not _saved(request, row, form):
        return _page(request, row, form, status=422)
    messages.success(request, _("The entry is corrected."))
    return redirect("time:ticket", row.ticket.number)


@gate("signed_in", sample="entry")
def remove(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Take it out of the sums."""
    row = _row(request, desk, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    actions.remove(actor=actor_of(request), entry=row)
    undo = reverse("time:restore", args=[desk, pk])
    messages.success(request, _("The entry is removed."), extra_tags=f"undo:{undo}")
    return redirect("time:ticket", row.ticket.number)


@gate("signed_in", sample="entry")
def restore(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Let it count again."""
    row = _row(request, desk, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    actions.restore(actor=actor_of(request), entry=row)
    messages.success(request, _("The entry counts again."))
    return redirect("time:ticket", row.ticket.number)


def _row(request: HttpRequest, desk: str, pk: int) -> Entry:
    return access.entry_for(actor_of(request), pk, desk_id=desk_of(request, desk).pk)


def _saved(request: HttpRequest, row: Entry, form: EntryForm) -> bool:
    """Correct it. False if the action refuses; the form then says why."""
    try:
        actions.correct(actor=actor_of(request), entry=row, work=form.work, person=form.worker)
    except Invalid as refusal:
        put_on(form, refusal)
        return False
    return True


def _page(request: HttpRequest, row: Entry, form: EntryForm, *, status: int = 200) -> HttpResponse:
    frame = workspace(request, section="time", desk=row.desk)
    given = {"row": row, "ticket": row.ticket, "form": form, "kept_days": KEPT_DAYS, **WORDS}
    given["may_correct"] = may_correct(actor_of(request), row)
    return render(request, "time/entry.html", {**frame, **given}, status=status)
