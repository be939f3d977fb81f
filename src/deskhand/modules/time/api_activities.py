"""Activities for programs."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from ninja import Router

from deskhand.accounts.models import Desk
from deskhand.api import lookups
from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import OfDesk, RowId
from deskhand.modules.time import access, actions
from deskhand.modules.time.api_schemas import ACTIVITY, ActivityChange, NewActivity, ShownActivities, ShownActivity
from deskhand.modules.time.models import Activity
from deskhand.modules.time.querysets import on

router = Router(tags=["Time tracking"])


@route(router, "GET", "", gate="scoped", returns=ShownActivities, example={"items": [ACTIVITY]})
def list_activities(request: ApiRequest, desk: OfDesk = "") -> dict[str, Any]:
    """List activities.

    Of the desks that you serve.
    """
    found = Activity.objects.served_by(request.actor).select_related("desk")
    found = found.filter(desk__key=desk) if desk else found
    return {"items": [_activity_shown(one) for one in found.order_by("desk__key", "name", "pk")]}


@route(
    router,
    "POST",
    "",
    gate="scoped",
    returns=ShownActivity,
    status=201,
    example=ACTIVITY,
    body_example={"desk": "it", "name": "On site", "is_billable": True},
)
def add_activity(request: ApiRequest, new: NewActivity) -> dict[str, Any]:
    """Add an activity.

    For administrators of the desk.
    """
    desk = _desk(request, new.desk)
    row = actions.save_activity(actor=request.actor, desk=desk, name=new.name, is_billable=new.is_billable)
    return _activity_shown(row)


@route(
    router,
    "PATCH",
    "/{id}",
    gate="scoped",
    sample="activity",
    returns=ShownActivity,
    refuses=(404,),
    example=ACTIVITY,
    body_example={"is_active": False},
)
def change_activity(request: ApiRequest, id: RowId, change: ActivityChange) -> dict[str, Any]:  # noqa: A002
    """Change an activity.

    For administrators of the desk. With `is_active` false it is not offered any more; entries keep it.
    """
    row, given = access.activity_for(request.actor, id), change.given()
    with transaction.atomic():
        name, billed = given.get("name") or row.name, given.get("is_billable")
        is_billable = row.is_billable if billed is None else billed
        actor = request.actor
        row = actions.save_activity(actor=actor, desk=row.desk, name=name, is_billable=is_billable, activity=row)
        if given.get("is_active") is not None:
            verb = actions.offer_activity if given["is_active"] else actions.retire_activity
            row = verb(actor=actor, activity=row)
    return _activity_shown(access.activity_for(request.actor, id))


def _desk(request: ApiRequest, key: str) -> Desk:
    found = Desk.objects.filter(key=key, pk__in=on(request.actor.desks_with("time.read"))).first()
    if found is None:
        raise lookups.wrong("desk", _("You serve no desk “%(key)s” with time tracking.") % {"key": key})
    return found


def _activity_shown(row: Activity) -> dict[str, Any]:
    return {
        "id": row.pk,
        "desk": row.desk.key,
        "name": row.name,
        "is_billable": row.is_billable,
        "is_active": row.is_active,
    }
