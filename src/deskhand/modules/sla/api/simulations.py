"""Policies that are tried on the past, for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.urls import reverse
from pydantic import Field

from deskhand.accounts.models import Desk
from deskhand.api.answers import Answer
from deskhand.api.bearers import ApiRequest
from deskhand.api.lookups import reader
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath, RowId
from deskhand.kernel.errors import NotFound
from deskhand.modules.sla import access, simulation_page
from deskhand.modules.sla.actions.simulate import MOST_DIFFERING, MOST_MONTHS, cancel_simulation, simulate
from deskhand.modules.sla.api import router
from deskhand.modules.sla.api.policies import SAID, as_json
from deskhand.modules.sla.api.policy_schemas import BODY, LevelWord, Name, PolicyTerms, Ref
from deskhand.modules.sla.models import Simulation
from deskhand.modules.sla.querysets import desks_of
from deskhand.modules.sla.simulation_page import Side


class NewSimulation(PolicyTerms):
    """A policy as it would be, and how far back it is tried."""

    name: Name
    level: LevelWord = "sla"
    policy: Annotated[Ref | None, Field(description="The policy that it would replace; null: a further one.")] = None
    months: Annotated[int, Field(ge=1, le=MOST_MONTHS)] = 12


class SimulatedSide(Answer):
    """Outcomes of a target. ``compliance`` is met / (met + missed) in percent, null where there are none."""

    met: int
    missed: int
    open: Annotated[int, Field(description="Still open, and in time.")]
    overdue: Annotated[int, Field(description="Still open, and over the time.")]
    cancelled: int
    compliance: float | None


class SimulatedTarget(Answer):
    """A target on both sides."""

    key: str
    label: str
    before: SimulatedSide
    after: SimulatedSide


class SimulatedTicket(Answer):
    """A ticket that would have fared otherwise: the outcome of each target on both sides."""

    number: int
    before: dict[str, str]
    after: dict[str, str]


class ShownSimulation(Answer):
    """What would have become of the tickets of the past. Nothing of it counts."""

    id: int
    desk: Annotated[str, Field(description="Key of the desk.")]
    name: str
    policy: int | None
    state: Literal["running", "done", "cancelled"]
    months: int
    since: datetime
    begun_at: datetime
    ended_at: datetime | None
    total: Annotated[int, Field(description="Tickets to try.")]
    done: Annotated[int, Field(description="Tickets that were tried.")]
    targets: list[SimulatedTarget]
    differ: Annotated[int, Field(description="Tickets that would have fared otherwise.")]
    differing: Annotated[list[SimulatedTicket], Field(description=f"The newest {MOST_DIFFERING} of them.")]


class ShownSimulations(Answer):
    """What was tried on a desk, the newest first."""

    items: list[ShownSimulation]


SIDE: dict[str, Any] = {"met": 90, "missed": 10, "open": 4, "overdue": 1, "cancelled": 2, "compliance": 90.0}
EXAMPLE: dict[str, Any] = {
    "id": 5,
    "desk": "it",
    "name": "Standard, stricter",
    "policy": 3,
    "state": "done",
    "months": 12,
    "since": "2025-03-02T09:00:00Z",
    "begun_at": "2026-03-02T09:00:00Z",
    "ended_at": "2026-03-02T09:00:05Z",
    "total": 107,
    "done": 107,
    "targets": [{"key": "first_response", "label": "First response", "before": SIDE, "after": SIDE}],
    "differ": 1,
    "differing": [{"number": 1042, "before": {"first_response": "met"}, "after": {"first_response": "missed"}}],
}
OF_DESK: dict[str, Any] = {"gate": "scoped", "sample": "desk", "refuses": (404,)}
ONE: dict[str, Any] = {**OF_DESK, "returns": ShownSimulation, "example": EXAMPLE}


@route(router, "GET", "/desks/{desk}/simulations", **OF_DESK, returns=ShownSimulations, example={"items": [EXAMPLE]})
def list_simulations(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """List what was tried on a desk.

    For administrators of the desk.
    """
    here = _desk(request, desk)
    return {"items": [_shown(one, here) for one in Simulation.objects.within(here)]}


@route(
    router,
    "POST",
    "/desks/{desk}/simulations",
    gate="scoped",
    sample="desk",
    refuses=(404, 409),
    returns=ShownSimulation,
    status=201,
    headers=("Location",),
    example=EXAMPLE,
    body_example=BODY | {"months": 12},
)
def begin_simulation(request: ApiRequest, desk: DeskPath, new: NewSimulation, response: HttpResponse) -> dict[str, Any]:
    """Try a policy on the tickets of the past.

    For administrators of the desk; one at a time. It goes on in the background: read it again until it is done. Both
    sides are judged as if the policies had counted the whole time.
    """
    here = _desk(request, desk)
    said = {"level": new.level} | {name: as_json(getattr(new, name)) for name in SAID}
    policy = access.policy_for(request.actor, new.policy, desk_id=here.pk) if new.policy is not None else None
    row = simulate(actor=request.actor, desk_id=here.pk, name=new.name, said=said, policy=policy, months=new.months)
    response.headers["Location"] = reverse("api:get_simulation", args=[desk, row.pk])
    return _shown(row, here)


@route(router, "GET", "/desks/{desk}/simulations/{id}", **ONE)
def get_simulation(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Read what came of one."""
    here = _desk(request, desk)
    return _shown(_row(here, id), here)


@route(router, "POST", "/desks/{desk}/simulations/{id}/cancel", **ONE)
def stop_simulation(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Stop one.

    What was found so far stays. One that is through stays as it is.
    """
    here = _desk(request, desk)
    return _shown(cancel_simulation(actor=request.actor, simulation=_row(here, id)), here)


def _desk(request: ApiRequest, key: str) -> Desk:
    found = Desk.objects.filter(key=key, pk__in=desks_of(reader(request.actor), "sla.read")).first()
    if found is None:
        raise NotFound
    reader(request.actor).need("sla.policies", found.pk)
    return found


def _row(desk: Desk, pk: int) -> Simulation:
    found: Simulation | None = Simulation.objects.within(desk).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _shown(row: Simulation, desk: Desk) -> dict[str, Any]:
    plain = ("id", "name", "months", "since", "begun_at", "ended_at", "total", "done", "differ", "differing")
    return {name: getattr(row, name) for name in plain} | {
        "desk": desk.key,
        "policy": row.policy_id,
        "state": "running" if row.is_running else "cancelled" if row.is_cancelled else "done",
        "targets": [
            {"key": one.key, "label": str(one.label), "before": _side(one.before), "after": _side(one.after)}
            for one in simulation_page.lines(row)
        ],
    }


def _side(side: Side) -> dict[str, Any]:
    names = ("met", "missed", "open", "overdue", "cancelled", "compliance")
    return {name: getattr(side, name) for name in names}
