"""Links between tickets: duplicate of, caused by, blocks, related, parent and child."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.db import transaction
from pydantic import ConfigDict, Field

from deskhand.api.answers import Answer
from deskhand.api.bearers import ApiRequest
from deskhand.api.routes import ticket_router as router
from deskhand.api.routes.merging_tickets import served
from deskhand.api.routing import route
from deskhand.api.schemas import LARGEST_NUMBER, Input, Number, RowId
from deskhand.tickets import actions
from deskhand.tickets.links_between import Linked, links_of

KindWord = Literal[
    "duplicate_of", "duplicated_by", "caused_by", "causes", "blocks", "blocked_by", "related", "parent_of", "child_of"
]


class NewTicketLink(Input):
    """What a ticket is to another one."""

    kind: Annotated[KindWord, Field(description="What this ticket is to the other one.")]
    to: Annotated[int, Field(ge=1, le=LARGEST_NUMBER, description="Number of the other ticket; you serve it, too.")]

    model_config = ConfigDict(json_schema_extra={"example": {"kind": "blocks", "to": 1047}})


class LinkedTicket(Answer):
    """A link, as this ticket has it."""

    id: int
    kind: Annotated[KindWord, Field(description="What this ticket is to the other one.")]
    ticket: Annotated[int, Field(description="Number of the other ticket.")]
    subject: str
    category: Literal["new", "open", "on_hold", "resolved", "closed", "cancelled"]


class TicketLinks(Answer):
    """All links of a ticket to tickets that you serve."""

    items: list[LinkedTicket]


LINK: dict[str, Any] = {
    "id": 12,
    "kind": "blocks",
    "ticket": 1047,
    "subject": "No network in room 4",
    "category": "open",
}
TICKET: dict[str, Any] = {"gate": "visible_ticket", "sample": "ticket"}


@route(
    router, "GET", "/tickets/{number}/links", **TICKET, refuses=(404,), returns=TicketLinks, example={"items": [LINK]}
)
def list_ticket_links(request: ApiRequest, number: Number) -> dict[str, Any]:
    """List the links of a ticket.

    For staff of its desk. A link to a ticket that you do not serve is not shown.
    """
    ticket = served(request.actor, number)
    return {"items": [_shown(one) for one in links_of(request.actor, ticket.pk)]}


@route(
    router,
    "POST",
    "/tickets/{number}/links",
    **TICKET,
    refuses=(404,),
    returns=LinkedTicket,
    status=201,
    example=LINK,
)
def link_ticket(request: ApiRequest, number: Number, new: NewTicketLink) -> dict[str, Any]:
    """Link a ticket to another one.

    For staff of both. The other ticket has the link in the counterpart's words. Parents and what blocks lead one way: a
    circle answers 409, and so does a second parent.
    """
    actor = request.actor
    with transaction.atomic():
        ticket = served(actor, number)
        row = actions.link_tickets(actor=actor, ticket=ticket, kind=new.kind, to=new.to)
        return next(_shown(one) for one in links_of(actor, ticket.pk) if one.id == row.pk)


@route(router, "DELETE", "/tickets/{number}/links/{id}", **TICKET, refuses=(404,), status=204)
def unlink_ticket(request: ApiRequest, number: Number, id: RowId) -> None:  # noqa: A002
    """Take a link away.

    From either of its tickets, for staff of both.
    """
    with transaction.atomic():
        actions.unlink_tickets(actor=request.actor, ticket=served(request.actor, number), link_id=id)


def _shown(one: Linked) -> dict[str, Any]:
    return {"id": one.id, "kind": one.kind, "ticket": one.number, "subject": one.subject, "category": one.category}
