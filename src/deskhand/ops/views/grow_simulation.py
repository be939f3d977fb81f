"""What modules that react would have done with the desk's tickets of the last days: computed, nothing is switched."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from deskhand.kernel import clock, growing, modules, switches
from deskhand.ops import growth
from deskhand.ops.frame import page, the_desk
from deskhand.tickets.models import Ticket
from deskhand.web import numbers
from deskhand.web.gates import gate

SIMULATED_DAYS = 30
"""How many days a simulation on the page Grow looks back."""

numbers.tell(simulated_days=SIMULATED_DAYS)


@gate("desk:modules.switch", sample="desk")
@require_safe
def simulation(request: HttpRequest, desk: str) -> HttpResponse:
    """One sheet a module: what it reacts to, and what that would have been."""
    here = the_desk(desk)
    since = clock.now() - timedelta(days=SIMULATED_DAYS)
    asked = set(request.GET.getlist("module"))
    named = [one for one in modules.installed() if (one.label in asked) or not asked]
    tickets = Ticket.objects.within(here).listed().filter(created_at__gte=since).count()
    with switches.supposing(here.pk, growing.on_at(here.pk) | asked):
        found = [_sheet(one, here.pk, since) for one in named]
    sheets = [one for one in found if one["reacts"]]
    return page(request, "ops/grow_simulation.html", here, sheets=sheets, tickets=tickets)


def _sheet(config: modules.ModuleConfig, desk_id: int, since: Any) -> dict[str, Any]:
    told = growth.tells_of(config.label)
    computed = told.simulation(desk_id, since) if told is not None and told.simulation is not None else []
    return {
        "title": config.title,
        "icon": config.icon,
        "reacts": list(told.reacts) if told is not None else [],
        "computed": computed,
    }
