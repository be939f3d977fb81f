"""Journeys of people: started by the program that knows of them, moved, changed, ended."""

from __future__ import annotations

from typing import Annotated, Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Path, Query

from deskhand.accounts.actions import find_or_make_person
from deskhand.accounts.models import Person
from deskhand.api import lookups
from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import LARGEST_NUMBER, DeskPath, RowId
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.modules.journeys import access, actions
from deskhand.modules.journeys.actions.journeys import NewJourney
from deskhand.modules.journeys.api.router import READS, router
from deskhand.modules.journeys.api.schemas import (
    JOURNEY,
    ROW,
    JourneyAnswer,
    JourneyChange,
    JourneyEnd,
    JourneySkip,
    NewJourneyRun,
    ShownJourney,
    ShownJourneys,
)
from deskhand.modules.journeys.models import CODE_LIMIT, Journey
from deskhand.modules.journeys.shown import Line, timeline
from deskhand.tickets.people import is_address

PAGE = 100
"""Journeys in one answer."""

CHANGES: dict[str, Any] = {
    "gate": "scoped",
    "sample": "desk",
    "refuses": (404, 409),
    "returns": ShownJourney,
    "example": JOURNEY,
}
START = {"blueprint": 3, "name": "Nora Feldkamp", "day": "2026-12-01", "manager": "dieter@example.org"}

CodePath = Annotated[str, Path(max_length=CODE_LIMIT, description="Code of an activity.", example="laptop")]
After = Annotated[int, Query(ge=0, le=LARGEST_NUMBER, description="The `next` of the answer before.")]


@route(router, "GET", "/desks/{desk}/journeys", **READS, returns=ShownJourneys, example={"items": [ROW], "next": None})
def list_journeys(request: ApiRequest, desk: DeskPath, after: After = 0) -> dict[str, Any]:
    """List the journeys that run on the desk.

    In the order in which they were started, 100 at a time.
    """
    here = access.desk_for(request.actor, desk)
    rows = list(Journey.objects.within(here).running().filter(pk__gt=after).order_by("pk")[: PAGE + 1])
    shown = rows[:PAGE]
    return {"items": [_row(one) for one in shown], "next": shown[-1].pk if len(rows) > PAGE else None}


@route(router, "POST", "/desks/{desk}/journeys", **CHANGES, status=201, headers=("Location",), body_example=START)
def start_journey(request: ApiRequest, desk: DeskPath, new: NewJourneyRun, response: HttpResponse) -> dict[str, Any]:
    """Start somebody's journey.

    For staff of the desk, as an HR system does it. With one `key` it is started once. What is due begins at once, in
    the background.
    """
    reader = lookups.reader(request.actor)
    here = access.desk_for(reader, desk)
    blueprint = access.blueprint_for(reader, new.blueprint, desk_id=here.pk)
    request.actor.need("journeys.run", here.pk)
    with transaction.atomic():
        manager = _somebody(request.actor, new.manager, "manager")
        if manager is None:
            raise Invalid(_("Write an e-mail address."), {"manager": _("Write an e-mail address.")})
        given = NewJourney(
            blueprint=blueprint,
            manager=manager,
            key_on=new.day,
            called=new.name,
            person=_somebody(request.actor, new.person, "person", new.name),
            place=new.place,
            answers=_answers(new.answers),
            key=new.key,
        )
        made = actions.start(actor=request.actor, new=given)
    response.headers["Location"] = reverse("api:get_journey", args=[desk, made.pk])
    return _again(request, desk, made.pk)


@route(router, "GET", "/desks/{desk}/journeys/{id}", **READS, returns=ShownJourney, example=JOURNEY)
def get_journey(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Read a journey, with where each activity stands."""
    return _again(request, desk, id)


@route(router, "PATCH", "/desks/{desk}/journeys/{id}", **CHANGES, body_example={"day": "2026-12-15"})
def change_journey(request: ApiRequest, desk: DeskPath, id: RowId, change: JourneyChange) -> dict[str, Any]:  # noqa: A002
    """Change a journey.

    For staff of the desk. Another day moves what has not begun, and is told to who has; other answers are judged anew.
    """
    journey = _journey(request, desk, id)
    request.actor.need("journeys.run", journey.desk_id)
    with transaction.atomic():
        if change.day is not None:
            actions.move(actor=request.actor, journey=journey, key_on=change.day)
        actions.change(
            actor=request.actor,
            journey=journey,
            answers=None if change.answers is None else _answers(change.answers),
            place=change.place,
            person=_somebody(request.actor, change.person or "", "person", journey.called),
            manager=_somebody(request.actor, change.manager or "", "manager"),
        )
    return _again(request, desk, id)


@route(router, "POST", "/desks/{desk}/journeys/{id}/end", **CHANGES, body_example={"outcome": "withdrawn"})
def end_journey(request: ApiRequest, desk: DeskPath, id: RowId, end: JourneyEnd) -> dict[str, Any]:  # noqa: A002
    """End a journey before it is done.

    For staff of the desk. Nothing more begins; who has begun is told on their ticket.
    """
    journey = _journey(request, desk, id)
    actions.end(actor=request.actor, journey=journey, outcome=end.outcome, reason=end.reason)
    return _again(request, desk, id)


@route(router, "POST", "/desks/{desk}/journeys/{id}/activities/{code}/tick", **CHANGES)
def tick_journey_activity(request: ApiRequest, desk: DeskPath, id: RowId, code: CodePath) -> dict[str, Any]:  # noqa: A002
    """Tick off an activity of the employee or the manager.

    For staff of the desk. Twice is once.
    """
    actions.tick(actor=request.actor, journey=_journey(request, desk, id), code=code)
    return _again(request, desk, id)


@route(
    router,
    "POST",
    "/desks/{desk}/journeys/{id}/activities/{code}/skip",
    **CHANGES,
    body_example={"reason": "Brings their own"},
)
def skip_journey_activity(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    code: CodePath,
    because: JourneySkip,
) -> dict[str, Any]:
    """Go on without an activity.

    For staff of the desk, with a reason.
    """
    actions.skip(actor=request.actor, journey=_journey(request, desk, id), code=code, reason=because.reason)
    return _again(request, desk, id)


@route(router, "POST", "/desks/{desk}/journeys/{id}/activities/{code}/untick", **CHANGES)
def untick_journey_activity(request: ApiRequest, desk: DeskPath, id: RowId, code: CodePath) -> dict[str, Any]:  # noqa: A002
    """Open an activity again that was ticked off.

    For staff of the desk. Nothing where it was not ticked off.
    """
    actions.untick(actor=request.actor, journey=_journey(request, desk, id), code=code)
    return _again(request, desk, id)


@route(router, "POST", "/desks/{desk}/journeys/{id}/activities/{code}/try-again", **CHANGES)
def try_journey_activity_again(request: ApiRequest, desk: DeskPath, id: RowId, code: CodePath) -> dict[str, Any]:  # noqa: A002
    """Begin what is stuck once more.

    For staff of the desk. It gets a new ticket, in the background.
    """
    actions.try_again(actor=request.actor, journey=_journey(request, desk, id), code=code)
    return _again(request, desk, id)


def _journey(request: ApiRequest, desk: str, pk: int) -> Journey:
    reader = lookups.reader(request.actor)
    return access.journey_for(reader, pk, desk_id=access.desk_for(reader, desk).pk)


def _somebody(actor: Actor, address: str, field: str, name: str = "") -> Person | None:
    if not address:
        return None
    if not is_address(address):
        raise Invalid(_("Write an e-mail address."), {field: _("Write an e-mail address.")})
    return find_or_make_person(actor=actor, email=address, name=name)


def _answers(given: list[JourneyAnswer]) -> dict[str, str]:
    return {one.question: one.value for one in given}


def _again(request: ApiRequest, desk: str, pk: int) -> dict[str, Any]:
    journey = _journey(request, desk, pk)
    found = timeline(journey, lookups.reader(request.actor))
    return {
        **_row(journey),
        "place": journey.place,
        "begun_at": journey.begun_at,
        "ended_at": journey.ended_at,
        "done": found.done,
        "needed": found.total,
        "activities": [_activity(one) for one in found.lines],
    }


def _row(journey: Journey) -> dict[str, Any]:
    return {
        "id": journey.pk,
        "blueprint": journey.blueprint_id,
        "name": journey.called,
        "day": journey.key_on,
        "outcome": journey.outcome,
    }


def _activity(one: Line) -> dict[str, Any]:
    return {
        "code": one.step.code,
        "title": one.step.title,
        "stage": one.step.stage,
        "who": one.step.who,
        "desk": one.row.desk.key if one.row.desk is not None else None,
        "state": one.row.state,
        "is_late": one.is_late,
        "is_needed_on_day_one": one.step.is_day_one,
        "ticket": one.number,
        "begins_at": one.row.begins_at,
        "due_at": one.row.due_at,
        "ended_at": one.row.ended_at,
        "problem": one.row.problem,
    }
