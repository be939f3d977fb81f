"""Policies for programs: the same verbs as the settings pages."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from deskhand.accounts.models import Desk
from deskhand.api.bearers import ApiRequest
from deskhand.api.lookups import reader
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath, RowId
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, NotFound
from deskhand.modules.sla import access, checks, history_of_policy, terms
from deskhand.modules.sla.actions import policies
from deskhand.modules.sla.api import router
from deskhand.modules.sla.api.policy_schemas import (
    BODY,
    CATCHING_UP,
    CONCERN,
    POLICY,
    VERSION,
    CatchingUp,
    NewPolicy,
    PolicyChange,
    PolicyConcerns,
    PolicyOrder,
    ShownPolicies,
    ShownPolicy,
    ShownVersions,
)
from deskhand.modules.sla.models import CatchUp, Policy, PolicyVersion
from deskhand.modules.sla.querysets import desks_of

OF_DESK: dict[str, Any] = {"gate": "scoped", "sample": "desk", "refuses": (404,)}
ONE: dict[str, Any] = {"gate": "scoped", "sample": "desk", "returns": ShownPolicy, "refuses": (404, 409)}
SAID = ("query", "calendar", "retroactive_start", "retroactive_pause", "targets")
"""Fields that a version says."""


@route(router, "GET", "/desks/{desk}/policies", **OF_DESK, returns=ShownPolicies, example={"items": [POLICY]})
def list_policies(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """List the policies of a desk.

    By level, each level in its order: on each the first that fits a ticket counts. For those who serve the desk.
    """
    here = _desk(request.actor, desk)
    return {"items": [_shown(one, here) for one in history_of_policy.newest_of(here)]}


@route(
    router,
    "POST",
    "/desks/{desk}/policies",
    **OF_DESK,
    returns=ShownPolicy,
    status=201,
    headers=("Location",),
    example=POLICY,
    body_example=BODY,
)
def create_policy(request: ApiRequest, desk: DeskPath, new: NewPolicy, response: HttpResponse) -> dict[str, Any]:
    """Make a policy.

    For administrators of the desk. It counts from now on, at the end of its level's order.
    """
    here = _desk(request.actor, desk)
    said = {"level": new.level} | {name: as_json(getattr(new, name)) for name in SAID}
    actor = request.actor
    row = policies.save_policy(actor=actor, desk_id=here.pk, name=new.name, said=said, only_new=new.only_new)
    response.headers["Location"] = reverse("api:get_policy", args=[desk, row.pk])
    return _shown(policies.newest(row), here)


@route(
    router,
    "PUT",
    "/desks/{desk}/policy-order",
    **OF_DESK,
    returns=ShownPolicies,
    example={"items": [POLICY]},
    body_example={"level": "sla", "order": [3]},
)
def arrange_policies(request: ApiRequest, desk: DeskPath, wanted: PolicyOrder) -> dict[str, Any]:
    """Put the policies of a level into an order.

    For administrators of the desk. Each policy of the level is named once.
    """
    here = _desk(request.actor, desk)
    policies.arrange(actor=request.actor, desk_id=here.pk, level=wanted.level, order=wanted.order)
    return list_policies(request, desk)


@route(
    router,
    "GET",
    "/desks/{desk}/policy-checks",
    **OF_DESK,
    returns=PolicyConcerns,
    example={"items": [CONCERN]},
)
def check_policies(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """Look for what can go wrong with the policies of a desk.

    Calendars that never open, policies that fit no ticket or never get their turn, warnings that come too late,
    calls that no webhook listens to. For administrators of the desk.
    """
    here = _desk(request.actor, desk)
    reader(request.actor).need("sla.policies", here.pk)
    items = [
        {
            "policy": one.policy_id,
            "name": one.name,
            "code": one.code,
            "sentence": one.sentence,
            "is_wrong": one.is_wrong,
        }
        for one in checks.concerns(here.pk)
    ]
    return {"items": items}


@route(router, "GET", "/desks/{desk}/catching-up", **OF_DESK, returns=CatchingUp, example=CATCHING_UP)
def get_catching_up(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """Read how far the clocks of a desk's tickets are.

    After switching on, and after a change of a policy or a calendar, they are derived in the background.
    """
    row = CatchUp.objects.within(_desk(request.actor, desk)).first()
    if row is None:
        return {"is_running": False, "done": 0, "total": 0, "begun_at": None, "ended_at": None}
    plain = {name: getattr(row, name) for name in ("done", "total", "begun_at", "ended_at")}
    return plain | {"is_running": row.ended_at is None}


@route(router, "GET", "/desks/{desk}/policies/{id}", **ONE, example=POLICY)
def get_policy(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Read one policy."""
    here = _desk(request.actor, desk)
    return _shown(policies.newest(access.policy_for(request.actor, id, desk_id=here.pk)), here)


@route(
    router,
    "PATCH",
    "/desks/{desk}/policies/{id}",
    **ONE,
    example=POLICY,
    body_example={"query": "channel:mail priority:>=high", "version": 1},
)
def change_policy(request: ApiRequest, desk: DeskPath, id: RowId, change: PolicyChange) -> dict[str, Any]:  # noqa: A002
    """Change a policy.

    For administrators of the desk. What it says differently is a new version, which counts from now on. With
    `is_put_away` true it is off and out of the list; it can be put back.
    """
    here = _desk(request.actor, desk)
    with transaction.atomic():
        row = access.policy_for(request.actor, id, desk_id=here.pk)
        _change(request.actor, row, {name: one for name, one in change.given().items() if one is not None})
    return get_policy(request, desk, id)


@route(
    router,
    "GET",
    "/desks/{desk}/policies/{id}/versions",
    **OF_DESK,
    returns=ShownVersions,
    example={"items": [VERSION]},
)
def list_policy_versions(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """List the versions of a policy.

    The newest first, with what each says otherwise than the one before it.
    """
    here = _desk(request.actor, desk)
    row = access.policy_for(request.actor, id, desk_id=here.pk)
    return {"items": [_version(one) for one in history_of_policy.versions_of(row)]}


def _desk(actor: Actor, key: str) -> Desk:
    """A desk whose service levels the actor may read; what it may change there, the actions judge."""
    found = Desk.objects.filter(key=key, pk__in=desks_of(reader(actor), "sla.read")).first()
    if found is None:
        raise NotFound
    return found


def _change(actor: Actor, row: Policy, given: dict[str, Any]) -> None:
    last = policies.newest(row)
    if given.get("version", last.number) != last.number:
        raise Conflict(policies.CHANGED_MEANWHILE)
    if given.keys() & {"name", "only_new", *SAID}:
        said = terms.written(terms.read(last.terms)) | {one: as_json(given[one]) for one in SAID if one in given}
        policies.save_policy(
            actor=actor,
            desk_id=row.desk_id,
            name=given.get("name", row.name),
            said=said,
            policy=row,
            only_new=given.get("only_new", last.only_new),
            known_version=last.number,
        )
    if "is_put_away" in given:
        (policies.put_away if given["is_put_away"] else policies.put_back)(actor=actor, policy=row)
    if "is_on" in given:
        policies.switch_policy(actor=actor, policy=row, on=given["is_on"])


def as_json(value: Any) -> Any:
    """What was given as JSON: only what was said, so that the rest is as usual."""
    if isinstance(value, list):
        return [as_json(one) for one in value]
    if isinstance(value, dict):
        return {name: as_json(one) for name, one in value.items()}
    return value.model_dump(exclude_none=True, exclude_unset=True) if hasattr(value, "model_dump") else value


def _shown(version: PolicyVersion, desk: Desk) -> dict[str, Any]:
    row = version.policy
    said = terms.written(terms.read(version.terms))
    return {
        "id": row.pk,
        "desk": desk.key,
        "name": row.name,
        "level": row.level,
        "position": row.position,
        "is_on": row.is_on,
        "is_put_away": row.put_away_at is not None,
        "version": version.number,
        "since": version.active_from,
        "only_new": version.only_new,
        **{name: said[name] for name in SAID},
    }


def _version(one: history_of_policy.Told) -> dict[str, Any]:
    row = one.version
    said = terms.written(one.terms)
    return {
        "number": row.number,
        "since": row.active_from,
        "made_by": row.made_by.name if row.made_by is not None else None,
        "is_on": row.is_on,
        "only_new": row.only_new,
        "query": said["query"],
        "targets": said["targets"],
        "changes": [{"label": str(each.label), "old": each.old, "new": each.new} for each in one.changes],
    }
