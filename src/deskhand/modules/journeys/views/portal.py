"""One's own journeys, and those that one accompanies as the manager."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Denied
from deskhand.modules.journeys import access, actions
from deskhand.modules.journeys.models import Journey
from deskhand.modules.journeys.shown import timeline
from deskhand.portal.pages import actor_of, page
from deskhand.web.gates import gate

SHOWN = 50
"""Journeys on one's own page, the next first."""


@gate("signed_in")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Those that run, then those that have ended."""
    rows = Journey.objects.own_of(actor_of(request)).select_related("blueprint", "desk")
    found = list(rows.running().order_by("key_on", "pk")[:SHOWN])
    ended = list(rows.exclude(ended_at=None).order_by("-ended_at", "-pk")[:SHOWN])
    language = get_language() or ""
    context = {
        "running": [(one, one.blueprint.named(language)) for one in found],
        "ended": [(one, one.blueprint.named(language)) for one in ended],
    }
    return page(request, "journeys/mine.html", context, current="journeys")


@gate("signed_in", sample="my-journey")
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The one timeline of the employee and the manager."""
    actor = actor_of(request)
    journey = access.own_journey_for(actor, pk)
    ways = {name: reverse(f"journeys:my_{name}", args=[pk]) for name in ("tick", "untick")}
    return own_page(request, actor, journey, tick_url=ways["tick"], untick_url=ways["untick"])


def own_page(request: HttpRequest, actor: Actor, journey: Journey, **more: Any) -> HttpResponse:
    """The timeline for whoever makes or accompanies the journey, signed in or with a link."""
    context = {
        "timeline": timeline(journey, actor, with_unneeded=False),
        "journey": journey,
        "name": journey.blueprint.named(get_language() or ""),
        "is_mine": journey.person_id == actor.person_id,
        "is_link": False,
        **more,
    }
    return page(request, "journeys/timeline.html", context, desk=journey.desk, current="journeys")


@gate("signed_in", sample="my-journey")
@require_POST
def tick(request: HttpRequest, pk: int) -> HttpResponse:
    """The activity ``code`` is done."""
    return _done(request, pk, actions.tick, _("Done. Thank you."))


@gate("signed_in", sample="my-journey")
@require_POST
def untick(request: HttpRequest, pk: int) -> HttpResponse:
    """It is not done after all."""
    return _done(request, pk, actions.untick, _("It is open again."))


def _done(request: HttpRequest, pk: int, act: Any, words: str) -> HttpResponse:
    actor = actor_of(request)
    journey = access.own_journey_for(actor, pk)
    try:
        act(actor=actor, journey=journey, code=request.POST.get("code", ""))
    except (Conflict, Denied) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("journeys:my_journey", pk)
