"""What can be started on a desk, and the figure."""

from __future__ import annotations

from typing import Any

from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath
from deskhand.kernel import clock
from deskhand.modules.journeys import access
from deskhand.modules.journeys.api.router import router
from deskhand.modules.journeys.api.schemas import BLUEPRINT, READY, ShownBlueprints, ShownReadiness
from deskhand.modules.journeys.definition import Definition
from deskhand.modules.journeys.figure import DAYS, ready
from deskhand.modules.journeys.models import Blueprint

READS: dict[str, Any] = {"gate": "scoped", "sample": "desk", "refuses": (404,)}


@route(router, "GET", "/desks/{desk}/blueprints", **READS, returns=ShownBlueprints, example={"items": [BLUEPRINT]})
def list_journey_blueprints(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """List the journeys that can be started.

    With the questions that are asked at their start.
    """
    here = access.desk_for(request.actor, desk)
    return {"items": [_shown(one) for one in Blueprint.objects.within(here).startable()]}


@route(router, "GET", "/desks/{desk}/ready-on-day-one", **READS, returns=ShownReadiness, example=READY)
def get_ready_on_day_one(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """Read the figure “Ready on day one”.

    Of journeys whose day has begun within the last 90 days.
    """
    found = ready(access.desk_for(request.actor, desk), clock.now())
    return {
        "days": DAYS,
        "journeys": found.journeys,
        "whole": found.whole,
        "needed": found.needed,
        "in_time": found.in_time,
        "percent": found.percent,
    }


def _shown(row: Blueprint) -> dict[str, Any]:
    plan = Definition.read(row.in_use)
    return {
        "id": row.pk,
        "code": row.code,
        "name": row.name,
        "kind": row.kind,
        "number": row.number,
        "questions": [
            {"code": one.code, "label": one.label, "kind": one.kind, "choices": list(one.choices)}
            for one in plan.questions
        ],
    }
