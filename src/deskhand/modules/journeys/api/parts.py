"""What other desks ask a desk to do in their journeys, and its answer."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from deskhand.api import lookups
from deskhand.api.answers import Answer
from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath, Input, RowId, Text
from deskhand.modules.journeys import access, actions
from deskhand.modules.journeys.api.router import READS, router
from deskhand.modules.journeys.api.schemas import Code, Ref
from deskhand.modules.journeys.definition import ACTIVITIES_PER_JOURNEY, TEXT_LIMIT
from deskhand.modules.journeys.models import CODE_LIMIT, Part

AskedCode = Annotated[Code, Field(description="Code of an activity that is asked for.")]


class JourneyWay(Input):
    """How the desk does one activity."""

    activity: AskedCode
    team: Annotated[Ref | None, Field(description="Id of a team of the desk, which gets the ticket.")] = None
    plan: Annotated[Text, Field(max_length=CODE_LIMIT, description="Code of a fulfilment plan of the desk.")] = ""
    note: Annotated[Text, Field(max_length=TEXT_LIMIT, description="For the desk's own people.")] = ""


class JourneyAcceptance(Input):
    """The activities that the desk does from now on; what is left out it does not do."""

    does: Annotated[list[JourneyWay], Field(min_length=1, max_length=ACTIVITIES_PER_JOURNEY)]


class ShownAskedActivity(Answer):
    """An activity that the desk is asked for. `way` says how it does it, null where it has not accepted it."""

    activity: str
    title: str
    text: str
    days: Annotated[int, Field(description="Days from the key date; negative ones before it.")]
    is_needed_on_day_one: bool
    tells: Annotated[list[str], Field(description="The answers that the desk is told, besides name, day and place.")]
    way: JourneyWay | None


class ShownJourneyPart(Answer):
    """What a desk is asked to do in journeys of another desk."""

    id: int
    name: str
    asked_by: Annotated[str, Field(description="Key of the desk that runs these journeys.")]
    state: Annotated[str, Field(description="asked, accepted or refused.")]
    activities: list[ShownAskedActivity]


class ShownJourneyParts(Answer):
    """What a desk is asked to do."""

    items: list[ShownJourneyPart]


WAY: dict[str, Any] = {"activity": "laptop", "team": 4, "plan": "", "note": "Take one from the shelf."}
PART: dict[str, Any] = {
    "id": 5,
    "name": "Your start with us",
    "asked_by": "hr",
    "state": "accepted",
    "activities": [
        {
            "activity": "laptop",
            "title": "Laptop, set up",
            "text": "",
            "days": -10,
            "is_needed_on_day_one": True,
            "tells": ["Works where"],
            "way": WAY,
        }
    ],
}
ONE: dict[str, Any] = {**READS, "returns": ShownJourneyPart, "example": PART}


@route(router, "GET", "/desks/{desk}/journey-parts", **READS, returns=ShownJourneyParts, example={"items": [PART]})
def list_journey_parts(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """List what other desks ask of the desk.

    For administrators of the desk that is asked.
    """
    here = access.desk_for(lookups.reader(request.actor), desk, "journeys.take_part")
    rows = Part.objects.within(here).standing().exclude(blueprint__desk_id=here.pk)
    found = rows.select_related("blueprint__desk").order_by("pk")
    return {"items": [_shown(one) for one in found]}


@route(router, "GET", "/desks/{desk}/journey-parts/{id}", **ONE)
def get_journey_part(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Read what another desk asks.

    Also how a desk does the activities of its own journeys.
    """
    return _shown(_part(request, desk, id))


@route(router, "POST", "/desks/{desk}/journey-parts/{id}/accept", **ONE, body_example={"does": [WAY]})
def accept_journey_part(request: ApiRequest, desk: DeskPath, id: RowId, given: JourneyAcceptance) -> dict[str, Any]:  # noqa: A002
    """Accept activities of another desk's journeys.

    For administrators of the desk that is asked. Of its own journeys: how it does them.
    """
    ways = {one.activity: {"team": one.team, "plan": one.plan, "note": one.note} for one in given.does}
    return _shown(actions.accept(actor=request.actor, part=_part(request, desk, id), ways=ways))


@route(router, "POST", "/desks/{desk}/journey-parts/{id}/refuse", **ONE)
def refuse_journey_part(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Refuse to take part.

    What has begun stays.
    """
    return _shown(actions.refuse(actor=request.actor, part=_part(request, desk, id)))


def _part(request: ApiRequest, desk: str, pk: int) -> Part:
    reader = lookups.reader(request.actor)
    return access.part_for(reader, pk, desk_id=access.desk_for(reader, desk, "journeys.take_part").pk)


def _shown(part: Part) -> dict[str, Any]:
    return {
        "id": part.pk,
        "name": part.blueprint.name,
        "asked_by": part.blueprint.desk.key,
        "state": part.state,
        "activities": [_activity(part, one) for one in part.asked],
    }


def _activity(part: Part, asked: dict[str, Any]) -> dict[str, Any]:
    way = part.agreed.get(asked["code"])
    said = {name: (way or {}).get(name) or "" for name in ("plan", "note")}
    return {
        "activity": asked["code"],
        "title": asked["title"],
        "text": asked["text"],
        "days": asked["offset"],
        "is_needed_on_day_one": asked["is_day_one"],
        "tells": asked["tells"],
        "way": None if way is None else {"activity": asked["code"], "team": way.get("team"), **said},
    }
