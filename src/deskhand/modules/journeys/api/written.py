"""What can be started on a desk."""

from __future__ import annotations

from typing import Any

from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath
from deskhand.modules.journeys import access
from deskhand.modules.journeys.api.router import READS, router
from deskhand.modules.journeys.api.schemas import BLUEPRINT, ShownBlueprints
from deskhand.modules.journeys.definition import Definition
from deskhand.modules.journeys.models import Blueprint


@route(router, "GET", "/desks/{desk}/blueprints", **READS, returns=ShownBlueprints, example={"items": [BLUEPRINT]})
def list_journey_blueprints(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """List the journeys that can be started.

    With the questions that are asked at their start.
    """
    here = access.desk_for(request.actor, desk)
    return {"items": [_shown(one) for one in Blueprint.objects.within(here).startable()]}


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
