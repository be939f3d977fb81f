"""Judging plans: what is wrong with a draft, and what two versions have different."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from ninja import Query

from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import LARGEST_NUMBER, DeskPath, RowId
from deskhand.kernel.errors import NotFound
from deskhand.modules.fulfilment import access, checks, differences
from deskhand.modules.fulfilment.api.plans import DRAFT, READS, as_definition, row_of
from deskhand.modules.fulfilment.api.router import router
from deskhand.modules.fulfilment.api.schemas import GivenPlan, ShownPlanDifferences, ShownPlanProblems
from deskhand.modules.fulfilment.definition import Definition
from deskhand.modules.fulfilment.models import Plan

PROBLEM = {"step": "order", "words": "The desk has no such team in use.", "is_warning": False}
DIFFERENCE = {"what": "Order from the vendor", "words": "changed"}

VersionNumber = Annotated[
    int | None, Query(ge=1, le=LARGEST_NUMBER, description="Number of a version; without it, the draft.")
]


@route(
    router,
    "POST",
    "/desks/{desk}/check",
    **READS,
    returns=ShownPlanProblems,
    example={"items": [PROBLEM]},
    body_example=DRAFT,
)
def check_plan(request: ApiRequest, desk: DeskPath, given: GivenPlan) -> dict[str, Any]:
    """Judge a plan without keeping it.

    For leads and administrators of the desk. What is no warning keeps a plan from being published.
    """
    here = access.desk_for(request.actor, desk)
    request.actor.need("fulfilment.plans", here.pk)
    return {"items": [asdict(one) for one in checks.problems(as_definition(given), here.pk)]}


@route(
    router,
    "GET",
    "/desks/{desk}/plans/{id}/differences",
    **READS,
    returns=ShownPlanDifferences,
    example={"items": [DIFFERENCE]},
)
def compare_plan_versions(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002 (its name in the address)
    old: VersionNumber = None,
    new: VersionNumber = None,
) -> dict[str, Any]:
    """Compare two versions of a plan.

    Steps first, then arrows. Without ``old`` what counts now is compared, without ``new`` the draft.
    """
    row = row_of(request, desk, id)
    before = _version(row, old) if old is not None else row.published.definition if row.published else {}
    after = _version(row, new) if new is not None else row.draft
    found = differences.between(Definition.read(before), Definition.read(after))
    return {"items": [asdict(one) for one in found]}


def _version(row: Plan, number: int) -> Any:
    found = row.versions.filter(number=number).values_list("definition", flat=True).first()
    if found is None:
        raise NotFound
    return found
