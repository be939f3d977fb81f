"""Plans of desks."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from deskhand.api import lookups
from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath, RowId
from deskhand.modules.fulfilment import access, actions, checks
from deskhand.modules.fulfilment.api.router import router
from deskhand.modules.fulfilment.api.schemas import (
    PLAN,
    STEP,
    VERSION,
    GivenPlan,
    NewFulfilmentPlan,
    PlanDraft,
    PlanVersionNumber,
    ShownPlan,
    ShownPlans,
    ShownPlanVersions,
)
from deskhand.modules.fulfilment.definition import Definition
from deskhand.modules.fulfilment.models import Plan, PlanVersion

READS: dict[str, Any] = {"gate": "scoped", "sample": "desk", "refuses": (404,)}
CHANGES: dict[str, Any] = {
    "gate": "scoped",
    "sample": "desk",
    "refuses": (404, 409),
    "returns": ShownPlan,
    "example": PLAN,
}
DRAFT: dict[str, Any] = {"steps": [STEP], "edges": []}


@route(router, "GET", "/desks/{desk}/plans", **READS, returns=ShownPlans, example={"items": [PLAN]})
def list_plans(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """List the plans of a desk.

    With their drafts, by name; those that were put away among them.
    """
    here = access.desk_for(request.actor, desk)
    rows = Plan.objects.within(here).select_related("published", "desk")
    return {"items": [_shown(one) for one in rows]}


@route(
    router,
    "POST",
    "/desks/{desk}/plans",
    **CHANGES,
    status=201,
    headers=("Location",),
    body_example={"name": "New laptop", **DRAFT},
)
def make_plan(request: ApiRequest, desk: DeskPath, new: NewFulfilmentPlan, response: HttpResponse) -> dict[str, Any]:
    """Make a plan.

    For leads and administrators of the desk. It counts for nothing before it is published.
    """
    here = access.desk_for(request.actor, desk)
    row = actions.make_plan(actor=request.actor, desk=here, name=new.name, definition=as_definition(new))
    response.headers["Location"] = reverse("api:get_plan", args=[desk, row.pk])
    return _shown(row)


@route(router, "GET", "/desks/{desk}/plans/{id}", **READS, returns=ShownPlan, example=PLAN)
def get_plan(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Read a plan, and what is wrong with its draft."""
    return _shown(row_of(request, desk, id))


@route(router, "PUT", "/desks/{desk}/plans/{id}/draft", **CHANGES, body_example={"edition": 3, **DRAFT})
def change_plan_draft(request: ApiRequest, desk: DeskPath, id: RowId, draft: PlanDraft) -> dict[str, Any]:  # noqa: A002
    """Put another draft in place.

    For leads and administrators of the desk. It may still be wrong; what runs does not change.
    """
    row = row_of(request, desk, id)
    changed = actions.change_draft(
        actor=request.actor, plan=row, definition=as_definition(draft), edition=draft.edition
    )
    return _shown(changed)


@route(router, "POST", "/desks/{desk}/plans/{id}/publish", **CHANGES)
def publish_plan(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Let the draft count.

    For leads and administrators of the desk. Refused while something is wrong with it.
    """
    actions.publish(actor=request.actor, plan=row_of(request, desk, id))
    return _shown(row_of(request, desk, id))


@route(
    router, "GET", "/desks/{desk}/plans/{id}/versions", **READS, returns=ShownPlanVersions, example={"items": [VERSION]}
)
def list_plan_versions(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """List what was published.

    The newest version first.
    """
    row = row_of(request, desk, id)
    return {"items": [_version(one) for one in PlanVersion.objects.within(row.desk_id).filter(plan=row)]}


@route(router, "POST", "/desks/{desk}/plans/{id}/roll-back", **CHANGES, body_example={"number": 1})
def roll_plan_back(request: ApiRequest, desk: DeskPath, id: RowId, to: PlanVersionNumber) -> dict[str, Any]:  # noqa: A002
    """Publish an older version once more.

    For leads and administrators of the desk. The draft becomes the same.
    """
    actions.roll_back(actor=request.actor, plan=row_of(request, desk, id), number=to.number)
    return _shown(row_of(request, desk, id))


@route(router, "POST", "/desks/{desk}/plans/{id}/put-away", **CHANGES)
def put_plan_away(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Start it no more.

    For leads and administrators of the desk. What runs goes on.
    """
    return _shown(actions.put_away(actor=request.actor, plan=row_of(request, desk, id)))


@route(router, "POST", "/desks/{desk}/plans/{id}/put-back", **CHANGES)
def put_plan_back(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Let it be started again.

    For leads and administrators of the desk.
    """
    return _shown(actions.put_back(actor=request.actor, plan=row_of(request, desk, id)))


def row_of(request: ApiRequest, desk: str, pk: int) -> Plan:
    """The plan, for whoever may read those of its desk."""
    here = access.desk_for(lookups.reader(request.actor), desk)
    return access.plan_for(lookups.reader(request.actor), pk, desk_id=here.pk)


def as_definition(given: GivenPlan) -> Definition:
    """What was given, as a plan."""
    steps = [
        {**one.model_dump(exclude={"says"}), "says": one.says.model_dump(exclude_none=True)} for one in given.steps
    ]
    return Definition.read({"steps": steps, "edges": [one.model_dump() for one in given.edges]})


def _shown(row: Plan) -> dict[str, Any]:
    definition = Definition.read(row.draft)
    return {
        "id": row.pk,
        "code": row.code,
        "name": row.name,
        "edition": row.edition,
        "version": row.published.number if row.published is not None else None,
        "is_put_away": row.put_away_at is not None,
        **definition.kept(),
        "problems": [asdict(one) for one in checks.problems(definition, row.desk_id)],
    }


def _version(row: PlanVersion) -> dict[str, Any]:
    kept = Definition.read(row.definition).kept()
    return {"number": row.number, "made_at": row.made_at, "again_from": row.again_from, **kept}
