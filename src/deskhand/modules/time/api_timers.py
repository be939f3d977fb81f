"""Timers for programs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from ninja import Router

from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import Number
from deskhand.kernel import clock
from deskhand.modules.time import access, actions
from deskhand.modules.time import api_shown as shown
from deskhand.modules.time.actions import Work
from deskhand.modules.time.api_schemas import ENTRY, TIMER, NewTimer, ShownEntry, ShownTimer, ShownTimers, Stopping
from deskhand.modules.time.durations import in_minutes
from deskhand.modules.time.models import Timer

router = Router(tags=["Time tracking"])

TIMED: dict[str, Any] = {"gate": "scoped", "sample": "ticket", "refuses": (404,)}


@route(router, "GET", "", gate="scoped", returns=ShownTimers, example={"items": [TIMER]})
def list_timers(request: ApiRequest) -> dict[str, Any]:
    """List your timers.

    The one that runs first.
    """
    found = Timer.objects.own_of(request.actor).select_related("ticket").order_by("started_at", "pk")
    return {"items": sorted(map(_timer, found), key=lambda one: not one["is_running"])}


@route(
    router,
    "POST",
    "",
    gate="scoped",
    returns=ShownTimer,
    status=201,
    refuses=(404,),
    example=TIMER,
    body_example={"ticket": 1042},
)
def start_timer(request: ApiRequest, new: NewTimer) -> dict[str, Any]:
    """Start your timer on a ticket, or let it go on.

    Another one of yours that runs is paused: one runs at a time.
    """
    return _timer(actions.start(actor=request.actor, ticket=access.timed_ticket_for(request.actor, new.ticket)))


@route(router, "POST", "/{number}/pause", **TIMED, returns=ShownTimer, example=TIMER)
def pause_timer(request: ApiRequest, number: Number) -> dict[str, Any]:
    """Pause your timer on a ticket."""
    return _timer(actions.pause(actor=request.actor, timer=access.timer_for(request.actor, number)))


@route(router, "POST", "/{number}/stop", **TIMED, returns=ShownEntry, example=ENTRY, body_example={"activity": 3})
def stop_timer(request: ApiRequest, number: Number, given: Stopping) -> dict[str, Any]:
    """Stop your timer on a ticket and book its time.

    In whole minutes, at least one; or `seconds`, if you know better. More than 24 hours are refused: then say how long
    it was.
    """
    access.timed_ticket_for(request.actor, number)
    timer = access.timer_for(request.actor, number)
    measured = in_minutes(timer.elapsed(clock.now()))
    work = Work(
        duration=timedelta(seconds=given.seconds) if given.seconds is not None else measured,
        day=given.day or timezone.localdate(clock.now()),
        activity=shown.activity(timer.ticket.desk_id, given.activity),
        is_billable=given.is_billable,
        note=given.note,
    )
    row = actions.stop(actor=request.actor, timer=timer, work=work)
    return shown.entry(access.entry_for(request.actor, row.pk))


@route(router, "DELETE", "/{number}", **TIMED, status=204)
def discard_timer(request: ApiRequest, number: Number) -> None:
    """Discard your timer on a ticket.

    What it measured is booked nowhere.
    """
    actions.discard(actor=request.actor, timer=access.timer_for(request.actor, number))


def _timer(row: Timer) -> dict[str, Any]:
    return {
        "ticket": row.ticket.number,
        "seconds": int(row.elapsed(clock.now()).total_seconds()),
        "is_running": row.is_running,
        "started_at": row.started_at,
    }
