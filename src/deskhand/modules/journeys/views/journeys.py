"""The journeys of a desk: the list with its figure, one journey, its verbs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deskhand.kernel import clock
from deskhand.kernel.errors import DeskhandError, Invalid, NotFound
from deskhand.modules.journeys import access, actions
from deskhand.modules.journeys.definition import Definition
from deskhand.modules.journeys.figure import DAYS, ready
from deskhand.modules.journeys.knowing import in_words
from deskhand.modules.journeys.models import OPEN, Blueprint, Journey, State
from deskhand.modules.journeys.querysets import MODULE
from deskhand.modules.journeys.shown import timeline
from deskhand.tickets.context import actor_of, desk_of, workspace
from deskhand.tickets.models import Ticket
from deskhand.web.gates import gate

PAGE = 50
"""Journeys of the list at once."""

SHOWS = ("running", "late", "ended")


@gate("desk:journeys.read", sample="desk")
@require_safe
def index(request: HttpRequest, desk: str) -> HttpResponse:
    """Those that run, those of which something is late, and those that have ended; above them the figure."""
    here, at = desk_of(request, desk), clock.now()
    shows = request.GET.get("show", "")
    shows = shows if shows in SHOWS else "running"
    late = Q(activities__state__in=OPEN, activities__due_at__lte=at)
    needed = ~Q(activities__state__in=(State.SKIPPED, State.CANCELLED))
    rows = Journey.objects.within(here).select_related("blueprint", "manager")
    rows = rows.filter(ended_at=None) if shows != "ended" else rows.exclude(ended_at=None)
    rows = rows.annotate(
        late=Count("activities", filter=late),
        done=Count("activities", filter=Q(activities__state=State.DONE)),
        needed=Count("activities", filter=needed),
    )
    rows = rows.filter(late__gt=0) if shows == "late" else rows
    rows = rows.order_by("-ended_at", "-pk") if shows == "ended" else rows.order_by("key_on", "pk")
    given: dict[str, Any] = {
        "rows": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "shows": shows,
        "ready": ready(here, at),
        "days": DAYS,
        "may_run": actor_of(request).may("journeys.run", here.pk),
        "may_design": actor_of(request).may("journeys.design", here.pk),
        "has_any": Blueprint.objects.within(here).startable().exists(),
    }
    return render(request, "journeys/list.html", workspace(request, section=MODULE, desk=here) | given)


@gate("desk:journeys.read", sample="desk")
@require_safe
def show(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """One journey, by stage."""
    here = desk_of(request, desk)
    return page(request, here, access.journey_for(actor_of(request), pk, desk_id=here.pk))


def page(request: HttpRequest, here: Any, journey: Journey, status: int = 200, **more: Any) -> HttpResponse:
    """The page of a journey; with what was wrong, if something was."""
    actor = actor_of(request)
    plan = Definition.read(journey.definition)
    answers = [
        (one.label, in_words(one.kind, journey.answers[one.code]))
        for one in plan.questions
        if one.code in journey.answers
    ]
    given = {
        "journey": journey,
        "timeline": timeline(journey, actor),
        "answers": answers,
        "ordered_by": Ticket.objects.visible_to(actor)
        .filter(pk=journey.ordered_by)
        .values_list("number", flat=True)
        .first()
        if journey.ordered_by is not None
        else None,
        "may_run": actor.may("journeys.run", here.pk) and journey.ended_at is None,
        "errors": {},
        **more,
    }
    frame = workspace(request, section=MODULE, desk=here)
    return render(request, "journeys/journey.html", frame | given, status=status)


@gate("desk:journeys.run", sample="desk")
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Cancel it, or withdraw it, and say why."""
    here = desk_of(request, desk)
    journey = access.journey_for(actor_of(request), pk, desk_id=here.pk)
    given: dict[str, Any] = {"journey": journey, "reason": request.POST.get("reason", ""), "errors": {}}
    given["lines"] = [one for one in timeline(journey, actor_of(request)).lines if one.is_open]
    if request.method == "POST":
        outcome = request.POST.get("outcome", "")
        try:
            actions.end(actor=actor_of(request), journey=journey, outcome=outcome, reason=given["reason"])
        except Invalid as refusal:
            given["errors"] = refusal.fields
        except DeskhandError as refusal:
            messages.error(request, str(refusal))
            return redirect("journeys:journey", desk, pk)
        else:
            messages.success(request, _("The journey has ended. Whoever had begun is told."))
            return redirect("journeys:journey", desk, pk)
    frame = workspace(request, section=MODULE, desk=here)
    return render(request, "journeys/end.html", frame | given, status=422 if given["errors"] else 200)


@gate("desk:journeys.run", sample="desk")
@require_POST
def tick(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """The employee or manager has done it; somebody of the desk says so."""
    return _done(request, desk, pk, actions.tick, _("It is ticked off."))


@gate("desk:journeys.run", sample="desk")
@require_POST
def untick(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """It is not done after all."""
    return _done(request, desk, pk, actions.untick, _("It is open again."))


@gate("desk:journeys.run", sample="desk")
@require_POST
def skip(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Go on without it."""
    return _done(
        request, desk, pk, actions.skip, _("The journey goes on without it."), reason=request.POST.get("reason", "")
    )


@gate("desk:journeys.run", sample="desk")
@require_POST
def try_again(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Begin it once more."""
    return _done(request, desk, pk, actions.try_again, _("It begins again within a minute."))


def _done(request: HttpRequest, desk: str, pk: int, act: Any, words: str, **given: Any) -> HttpResponse:
    actor, here = actor_of(request), desk_of(request, desk)
    journey = access.journey_for(actor, pk, desk_id=here.pk)
    try:
        act(actor=actor, journey=journey, code=request.POST.get("code", ""), **given)
    except NotFound:
        raise
    except DeskhandError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("journeys:journey", desk, pk)
