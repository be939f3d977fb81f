"""Importing people and organizations into the directory of a desk: file, columns, check, import, undo. The pages stand
with the people's pages of the workspace; the work is done by the actions of accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deskhand.accounts import actions
from deskhand.accounts.importing.reading import FILE_LIMIT
from deskhand.accounts.models import Desk, ImportBatch
from deskhand.accounts.models.importing import WORKING, What
from deskhand.kernel.errors import DeskhandError, NotFound
from deskhand.tickets import context, import_page
from deskhand.web import limits
from deskhand.web.gates import gate
from deskhand.web.htmx import go
from deskhand.web.refusals import put_on

VERBS = {
    "start": actions.start_import,
    "undo": actions.undo_import,
    "go-on": actions.continue_import,
}
"""What the buttons of an import's page do, by the word in the address."""


class FileForm(forms.Form):
    """Which file, and what it lists."""

    what = forms.ChoiceField(
        label=gettext_lazy("The file lists"), choices=What.choices, widget=forms.RadioSelect, initial=What.PEOPLE
    )
    file = forms.FileField(label=gettext_lazy("CSV file"), allow_empty_file=True)


@require_http_methods(["GET", "POST"])
@gate("desk:people.import", sample="desk")
def imports(request: HttpRequest, desk: str) -> HttpResponse:
    """The imports of the desk so far, and the form for another file."""
    here = context.desk_of(request, desk)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        limits.consume(request, "import")
        try:
            batch = _begun(request, here, form)
        except DeskhandError as refusal:
            put_on(form, refusal)
        else:
            return redirect("tickets:import", desk=desk, pk=batch.pk)
    found = {"form": form, "batches": import_page.history(here), "megabytes": FILE_LIMIT // 2**20}
    return render(request, "tickets/imports.html", _frame(request, here) | found, status=422 if form.errors else 200)


@require_GET
@gate("desk:people.import", sample="desk")
def one(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """One import, wherever it stands."""
    here = context.desk_of(request, desk)
    batch = _batch(request, here, pk)
    is_choosing = batch.stage == "mapping" or (batch.stage == "checked" and "columns" in request.GET)
    return _choosing(request, here, batch) if is_choosing else _page(request, here, batch)


@require_GET
@gate("desk:people.import", sample="desk")
def preview(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """What the first rows would do under the columns that are being chosen."""
    here = context.desk_of(request, desk)
    batch = _batch(request, here, pk)
    columns, existing = request.GET.getlist("column"), request.GET.get("existing", batch.existing)
    shown = import_page.preview(batch, columns, existing)
    return render(request, "tickets/_import_preview.html", {"batch": batch, "desk": {"key": here.key}} | shown)


@require_POST
@gate("desk:people.import", sample="desk")
def check(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Take the columns as chosen and judge every row; or only show what the first rows would do."""
    here = context.desk_of(request, desk)
    batch = _batch(request, here, pk)
    columns, existing = request.POST.getlist("column"), request.POST.get("existing", "")
    if "preview" in request.POST:
        return _choosing(request, here, batch, columns, existing)
    try:
        actions.check_import(actor=context.actor_of(request), batch=batch, columns=columns, existing=existing)
    except DeskhandError as refusal:
        return _choosing(request, here, batch, columns, existing, error=str(refusal))
    return redirect("tickets:import", desk=desk, pk=pk)


@require_POST
@gate("desk:people.import", sample="desk")
def act(request: HttpRequest, desk: str, pk: int, verb: str) -> HttpResponse:
    """Start, undo, go on with, or throw away an import."""
    here, actor = context.desk_of(request, desk), context.actor_of(request)
    batch = _batch(request, here, pk)
    if verb == "discard":
        actions.discard_import(actor=actor, batch=batch)
        messages.success(request, _("Thrown away. Nothing was imported."))
        return redirect("tickets:imports", desk=desk)
    if verb not in VERBS:
        raise NotFound
    VERBS[verb](actor=actor, batch=batch)
    return redirect("tickets:import", desk=desk, pk=pk)


@require_GET
@gate("desk:people.import", sample="desk")
def progress(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """How far the worker is; when it is through, the whole page."""
    here = context.desk_of(request, desk)
    batch = _batch(request, here, pk)
    if batch.stage not in WORKING:
        return go(reverse("tickets:import", args=[desk, pk]))
    shown = {"batch": batch, "desk": {"key": here.key}} | import_page.progress(batch)
    return render(request, "tickets/_import_progress.html", shown)


@require_GET
@gate("desk:people.import", sample="desk")
def refused(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """The refused rows as they were, each with its number and reason, to be mended and imported."""
    batch = _batch(request, context.desk_of(request, desk), pk)
    response = HttpResponse(import_page.refused(batch), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="refused-{batch.pk}.csv"'
    return response


def _batch(request: HttpRequest, desk: Desk, pk: int) -> ImportBatch:
    return actions.import_for(context.actor_of(request), desk, pk)


def _begun(request: HttpRequest, desk: Desk, form: FileForm) -> ImportBatch:
    file = form.cleaned_data["file"]
    content = file.read(FILE_LIMIT + 1)
    return actions.begin_import(
        actor=context.actor_of(request), desk=desk, what=form.cleaned_data["what"], filename=file.name, content=content
    )


def _choosing(
    request: HttpRequest,
    desk: Desk,
    batch: ImportBatch,
    columns: list[str] | None = None,
    existing: str = "",
    error: str = "",
) -> HttpResponse:
    chosen = batch.columns if columns is None else columns
    shown = import_page.choosing(batch, chosen, existing or batch.existing) | {"error": error}
    status = 422 if error else 200
    return render(request, "tickets/import_columns.html", _frame(request, desk) | shown, status=status)


def _page(request: HttpRequest, desk: Desk, batch: ImportBatch) -> HttpResponse:
    shown = import_page.page(batch, request.GET.get("show", ""), request.GET.get("page"))
    return render(request, "tickets/import.html", _frame(request, desk) | shown)


def _frame(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    return context.workspace(request, section="people", desk=desk)
