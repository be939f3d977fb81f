"""Taking one change of a ticket back, from its history."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Path

from deskhand.api import answers, examples
from deskhand.api.bearers import ApiRequest
from deskhand.api.routes import ticket_router as router
from deskhand.api.routes.merging_tickets import served
from deskhand.api.routing import route
from deskhand.api.schemas import LARGEST_NUMBER, Number
from deskhand.api.shown import tickets as shown
from deskhand.tickets import actions


@route(
    router,
    "POST",
    "/tickets/{number}/events/{id}/undo",
    gate="visible_ticket",
    sample="ticket",
    returns=answers.Ticket,
    refuses=(404, 409),
    headers=("ETag",),
    example=examples.TICKET,
)
def undo_event(
    request: ApiRequest,
    number: Number,
    id: Annotated[int, Path(ge=1, le=LARGEST_NUMBER, description="Of a fact in the ticket's history.")],  # noqa: A002
    response: HttpResponse,
) -> dict[str, Any]:
    """Take one change of a ticket back.

    For a day, for staff of the desk who may make such a change: of status, assignee, team, priority, subject, kind,
    requester, affected person, organization, tags and followers. 409, saying what came since, where the field is not
    as this change left it.
    """
    ticket = actions.undo_change(actor=request.actor, ticket=served(request.actor, number), change=id)
    return shown.answered(request.actor, ticket, response)
