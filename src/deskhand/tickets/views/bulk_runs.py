"""Bulk changes in the background: all of a desk, how far one is, cancelling and undoing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Conflict, Denied, NotFound
from deskhand.tickets import actions, bulk_page, context
from deskhand.tickets.actions.bulk_runs import AT_ONCE, KEEP_RUNS, WORKING, run_for
from deskhand.tickets.models import BulkRun, Fate
from deskhand.web.gates import gate
from deskhand.web.htmx import go

IN_SESSION = "bulk_run"
"""Under this the session keeps which bulk change its list of tickets tells of."""

VERBS = {"cancel": actions.cancel_run, "undo": actions.undo_run, "go-on": actions.continue_run}
"""What the buttons do, by the word in the address."""


@require_GET
@gate("desk:tickets.bulk", sample="desk")
def runs(request: HttpRequest, desk: str) -> HttpResponse:
    """The newest bulk changes of the desk."""
    here = context.desk_of(request, desk)
    frame = context.workspace(request, section="tickets", desk=here, with_views=False)
    shown = {"runs": bulk_page.newest(here), "fate_words": Fate.choices, "at_once": AT_ONCE, "days": KEEP_RUNS.days}
    return render(request, "tickets/bulk_runs.html", frame | shown)


@require_GET
@gate("desk:tickets.bulk", sample="desk")
def one(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """One bulk change: how far it is, and what became of each ticket."""
    here, actor = context.desk_of(request, desk), context.actor_of(request)
    shown = bulk_page.page(actor, run_for(actor, here, pk), request.GET.get("show", ""), request.GET.get("page"))
    frame = context.workspace(request, section="tickets", desk=here, with_views=False)
    return render(request, "tickets/bulk_run.html", frame | shown)


@require_GET
@gate("desk:tickets.bulk", sample="desk")
def progress(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """How far it is: for the strip above the list (``strip``), else for its page, which is loaded anew at the end."""
    here, actor = context.desk_of(request, desk), context.actor_of(request)
    run = run_for(actor, here, pk)
    is_strip = "strip" in request.GET
    if run.stage not in WORKING and not is_strip:
        return go(reverse("tickets:bulk_run", args=[desk, pk]))
    fragment = "tickets/_bulk_strip.html" if is_strip else "tickets/_bulk_progress.html"
    return render(request, fragment, {"desk": here} | bulk_page.standing(actor, run))


@require_POST
@gate("desk:tickets.bulk", sample="desk")
def act(request: HttpRequest, desk: str, pk: int, act: str) -> HttpResponse:
    """Cancel, undo, or go on with a bulk change."""
    here, actor = context.desk_of(request, desk), context.actor_of(request)
    run = run_for(actor, here, pk)
    if act not in VERBS:
        raise NotFound
    try:
        VERBS[act](actor=actor, run=run)
    except (Conflict, Denied) as refusal:
        messages.error(request, str(refusal))
    if act == "undo":
        _tell(request, run)
    if "strip" in request.POST:
        return redirect("tickets:list", desk=desk)
    return redirect("tickets:bulk_run", desk=desk, pk=pk)


def begun(request: HttpRequest, run: BulkRun) -> None:
    """Say that a bulk change has begun; the list tells how far it is."""
    messages.success(request, _("%(n)s tickets are being changed in the background.") % {"n": run.total})
    _tell(request, run)


def strip(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    """What the list shows of the bulk change that was begun in this browser on this desk: how far it is, and
    ``has_strip``, which is false if there is nothing to tell."""
    nothing = {"has_strip": False}
    known, pk = request.session.get(IN_SESSION, (0, 0))
    if known != desk.pk:
        return nothing
    actor = context.actor_of(request)
    try:
        run = run_for(actor, desk, pk)
    except NotFound:
        return nothing
    return bulk_page.standing(actor, run) | {"has_strip": True} if bulk_page.is_fresh(run) else nothing


def _tell(request: HttpRequest, run: BulkRun) -> None:
    request.session[IN_SESSION] = (run.desk_id, run.pk)
