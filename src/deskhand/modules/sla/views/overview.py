"""How a desk stands with its promises."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from deskhand.accounts.models import Desk
from deskhand.modules.sla import naming
from deskhand.modules.sla.forecast import LOOKS_BACK
from deskhand.modules.sla.models import Policy
from deskhand.modules.sla.overview import SHOWN, Overview, overview_of
from deskhand.modules.sla.views.contract_frame import figures_of, page
from deskhand.tickets.context import actor_of, desk_of
from deskhand.web.gates import gate


@gate("desk:sla.read", sample="desk")
@require_GET
def overview(request: HttpRequest, desk: str) -> HttpResponse:
    """What is overdue, due soon and at risk, what waits for a second person, and the figures of this month."""
    here = desk_of(request, desk)
    found = overview_of(here.pk)
    given: dict[str, Any] = {
        "found": found,
        "tiles": _tiles(here, found),
        "figures": figures_of(found.figures),
        "late": [(row, naming.name_of(row)) for row in found.late],
        "risks": [(one, naming.name_of(one.clock)) for one in found.risks[:SHOWN]],
        "ending": found.ending if actor_of(request).may("sla.contracts", here.pk) else [],
        "next_due": [(row, naming.name_of(row)) for row in found.next_due],
        "shown": SHOWN,
        "days": LOOKS_BACK.days,
        "is_promised": Policy.objects.within(here).filter(is_on=True, put_away_at=None).exists(),
        "may_promise": actor_of(request).may("sla.policies", here.pk),
    }
    return page(request, "sla/overview.html", here, place="overview", **given)


def _tiles(desk: Desk, found: Overview) -> list[dict[str, Any]]:
    def asked(query: str) -> str:
        return f"{reverse('tickets:list', args=[desk.key])}?{urlencode({'q': query})}"

    return [
        {"label": _("Overdue"), "count": found.overdue, "url": asked("sla:overdue"), "icon": "alarm-clock"},
        {"label": _("Due soon"), "count": found.soon, "url": asked("sla:soon"), "icon": "timer"},
        {
            "label": _("At risk by the queue’s pace"),
            "count": len(found.risks),
            "url": "#risks",
            "icon": "triangle-alert",
        },
        {"label": _("Paused"), "count": found.paused, "url": asked("sla:paused"), "icon": "pause"},
        {
            "label": _("Waivers to decide"),
            "count": found.waiting,
            "url": reverse("sla:waivers", args=[desk.key]),
            "icon": "check",
        },
    ]
