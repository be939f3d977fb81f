"""What requesters are promised, for programs: what the page of a request says."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from deskhand.api import lookups
from deskhand.api.answers import Answer
from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import Number
from deskhand.kernel import clock, switches
from deskhand.kernel.errors import NotFound
from deskhand.modules.sla.api import router
from deskhand.modules.sla.promises import Promise, promised_to_requester
from deskhand.modules.sla.querysets import MODULE

EXAMPLE: dict[str, Any] = {
    "ticket": 1042,
    "promises": [
        {
            "label": "First response",
            "metric": "first_response",
            "due_at": "2026-03-02T13:00:00Z",
            "is_paused": False,
            "is_overdue": False,
        }
    ],
}


class ShownPromise(Answer):
    """Something that the desk promises the requester, and has not kept or missed for good yet."""

    label: Annotated[str, Field(description="What the desk calls it.")]
    metric: (
        Literal["first_response", "next_response", "periodic_update", "time_to_own", "time_to_resolve", "custom"] | None
    )
    due_at: Annotated[datetime | None, Field(description="Null while it is paused and its time has not counted.")]
    is_paused: bool
    is_overdue: bool


class ShownPromises(Answer):
    """What the requester is promised, what is due first at first."""

    ticket: Annotated[int, Field(description="Its number.")]
    promises: list[ShownPromise]


@route(
    router,
    "GET",
    "/requests/{number}",
    gate="visible_ticket",
    sample="ticket",
    returns=ShownPromises,
    refuses=(404,),
    example=EXAMPLE,
)
def list_promises(request: ApiRequest, number: Number) -> dict[str, Any]:
    """List what the requester is promised.

    By when the desk answers or resolves, as far as its policies show that to requesters. For everybody who may read
    the ticket.
    """
    ticket = lookups.ticket(request.actor, number)
    if not switches.is_on(MODULE, ticket.desk_id):
        raise NotFound
    found = promised_to_requester(ticket.desk_id, ticket.pk, clock.now())
    return {"ticket": ticket.number, "promises": [_promise(one) for one in found]}


def _promise(one: Promise) -> dict[str, Any]:
    return {
        "label": one.name,
        "metric": one.metric.value if one.metric is not None else None,
        "due_at": one.due_at,
        "is_paused": one.is_paused,
        "is_overdue": one.tone.is_late,
    }
