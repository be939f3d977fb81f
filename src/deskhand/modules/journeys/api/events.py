"""What has happened in a journey, as its page tells it."""

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
from deskhand.kernel.models import Event
from deskhand.modules.journeys import access, past
from deskhand.modules.journeys.api.router import READS, router


class ShownJourneyEvent(Answer):
    """A line of a journey's history. What another desk did is told by nobody's name."""

    at: datetime
    code: Annotated[str, Field(description="Code of the fact, as `journey.activity_ended`.")]
    words: Annotated[str, Field(description="Who did what.")]
    reason: Annotated[str, Field(description="What somebody gave as a reason, or why an activity is stuck.")]


class ShownJourneyEvents(Page[ShownJourneyEvent]):
    """A page of a journey's history."""


EVENT = {
    "at": "2026-11-20T09:00:00Z",
    "code": "journey.activity_ended",
    "words": "Nora Feldkamp ticked off “Read the rules of the house”",
    "reason": "",
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
