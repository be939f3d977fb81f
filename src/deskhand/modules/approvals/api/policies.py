"""Policies of desks."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from deskhand.accounts.models import Desk
from deskhand.api import lookups
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, Limit, OfDesk, RowId
from deskhand.kernel import switches
from deskhand.kernel.errors import NotFound
from deskhand.modules.approvals import access, actions, terms
from deskhand.modules.approvals.api import router
from deskhand.modules.approvals.api.schemas import GivenPolicy, PolicyPage, ShownApprovalPolicy
from deskhand.modules.approvals.models import Policy
from deskhand.modules.approvals.querysets import MODULE
from deskhand.modules.approvals.terms import StageTerms, Terms, Who

STAGE: dict[str, Any] = {
    "title": "Manager",
    "who": [{"kind": "requester_manager", "id": None, "role": ""}],
    "needs": "any",
    "number": 0,
    "query": "",
    "amount": 2,
    "unit": "days",
    "remind": 8,
    "at_deadline": "escalate",
    "with_previous": False,
}
EXAMPLE: dict[str, Any] = {
    "id": 3,
    "desk": "it",
    "code": "manager",
    "title": "Manager",
    "version": 1,
    "is_put_away": False,
    "own": "other",
    "skips_repeated": True,
    "parts_duties": True,
    "fallback": None,
    "shows_names": False,
    "holds": True,
    "stages": [STAGE],
}
BODY: dict[str, Any] = {"title": "Manager", "stages": [{"who": [{"kind": "requester_manager"}], "amount": 2}]}
SHOWN: dict[str, Any] = {
    "sample": "approval_policy",
    "returns": ShownApprovalPolicy,
    "refuses": (404,),
    "example": EXAMPLE,
}
OF_DESK: dict[str, Any] = {**SHOWN, "gate": "desk:approvals.policies"}


@route(router, "GET", "/policies", gate="scoped", returns=PolicyPage, example={"items": [EXAMPLE], "next": None})
def list_approval_policies(
    request: ApiRequest, desk: OfDesk = "", limit: Limit = DEFAULT_LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List approval policies.

    Of the desks that you serve, by name; those that were put away among them.
    """
    found = Policy.objects.served_by(request.actor).prefetch_related("versions")
    if desk:
        found = found.filter(desk__key=desk)
    return Walk("name", f"approval-policies:{desk}", limit, cursor).page(found, shown, "desk")


@route(
    router,
    "POST",
    "/desks/{desk}/policies",
    gate="desk:approvals.policies",
    sample="desk",
    returns=ShownApprovalPolicy,
    status=201,
    refuses=(404,),
    headers=("Location",),
    example=EXAMPLE,
    body_example=BODY,
)
def write_approval_policy(request: ApiRequest, desk: str, new: GivenPolicy, response: HttpResponse) -> dict[str, Any]:
    """Write an approval policy.

    For leads and administrators of the desk.
    """
    here = _desk(request, desk)
    row = actions.save_policy(actor=request.actor, desk=here, called=new.title, said=_terms(new))
    response.headers["Location"] = reverse("api:get_approval_policy", args=[row.pk])
    return shown(row)


@route(router, "GET", "/policies/{id}", **SHOWN, gate="scoped")
def get_approval_policy(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Read an approval policy."""
    return shown(access.policy_for(request.actor, id))


@route(router, "PUT", "/desks/{desk}/policies/{id}", **OF_DESK, body_example=BODY)
def change_approval_policy(
    request: ApiRequest,
    desk: str,
    id: RowId,  # noqa: A002
    new: GivenPolicy,
) -> dict[str, Any]:
    """Write a new version of an approval policy.

    For leads and administrators of the desk. What runs keeps the version that it began with.
    """
    here = _desk(request, desk)
    row = access.policy_for(request.actor, id, desk_id=here.pk)
    return shown(actions.save_policy(actor=request.actor, desk=here, called=new.title, said=_terms(new), policy=row))


@route(router, "POST", "/desks/{desk}/policies/{id}/put-away", **OF_DESK)
def put_approval_policy_away(request: ApiRequest, desk: str, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Put an approval policy away.

    For leads and administrators of the desk. What runs by it goes on.
    """
    row = access.policy_for(request.actor, id, desk_id=_desk(request, desk).pk)
    return shown(actions.put_away(actor=request.actor, policy=row))


@route(router, "POST", "/desks/{desk}/policies/{id}/put-back", **OF_DESK)
def put_approval_policy_back(request: ApiRequest, desk: str, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Put an approval policy back.

    For leads and administrators of the desk.
    """
    row = access.policy_for(request.actor, id, desk_id=_desk(request, desk).pk)
    return shown(actions.put_back(actor=request.actor, policy=row))


def _desk(request: ApiRequest, key: str) -> Desk:
    found = lookups.desk_for(request.actor, key, "approvals.policies")
    if not switches.is_on(MODULE, found.pk):
        raise NotFound
    return found


def _terms(new: GivenPolicy) -> Terms:
    said = new.model_dump(exclude={"title"})
    stages = tuple(
        StageTerms(
            **{key: value for key, value in one.items() if key not in ("title", "who")},
            name=one["title"],
            who=tuple(Who(**who) for who in one["who"]),
        )
        for one in said.pop("stages")
    )
    return Terms(stages=stages, **said)


def shown(row: Policy) -> dict[str, Any]:
    """The policy as programs get it."""
    version = row.versions.all()[0]
    said = terms.read(version.terms).as_json()
    stages = [{**one, "title": one.pop("name")} for one in said.pop("stages")]
    return {
        "id": row.pk,
        "desk": row.desk.key,
        "code": row.code,
        "title": row.name,
        "version": version.number,
        "is_put_away": row.put_away_at is not None,
        "stages": stages,
        **said,
    }
