"""Pages of policies that are tried on the past."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from deskhand.accounts.models import Desk
from deskhand.modules.sla import simulation_page
from deskhand.modules.sla.actions.simulate import cancel_simulation
from deskhand.modules.sla.models import Simulation
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.web.gates import gate


@gate("desk:sla.policies", sample="desk")
@require_GET
def simulations(request: HttpRequest, desk: str) -> HttpResponse:
    """What was tried on the desk, the newest first."""
    here = the_desk(desk)
    rows = Simulation.objects.within(here).select_related("begun_by", "policy")
    return settings_page(request, "sla/simulations.html", here, rows=list(rows))


@gate("desk:sla.policies", sample="desk")
@require_GET
def simulation(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """What came of one."""
    here = the_desk(desk)
    row = _row(here, pk)
    given = simulation_page.standing(row) | {"differing": simulation_page.differing(row, actor_of(request))}
    return settings_page(request, "sla/simulation.html", here, **given)


@gate("desk:sla.policies", sample="desk")
@require_GET
def progress(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """How far one is; when it is through, the page is loaded again."""
    here = the_desk(desk)
    row = _row(here, pk)
    if not row.is_running:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "sla/_simulation_progress.html", {"desk": here, **simulation_page.standing(row)})


@gate("desk:sla.policies", sample="desk")
@require_POST
def cancel(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Stop one."""
    cancel_simulation(actor=actor_of(request), simulation=_row(the_desk(desk), pk))
    messages.success(request, _("Stopped. What was found so far stays here."))
    return redirect("sla:simulation", desk, pk)


def _row(desk: Desk, pk: int) -> Simulation:
    rows = Simulation.objects.within(desk).select_related("begun_by", "policy")
    found: Simulation = get_object_or_404(rows, pk=pk)
    return found
