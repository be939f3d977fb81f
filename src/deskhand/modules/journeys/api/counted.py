"""What has happened in a journey, and the figures over a year, as the pages tell them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from deskhand.api import lookups
from deskhand.api.answers import Answer, Page
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, DeskPath, Limit, RowId
from deskhand.kernel import clock
from deskhand.kernel.models import Event
from deskhand.modules.journeys import access, figures, past
from deskhand.modules.journeys.api.router import router


class ShownJourneyEvent(Answer):
    """A line of a journey's history. What another desk did is told by nobody's name."""

    at: datetime
    code: Annotated[str, Field(description="Code of the fact, as `journey.activity_ended`.")]
    words: Annotated[str, Field(description="Who did what.")]
    reason: Annotated[str, Field(description="What somebody gave as a reason, or why an activity is stuck.")]


class ShownJourneyEvents(Page[ShownJourneyEvent]):
    """A page of a journey's history."""


class ShownJourneyMonth(Answer):
    """Ready on day one, of those whose day lies in a month."""

    month: Annotated[str, Field(description="`2026-11`.")]
    journeys: int
    whole: Annotated[int, Field(description="Journeys in which everything was in time.")]
    needed: Annotated[int, Field(description="Activities that were needed on day one.")]
    in_time: int
    percent: Annotated[int, Field(description="`in_time` of `needed`, rounded down.")]


class ShownSlowActivity(Answer):
    """An activity that takes long."""

    blueprint: int
    name: Annotated[str, Field(description="Name of the journeys in which it stands.")]
    activity: Annotated[str, Field(description="Its code.")]
    title: str
    done: Annotated[int, Field(description="How often it was done.")]
    days: Annotated[int, Field(description="Whole days from when it began to when it was done, on average.")]


class ShownJourneyFigures(Answer):
    """Figures of a desk's journeys over twelve months."""

    months: Annotated[list[ShownJourneyMonth], Field(description="The newest first; months without a journey miss.")]
    slowest: Annotated[list[ShownSlowActivity], Field(description="At most ten, the slowest first.")]


READS: dict[str, Any] = {"gate": "scoped", "sample": "desk", "refuses": (404,)}
EVENT = {
    "at": "2026-11-20T09:00:00Z",
    "code": "journey.activity_ended",
    "words": "Nora Feldkamp ticked off “Read the rules of the house”",
    "reason": "",
}
FIGURES: dict[str, Any] = {
    "months": [{"month": "2026-11", "journeys": 4, "whole": 3, "needed": 20, "in_time": 19, "percent": 95}],
    "slowest": [
        {"blueprint": 3, "name": "Your start with us", "activity": "laptop", "title": "Laptop", "done": 9, "days": 6}
    ],
}


@route(
    router,
    "GET",
    "/desks/{desk}/journeys/{id}/events",
    **READS,
    returns=ShownJourneyEvents,
    example={"items": [EVENT], "next": None},
)
def list_journey_events(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002 (its name in the address)
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """List what has happened in a journey.

    Oldest first; for staff of the desk that runs it.
    """
    reader = lookups.reader(request.actor)
    journey = access.journey_for(reader, id, desk_id=access.desk_for(reader, desk).pk)
    walk = Walk("at", f"journey-events:{journey.pk}", limit, cursor)
    rows, following = walk.cut(walk.rows(past.facts_of(journey)))
    lines = past.told(journey, [Event(**row) for row in rows])
    items = [{"at": one.at, "code": one.code, "words": one.words, "reason": one.more} for one in lines]
    return {"items": items, "next": following}


@route(router, "GET", "/desks/{desk}/journey-figures", **READS, returns=ShownJourneyFigures, example=FIGURES)
def get_journey_figures(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """Read the figures of a desk's journeys.

    Ready on day one by month, and what takes longest, over twelve months.
    """
    here, at = access.desk_for(request.actor, desk), clock.now()
    return {
        "months": [_month(one) for one in figures.by_month(here, at)],
        "slowest": [_slow(one) for one in figures.slowest(here, at)],
    }


def _month(one: figures.Month) -> dict[str, Any]:
    return {
        "month": f"{one.first:%Y-%m}",
        "journeys": one.journeys,
        "whole": one.whole,
        "needed": one.needed,
        "in_time": one.in_time,
        "percent": one.percent,
    }


def _slow(one: figures.Slow) -> dict[str, Any]:
    return {
        "blueprint": one.blueprint,
        "name": one.journey,
        "activity": one.code,
        "title": one.title,
        "done": one.done,
        "days": one.days,
    }
