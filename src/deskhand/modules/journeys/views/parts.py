"""What other desks ask this one to do in their journeys, and its answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deskhand.accounts.models import Team
from deskhand.kernel.errors import Invalid
from deskhand.modules.fulfilment.public import plans_of
from deskhand.modules.journeys import access, actions
from deskhand.modules.journeys.models import Part
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.web.gates import gate


@gate("desk:journeys.take_part", sample="desk")
@require_safe
def index(request: HttpRequest, desk: str) -> HttpResponse:
    """Journeys of other desks in which this one is asked to take part."""
    here = the_desk(desk)
    rows = Part.objects.within(here).standing().exclude(blueprint__desk_id=here.pk)
    found = rows.select_related("blueprint__desk").order_by("blueprint__name", "pk")
    return settings_page(request, "journeys/parts.html", here, parts=list(found))


@gate("desk:journeys.take_part", sample="desk")
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """What is asked, and how the desk does it."""
    here, actor = the_desk(desk), actor_of(request)
    part = access.part_for(actor, pk, desk_id=here.pk)
    errors: dict[str, Any] = {}
    if request.method == "POST":
        try:
            actions.accept(actor=actor, part=part, ways=_ways(request, part))
        except Invalid as refusal:
            errors = dict(refusal.fields) or {"ways": str(refusal)}
        else:
            return _accepted(request, part, desk)
    given = {
        "part": part,
        "is_own": part.is_own,
        "ways": _ways(request, part) if errors else _as_it_is(part),
        "teams": Team.objects.within(here).active().values_list("pk", "name"),
        "plans": [(one.code, one.name) for one in plans_of(here.pk)],
        "errors": errors,
    }
    return settings_page(request, "journeys/part.html", here, status=422 if errors else 200, **given)


def _accepted(request: HttpRequest, part: Part, desk: str) -> HttpResponse:
    """Back to where one came from: one's own journey, or what others ask."""
    if part.is_own:
        messages.success(request, _("Kept. It counts for what begins from now on."))
        return redirect("journeys:blueprint", desk, part.blueprint_id)
    messages.success(request, _("Accepted. Tickets come on their day."))
    return redirect("journeys:parts", desk)


@gate("desk:journeys.take_part", sample="desk")
@require_POST
def refuse(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Take no part."""
    actor = actor_of(request)
    try:
        actions.refuse(actor=actor, part=access.part_for(actor, pk, desk_id=the_desk(desk).pk))
    except Invalid as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Refused. The other desk sees that you take no part."))
    return redirect("journeys:parts", desk)


def _as_it_is(part: Part) -> dict[str, Any]:
    """What was agreed; where nothing was said yet, all that is asked for."""
    if part.state == "asked":
        return {one["code"]: part.agreed.get(one["code"], {}) for one in part.asked}
    return dict(part.agreed)


def _ways(request: HttpRequest, part: Part) -> dict[str, Any]:
    found = {}
    for one in part.asked:
        code = one["code"]
        if request.POST.get(f"does-{code}") or part.is_own:
            team = request.POST.get(f"team-{code}", "")
            found[code] = {
                "team": int(team) if team.isdecimal() and len(team) < 12 else None,
                "note": request.POST.get(f"note-{code}", ""),
                "plan": request.POST.get(f"plan-{code}", ""),
            }
    return found
