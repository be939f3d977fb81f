"""The plans of a desk: the list, their versions, what counts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deskhand.kernel.errors import DeskhandError, Invalid
from deskhand.modules.fulfilment import access, actions, differences
from deskhand.modules.fulfilment.beginnings import BEGINNINGS
from deskhand.modules.fulfilment.definition import Definition
from deskhand.modules.fulfilment.models import Plan, PlanVersion
from deskhand.modules.fulfilment.stuck import of_desk
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.web.gates import gate


@gate("desk:fulfilment.plans", sample="desk")
@require_safe
def index(request: HttpRequest, desk: str) -> HttpResponse:
    """Those that can be started, those that are being written, and those that were put away."""
    here = the_desk(desk)
    rows = [
        {"plan": one, "steps": _length(one), "is_changed": _is_changed(one)}
        for one in Plan.objects.within(here).select_related("published")
    ]
    kept = [one for one in rows if one["plan"].put_away_at is None]
    away = [one for one in rows if one["plan"].put_away_at is not None]
    return settings_page(
        request, "fulfilment/plans.html", here, kept=kept, away=away, stuck=of_desk(here).count(), beginnings=BEGINNINGS
    )


@gate("desk:fulfilment.plans", sample="desk")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, desk: str) -> HttpResponse:
    """The name of a new plan, and what it begins with."""
    here, chosen = the_desk(desk), request.POST.get("beginning", request.GET.get("beginning", ""))
    found = BEGINNINGS.get(chosen)
    given: dict[str, Any] = {"name": request.POST.get("name", str(found.name) if found else ""), "error": ""}
    if request.method == "POST":
        try:
            drawn = found.draw(here) if found else None
            plan = actions.make_plan(actor=actor_of(request), desk=here, name=given["name"], definition=drawn)
        except Invalid as refusal:
            given["error"] = str(refusal)
        else:
            return redirect("fulfilment:plan", desk, plan.pk)
    given |= {"beginnings": BEGINNINGS, "chosen": chosen if found else ""}
    return settings_page(request, "fulfilment/new.html", here, status=422 if given["error"] else 200, **given)


@gate("desk:fulfilment.plans", sample="desk")
@require_POST
def rename(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Another ``name``."""
    return _done(request, desk, pk, actions.rename, _("The plan is renamed."), name=request.POST.get("name", ""))


@gate("desk:fulfilment.plans", sample="desk")
@require_POST
def publish(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Let the draft count."""
    words = _("The plan is published. What is started from now on goes by it.")
    return _done(request, desk, pk, actions.publish, words)


@gate("desk:fulfilment.plans", sample="desk")
@require_safe
def versions(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """What was published when and by whom, and what was different."""
    here = the_desk(desk)
    plan = access.plan_for(actor_of(request), pk, desk_id=here.pk)
    rows = list(PlanVersion.objects.within(here).filter(plan=plan).select_related("made_by"))
    given: dict[str, Any] = {"plan": plan, "versions": [_version(row, rows) for row in rows]}
    return settings_page(request, "fulfilment/versions.html", here, **given)


@gate("desk:fulfilment.plans", sample="desk")
@require_POST
def roll_back(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Publish the version ``number`` once more."""
    number = request.POST.get("number", "")
    asked = int(number) if number.isdecimal() and len(number) < 10 else 0
    words = _("Version %(number)s counts again.") % {"number": asked}
    return _done(request, desk, pk, actions.roll_back, words, number=asked)


@gate("desk:fulfilment.plans", sample="desk")
@require_POST
def put_away(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Start it no more."""
    undo = reverse("fulfilment:put_back_plan", args=[desk, pk])
    return _done(request, desk, pk, actions.put_away, _("The plan is put away. What runs goes on."), undo, to="plans")


@gate("desk:fulfilment.plans", sample="desk")
@require_POST
def put_back(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """It can be started again."""
    return _done(request, desk, pk, actions.put_back, _("The plan is there again."), to="plans")


def _done(
    request: HttpRequest, desk: str, pk: int, act: Any, words: str, undo: str = "", to: str = "plan", **given: Any
) -> HttpResponse:
    actor = actor_of(request)
    plan = access.plan_for(actor, pk, desk_id=the_desk(desk).pk)
    try:
        act(actor=actor, plan=plan, **given)
    except DeskhandError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words, extra_tags=f"undo:{undo}" if undo else "")
    return redirect("fulfilment:plans", desk) if to == "plans" else redirect("fulfilment:plan", desk, pk)


def _length(plan: Plan) -> str:
    count = len(plan.draft.get("steps", []))
    return ngettext("%(num)s step", "%(num)s steps", count) % {"num": count}


def _is_changed(plan: Plan) -> bool:
    return plan.published is not None and plan.published.definition != plan.draft


def _version(row: PlanVersion, rows: list[PlanVersion]) -> dict[str, Any]:
    older = next((one for one in rows if one.number == row.number - 1), None)
    before = Definition.read(older.definition) if older is not None else Definition()
    return {"version": row, "changes": differences.between(before, Definition.read(row.definition))}
