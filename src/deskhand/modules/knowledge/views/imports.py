"""Importing articles: an archive is chosen, read in the background, looked at, and imported whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import DeskhandError
from deskhand.modules.knowledge import access, import_page, licences
from deskhand.modules.knowledge.actions import follow_up_import, import_articles
from deskhand.modules.knowledge.forms_carry import AT_ONCE, ArchiveForm, StartForm
from deskhand.modules.knowledge.models import ArticleImport, Level, Stage
from deskhand.modules.knowledge.views.frame import page
from deskhand.tickets.context import actor_of, desk_of
from deskhand.web import limits
from deskhand.web.gates import gate
from deskhand.web.htmx import go
from deskhand.web.refusals import put_on


@gate("desk:knowledge.write", sample="desk")
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest, desk: str) -> HttpResponse:
    """The imports so far, and the form for another archive."""
    where, actor = desk_of(request, desk), actor_of(request)
    form = ArchiveForm(request.POST or None, request.FILES or None, initial={"language": where.language})
    if request.method == "POST" and form.is_valid():
        limits.consume(request, "import")
        try:
            batch = _handed_over(request, where, form)
        except DeskhandError as refusal:
            put_on(form, refusal)
        else:
            return redirect("knowledge:import", desk, batch.pk)
    given = {"form": form, "batches": import_page.history(actor, where), "megabytes": import_page.archive_megabytes()}
    given["may_import"] = licences.has(actor, where.pk, Level.CONTRIBUTOR)
    return page(request, "knowledge/imports.html", where, status=422 if form.errors else 200, **given)


@gate("signed_in")
@require_safe
def one(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """One import, wherever it stands."""
    return _page(request, _batch(request, desk, pk))


@gate("signed_in")
@require_safe
def progress(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Whether the worker is still at it; when it is through, the whole page."""
    batch = _batch(request, desk, pk)
    if batch.stage not in import_page.WORKING:
        return go(reverse("knowledge:import", args=[desk, pk]))
    return render(request, "knowledge/_import_progress.html", {**import_page.progress(batch), "desk": batch.desk})


def _led_to_the_import(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever opens the address of a step comes to the import, if it is theirs to see; else nothing is there."""

    @wraps(view)
    def led(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
        if request.method == "POST":
            return view(request, desk, pk)
        return redirect("knowledge:import", desk, _batch(request, desk, pk).pk)

    return require_http_methods(["GET", "HEAD", "POST"])(led)


@gate("signed_in")
@_led_to_the_import
def start(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Import what was read, for whom and how the form says."""
    actor, batch = actor_of(request), _batch(request, desk, pk)
    form = StartForm(request.POST, is_publisher=licences.has(actor, batch.desk_id, Level.PUBLISHER))
    if form.is_valid():
        said = form.cleaned_data
        try:
            import_articles.begin_import(
                actor=actor,
                batch=batch,
                audience=said["audience"],
                is_published=said["state"] == AT_ONCE,
                keeps_audiences=said.get("keeps_audiences", False),
            )
        except DeskhandError as refusal:
            put_on(form, refusal)
        else:
            return redirect("knowledge:import", desk, pk)
    return _page(request, _batch(request, desk, pk), form)


@gate("signed_in")
@_led_to_the_import
def go_on(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Have work that stopped done again."""
    follow_up_import.go_on(actor=actor_of(request), batch=_batch(request, desk, pk))
    return redirect("knowledge:import", desk, pk)


@gate("signed_in")
@_led_to_the_import
def discard(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Throw away what wrote nothing."""
    follow_up_import.discard(actor=actor_of(request), batch=_batch(request, desk, pk))
    messages.success(request, _("Thrown away. Nothing was imported."))
    return redirect("knowledge:imports", desk)


@gate("signed_in")
@_led_to_the_import
def take_back(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Archive what it added."""
    done = follow_up_import.take_back(actor=actor_of(request), batch=_batch(request, desk, pk))
    said = [
        ngettext("%(num)s article is archived.", "%(num)s articles are archived.", done.archived)
        % {"num": done.archived},
        ngettext("%(num)s draft is deleted.", "%(num)s drafts are deleted.", done.deleted) % {"num": done.deleted},
    ]
    if done.left:
        words = ngettext("%(num)s was left as it is.", "%(num)s were left as they are.", done.left)
        said.append(words % {"num": done.left})
    messages.success(request, " ".join(said))
    return redirect("knowledge:import", desk, pk)


def _batch(request: HttpRequest, desk: str, pk: int) -> ArticleImport:
    return access.import_for(actor_of(request), desk_of(request, desk), pk)


def _handed_over(request: HttpRequest, desk: Desk, form: ArchiveForm) -> ArticleImport:
    file = form.cleaned_data["file"]
    return import_articles.hand_over(
        actor=actor_of(request),
        desk=desk,
        filename=file.name,
        content=file.read(import_articles.ARCHIVE_BYTES + 1),
        language=form.cleaned_data["language"],
    )


def _page(request: HttpRequest, batch: ArticleImport, form: StartForm | None = None) -> HttpResponse:
    given = import_page.progress(batch)
    if not given["is_working"]:
        given |= import_page.page(actor_of(request), batch, request.GET.get("show", ""), request.GET.get("page"))
        if batch.stage == Stage.READ:
            given["form"] = form or StartForm(is_publisher=given["is_publisher"])
    status = 422 if form is not None and form.errors else 200
    return page(request, "knowledge/import.html", batch.desk, status=status, **given)
