"""Letting an answer or a resolution go on to a ticket's children: who would hear it, and doing it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.db import transaction
from pydantic import ConfigDict, Field

from deskhand.api import lookups
from deskhand.api.answers import Answer
from deskhand.api.bearers import ApiRequest
from deskhand.api.routes import ticket_router as router
from deskhand.api.routes.merging_tickets import Reason, served
from deskhand.api.routing import route
from deskhand.api.schemas import LARGEST_NUMBER, CascadeTo, Number
from deskhand.tickets import actions, cascading


class ChildTicket(Answer):
    """A child on which you may answer."""

    ticket: Annotated[int, Field(description="Its number.")]
    subject: str
    category: Literal["new", "open", "on_hold", "resolved", "closed", "cancelled"]
    desk: Annotated[str, Field(description="Name of its desk.")]
    hear: Annotated[list[str], Field(description="Names of those who get its answers by mail.")]


class ChildTickets(Answer):
    """Who would hear what goes on."""

    items: list[ChildTicket]
    left_out: Annotated[int, Field(description="How many more children you read on which you may not answer.")]


class TicketCascade(CascadeTo):
    """What goes on to which children."""

    message: Annotated[
        int | None,
        Field(ge=1, le=LARGEST_NUMBER, description="Id of a public answer on this ticket; without it `resolve` alone."),
    ] = None
    reason: Reason = ""

    model_config = ConfigDict(
        json_schema_extra={"example": {"message": 7120, "children": [1047, 1051], "resolve": True}}
    )


class Cascaded(Answer):
    """What goes on in the background."""

    children: Annotated[list[int], Field(description="Numbers of the children that hear it.")]


CHILD: dict[str, Any] = {
    "ticket": 1047,
    "subject": "No mail since nine",
    "category": "open",
    "desk": "IT",
    "hear": ["Oliver Brandt"],
}
TICKET: dict[str, Any] = {"gate": "visible_ticket", "sample": "ticket"}


@route(
    router,
    "GET",
    "/tickets/{number}/cascade",
    **TICKET,
    refuses=(404,),
    returns=ChildTickets,
    example={"items": [CHILD], "left_out": 0},
)
def list_cascade_children(request: ApiRequest, number: Number) -> dict[str, Any]:
    """See to whom an answer of a ticket could go on.

    Its children, and who would hear it on each. Of children on desks that you do not serve nothing is told. Changes
    nothing.
    """
    actor = lookups.reader(request.actor)
    ticket = served(request.actor, number)
    found = cascading.children_of(actor, ticket)
    items = [
        {
            "ticket": one.number,
            "subject": one.subject,
            "category": one.category,
            "desk": one.desk_name,
            "hear": list(one.hear),
        }
        for one in found.known
    ]
    return {"items": items, "left_out": found.left_out}


@route(
    router,
    "POST",
    "/tickets/{number}/cascade",
    **TICKET,
    refuses=(404, 409),
    returns=Cascaded,
    status=202,
    example={"children": [1047, 1051]},
)
def cascade_ticket(request: ApiRequest, number: Number, wanted: TicketCascade) -> dict[str, Any]:
    """Let an answer or a resolution go on to children.

    Each child gets a message of its own, mailed to its own people from its own desk, within seconds. The histories of
    both tell it; a child that could not be told is named in that of the parent. One that has the answer already, or to
    which it is on its way, is left out; if none is left, the answer is 409.
    """
    actor = request.actor
    with transaction.atomic():
        told = actions.cascade(
            actor=actor,
            ticket=served(actor, number),
            children=wanted.children,
            message=wanted.message,
            resolve=wanted.resolve,
            reason=wanted.reason,
        )
    return {"children": told}
