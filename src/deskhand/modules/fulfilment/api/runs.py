"""Plans on tickets."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from ninja import Path

from deskhand.api import lookups
from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath, RowId
from deskhand.kernel.errors import NotFound
from deskhand.modules.fulfilment import access, actions, shown
from deskhand.modules.fulfilment.api.router import router
from deskhand.modules.fulfilment.api.schemas import (
    RUN,
    NewPlanRun,
    NewPlanStep,
    PlanCallEnd,
    PlanReason,
    ShownPlanRun,
    ShownPlanRuns,
)
from deskhand.modules.fulfilment.definition import Kind, Step
from deskhand.modules.fulfilment.models import CODE_LIMIT, Run
from deskhand.tickets.access import served_ticket_for

READS: dict[str, Any] = {"gate": "scoped", "sample": "desk", "refuses": (404,)}
CHANGES: dict[str, Any] = {
    "gate": "scoped",
    "sample": "desk",
    "refuses": (404, 409),
    "returns": ShownPlanRun,
    "example": RUN,
}

Number = Annotated[int, Path(ge=1, le=999_999_999_999_999, description="Number of a ticket.", example=1042)]
StepPath = Annotated[str, Path(max_length=CODE_LIMIT, description="Code of a step.", example="order")]


@route(router, "GET", "/desks/{desk}/tickets/{number}/runs", **READS, returns=ShownPlanRuns, example={"items": [RUN]})
def list_plan_runs(request: ApiRequest, desk: DeskPath, number: Number) -> dict[str, Any]:
    """List the plans on a ticket.

    Those that run and those that have ended, in the order in which they were started.
    """
    here = access.desk_for(request.actor, desk)
    ticket = served_ticket_for(request.actor, number)
    if ticket.desk_id != here.pk:
        raise NotFound
    return {"items": [_shown(one) for one in shown.runs_of(ticket)]}


@route(
    router,
    "POST",
    "/desks/{desk}/runs",
    **CHANGES,
    status=201,
    headers=("Location",),
    body_example={"ticket": 1042, "plan": 4},
)
def start_plan(request: ApiRequest, desk: DeskPath, new: NewPlanRun, response: HttpResponse) -> dict[str, Any]:
    """Start a plan on a ticket.

    For staff of the desk. Its first steps begin in the background, at once.
    """
    here = access.desk_for(request.actor, desk)
    ticket = served_ticket_for(request.actor, new.ticket)
    if ticket.desk_id != here.pk:
        raise NotFound
    plan = access.plan_for(request.actor, new.plan, desk_id=here.pk)
    key = f"api:{new.key}" if new.key else ""
    run = actions.start_plan(actor=request.actor, ticket=ticket, plan=plan, key=key)
    response.headers["Location"] = reverse("api:get_plan_run", args=[desk, run.pk])
    return _again(request, desk, run.pk)


@route(router, "GET", "/desks/{desk}/runs/{id}", **READS, returns=ShownPlanRun, example=RUN)
def get_plan_run(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Read a plan on a ticket, with where each step stands."""
    return _again(request, desk, id)


@route(router, "POST", "/desks/{desk}/runs/{id}/cancel", **CHANGES, body_example={"reason": "Not needed any more"})
def cancel_plan_run(request: ApiRequest, desk: DeskPath, id: RowId, because: PlanReason) -> dict[str, Any]:  # noqa: A002
    """Give a plan up.

    For staff of the desk. No further step begins, and open tasks are cancelled.
    """
    actions.cancel_run(actor=request.actor, run=_row(request, desk, id), reason=because.reason)
    return _again(request, desk, id)


@route(
    router, "POST", "/desks/{desk}/runs/{id}/steps", **CHANGES, body_example={"name": "Engrave it", "after": "order"}
)
def add_plan_step(request: ApiRequest, desk: DeskPath, id: RowId, new: NewPlanStep) -> dict[str, Any]:  # noqa: A002
    """Add a task for this ticket alone.

    For leads and administrators of the desk.
    """
    says = {name: value for name, value in (("team", new.team), ("note", new.note)) if value}
    step = Step(code="", kind=Kind.TASK, name=new.name, says=says)
    actions.add_step(actor=request.actor, run=_row(request, desk, id), step=step, after=new.after)
    return _again(request, desk, id)


@route(router, "POST", "/desks/{desk}/runs/{id}/steps/{code}/skip", **CHANGES, body_example={"reason": "We have one"})
def skip_plan_step(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    code: StepPath,
    because: PlanReason,
) -> dict[str, Any]:
    """Go on without a step.

    For leads and administrators of the desk, with a reason. Its task is cancelled.
    """
    actions.skip_step(actor=request.actor, run=_row(request, desk, id), code=code, reason=because.reason)
    return _again(request, desk, id)


@route(router, "POST", "/desks/{desk}/runs/{id}/steps/{code}/restart", **CHANGES)
def restart_plan_step(request: ApiRequest, desk: DeskPath, id: RowId, code: StepPath) -> dict[str, Any]:  # noqa: A002
    """Begin a failed step again.

    For leads and administrators of the desk.
    """
    actions.restart_step(actor=request.actor, run=_row(request, desk, id), code=code)
    return _again(request, desk, id)


@route(router, "POST", "/desks/{desk}/runs/{id}/steps/{code}/end", **CHANGES, body_example={"outcome": "done"})
def end_plan_call(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    code: StepPath,
    end: PlanCallEnd,
) -> dict[str, Any]:
    """Report the end of what a step called.

    For staff of the desk. Reported twice it counts once.
    """
    actions.end_call(actor=request.actor, run=_row(request, desk, id), code=code, outcome=end.outcome)
    return _again(request, desk, id)


def _row(request: ApiRequest, desk: str, pk: int) -> Run:
    reader = lookups.reader(request.actor)
    return access.run_for(reader, pk, desk_id=access.desk_for(reader, desk).pk)


def _again(request: ApiRequest, desk: str, pk: int) -> dict[str, Any]:
    return _shown(shown.shown([_row(request, desk, pk)])[0])


def _shown(found: shown.ShownRun) -> dict[str, Any]:
    run = found.run
    return {
        "id": run.pk,
        "ticket": run.ticket.number,
        "plan": run.version.plan_id,
        "version": run.version.number,
        "outcome": run.outcome,
        "begun_at": run.begun_at,
        "ended_at": run.ended_at,
        "steps": [
            {
                "code": one.step.code,
                "name": one.step.name,
                "kind": one.step.kind,
                "state": one.state,
                "ticket": one.number,
                "team": one.who,
                "begun_at": one.row.begun_at if one.row else None,
                "ended_at": one.row.ended_at if one.row else None,
                "due_at": one.due_at,
                "problem": one.problem,
                "reason": one.row.reason if one.row and not one.problem else "",
            }
            for one in found.steps
        ],
    }
