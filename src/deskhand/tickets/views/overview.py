"""The desk's figures as a page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from deskhand.kernel.query.values import Text
from deskhand.tickets import context, overview
from deskhand.tickets.overview import DayFigures, Share
from deskhand.web import places
from deskhand.web.gates import gate


@require_GET
@gate("desk:tickets.overview", sample="desk")
def show(request: HttpRequest, desk: str) -> HttpResponse:
    """Opened, resolved and open per day, per team and per agent, over 14, 30 or 90 days."""
    here = context.desk_of(request, desk)
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, overview.PERIODS) else overview.PERIODS[0]
    figures = overview.overview(here.pk, days)
    tickets = reverse("tickets:list", args=[desk])

    def found(query: str) -> str:
        return f"{tickets}?{urlencode({'q': query})}"

    page = context.workspace(request, section="overview", desk=here)
    return render(
        request,
        "tickets/overview.html",
        page
        | {
            "top": places.render("overview_top", here, request=request, desk_id=here.pk),
            "figures": figures,
            "days": days,
            "periods": [_period(here.key, one, days) for one in overview.PERIODS],
            "flow": overview.chart(figures.days, ("opened", "resolved")),
            "stock": overview.chart(figures.days, ("open",)),
            "found": found,
            "opened_url": lambda one: found(_span("created", one)),
            "resolved_url": lambda one: found(_span("resolved", one)),
            "since": figures.days[0].day.isoformat(),
            "share_groups": [
                (_("By team"), _("Team"), [_row(one, "team", found) for one in figures.teams]),
                (_("By agent"), _("Agent"), [_row(one, "assignee", found) for one in figures.agents]),
            ],
        },
    )


def _period(desk: str, days: int, chosen: int) -> dict[str, Any]:
    address = f"{reverse('tickets:overview', args=[desk])}?days={days}"
    return {"label": _("%(n)s days") % {"n": days}, "url": address, "is_current": days == chosen}


def _span(name: str, one: DayFigures) -> str:
    return f"{name}:{one.day.isoformat()}"


def _row(one: Share, name: str, found: Any) -> dict[str, Any]:
    code = Text(one.code).to_text() if one.code else "none"
    label = one.name or (_("No team") if name == "team" else _("Nobody"))
    return {"share": one, "label": label, "url": found(f"is:open {name}:{code}"), "is_person": name == "assignee"}
