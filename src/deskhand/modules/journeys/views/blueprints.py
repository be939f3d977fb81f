"""What journeys a desk has written: the list, a new one, putting into use."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deskhand.kernel.errors import DeskhandError, Invalid
from deskhand.modules.journeys import access, actions
from deskhand.modules.journeys.beginnings import BEGINNINGS
from deskhand.modules.journeys.models import Blueprint, Kind, Part, PartState
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.web.gates import gate


@gate("desk:journeys.design", sample="desk")
@require_safe
def index(request: HttpRequest, desk: str) -> HttpResponse:
    """Those that can be started or are being written, and those that were put away."""
    here = the_desk(desk)
    rows = list(Blueprint.objects.within(here))
    may_answer = actor_of(request).may("journeys.take_part", here.pk)
    asked = Part.objects.within(here).standing().exclude(blueprint__desk_id=here.pk)
    given: dict[str, Any] = {
        "kept": [one for one in rows if one.put_away_at is None],
        "away": [one for one in rows if one.put_away_at is not None],
        "may_answer": may_answer,
        "waiting": asked.filter(state=PartState.ASKED).count() if may_answer else 0,
    }
    return settings_page(request, "journeys/blueprints.html", here, **given)


@gate("desk:journeys.design", sample="desk")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, desk: str) -> HttpResponse:
    """Its name, what happens to the person, and what it begins with."""
    here = the_desk(desk)
    given: dict[str, Any] = {
        "name": request.POST.get("name", ""),
        "name_de": request.POST.get("name_de", ""),
        "kind": request.POST.get("kind", Kind.ONBOARDING.value),
        "beginning": request.POST.get("beginning", ""),
        "errors": {},
    }
    if request.method == "POST":
        begun = BEGINNINGS.get(given["beginning"])
        words = {name: given[name] for name in ("name", "name_de", "kind")}
        try:
            plan = begun.draw(here) if begun else None
            row = actions.make_blueprint(actor=actor_of(request), desk=here, plan=plan, **words)
        except Invalid as refusal:
            given["errors"] = refusal.fields or {"name": str(refusal)}
        else:
            return redirect("journeys:blueprint", desk, row.pk)
    given |= {"kinds": [(value, str(label)) for value, label in Kind.choices], "beginnings": BEGINNINGS}
    return settings_page(request, "journeys/new.html", here, status=422 if given["errors"] else 200, **given)


@gate("desk:journeys.design", sample="desk")
@require_POST
def publish(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Let the draft count, and ask the desks that it needs."""
    words = _("The journey is in use. Desks that are to do something new are asked.")
    return _done(request, desk, pk, actions.publish, words)


@gate("desk:journeys.design", sample="desk")
@require_POST
def put_away(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Start it no more."""
    undo = reverse("journeys:put_back_blueprint", args=[desk, pk])
    return _done(request, desk, pk, actions.put_away, _("The journey is put away. What runs goes on."), undo)


@gate("desk:journeys.design", sample="desk")
@require_POST
def put_back(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """It can be started again."""
    return _done(request, desk, pk, actions.put_back, _("The journey is there again."))


def _done(request: HttpRequest, desk: str, pk: int, act: Any, words: str, undo: str = "") -> HttpResponse:
    actor = actor_of(request)
    row = access.blueprint_for(actor, pk, desk_id=the_desk(desk).pk)
    try:
        act(actor=actor, blueprint=row)
    except DeskhandError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words, extra_tags=f"undo:{undo}" if undo else "")
    if act is actions.publish:
        return redirect("journeys:blueprint", desk, pk)
    return redirect("journeys:blueprints", desk)
