"""Waivers for programs: one asks, a second one decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath, Number, RowId
from deskhand.kernel.errors import NotFound
from deskhand.modules.sla import contract_access
from deskhand.modules.sla.actions import waivers as verbs
from deskhand.modules.sla.api import router
from deskhand.modules.sla.api.contract_schemas import WAIVER, NewWaiver, OfState, ShownWaiver, ShownWaivers, Verdict
from deskhand.modules.sla.api.contracts import desk_read, person_written
from deskhand.modules.sla.explained_tickets import promised_ticket_for
from deskhand.modules.sla.models import Clock, Waiver

LISTED = 500
"""Waivers of one answer, the newest first."""

ONE: dict[str, Any] = {
    "gate": "scoped",
    "sample": "desk",
    "returns": ShownWaiver,
    "refuses": (404, 409),
    "example": WAIVER,
}


@route(
    router,
    "GET",
    "/desks/{desk}/waivers",
    gate="scoped",
    sample="desk",
    returns=ShownWaivers,
    refuses=(404,),
    example={"items": [WAIVER]},
)
def list_waivers(request: ApiRequest, desk: DeskPath, state: OfState = None) -> dict[str, Any]:
    """List the waivers of a desk.

    The newest first. For those who serve the desk.
    """
    desk_id = desk_read(request.actor, desk, "sla.read")
    found = Waiver.objects.served_by(request.actor).filter(desk_id=desk_id)
    if state is not None:
        found = found.filter(state=state)
    rows = found.select_related("ticket", "asked_by", "decided_by").order_by("-asked_at", "-pk")[:LISTED]
    return {"items": list(map(_shown, rows))}


@route(
    router,
    "POST",
    "/tickets/{number}/waivers",
    gate="scoped",
    sample="ticket",
    returns=ShownWaiver,
    status=201,
    refuses=(404,),
    example=WAIVER,
    body_example={"key": "first_response", "reason": "Their line was down."},
)
def ask_waiver(request: ApiRequest, number: Number, new: NewWaiver) -> dict[str, Any]:
    """Ask that a promise be waived.

    One that was missed, or is overdue. Somebody else decides.
    """
    with transaction.atomic():
        ticket = promised_ticket_for(request.actor, number)
        rows = Clock.objects.served_by(request.actor).filter(ticket=ticket, level=new.level, key=new.key)
        row = rows.filter(cycle=new.cycle).first()
        if row is None:
            raise NotFound
        found = verbs.ask_waiver(actor=request.actor, row=row, reason=new.reason)
    return _again(request, found.pk, found.desk_id)


@route(router, "GET", "/desks/{desk}/waivers/{id}", **ONE)
def get_waiver(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Read one waiver."""
    return _again(request, id, desk_read(request.actor, desk, "sla.read"))


@route(router, "POST", "/desks/{desk}/waivers/{id}/confirm", **ONE, body_example={"answer": "Seen in their log."})
def confirm_waiver(request: ApiRequest, desk: DeskPath, id: RowId, verdict: Verdict) -> dict[str, Any]:  # noqa: A002
    """Confirm a waiver.

    For leads and administrators, but for whoever asked. The promise counts apart from then on.
    """
    return _turned(request, desk, id, verbs.confirm_waiver, answer=verdict.answer)


@route(router, "POST", "/desks/{desk}/waivers/{id}/refuse", **ONE, body_example={"answer": "It was up again at ten."})
def refuse_waiver(request: ApiRequest, desk: DeskPath, id: RowId, verdict: Verdict) -> dict[str, Any]:  # noqa: A002
    """Refuse a waiver.

    For leads and administrators, but for whoever asked. The promise stays missed.
    """
    return _turned(request, desk, id, verbs.refuse_waiver, answer=verdict.answer)


@route(router, "POST", "/desks/{desk}/waivers/{id}/withdraw", **ONE)
def withdraw_waiver(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Withdraw a waiver.

    For whoever asked, until somebody has decided.
    """
    return _turned(request, desk, id, verbs.withdraw_waiver)


@route(router, "POST", "/desks/{desk}/waivers/{id}/reopen", **ONE)
def reopen_waiver(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Take the decision about a waiver back.

    It waits for a second person again.
    """
    return _turned(request, desk, id, verbs.reopen_waiver)


def _turned(request: ApiRequest, key: str, pk: int, verb: Callable[..., Waiver], **more: Any) -> dict[str, Any]:
    desk_id = desk_read(request.actor, key, "sla.read")
    with transaction.atomic():
        waiver = contract_access.waiver_for(request.actor, pk, desk_id=desk_id)
        verb(actor=request.actor, waiver=waiver, **more)
    return _again(request, pk, desk_id)


def _again(request: ApiRequest, pk: int, desk_id: int) -> dict[str, Any]:
    return _shown(contract_access.waiver_for(request.actor, pk, desk_id=desk_id))


def _shown(row: Waiver) -> dict[str, Any]:
    names = ("level", "key", "cycle", "state", "reason", "asked_at", "answer", "decided_at")
    return {
        "id": row.pk,
        "ticket": row.ticket.number,
        **{name: getattr(row, name) for name in names},
        "asked_by": person_written(row.asked_by),
        "decided_by": person_written(row.decided_by),
    }
