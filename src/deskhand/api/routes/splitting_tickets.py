"""Splitting messages off a ticket into a new one: what it does, doing it, and taking it back."""

from __future__ import annotations

from typing import Annotated, Any

from django.db import transaction
from django.http import HttpResponse
from ninja import Query
from pydantic import ConfigDict, Field

from deskhand.api import answers, changes, examples, lookups
from deskhand.api.answers import Answer
from deskhand.api.bearers import ApiRequest
from deskhand.api.routes import ticket_router as router
from deskhand.api.routes.merging_tickets import Reason, served
from deskhand.api.routing import route
from deskhand.api.schemas import LARGEST_NUMBER, Email, IfMatch, Input, Number, Text
from deskhand.api.shown import tickets as shown
from deskhand.tickets import actions, splitting
from deskhand.tickets.models.ticket import SUBJECT_LIMIT

MessageId = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]


class TicketSplit(Input):
    """Which messages go into a new ticket, and whose it is."""

    messages: Annotated[
        list[MessageId],
        Field(
            min_length=1,
            max_length=splitting.SPLIT_LIMIT,
            description="Ids of messages of this ticket. The first one, the request itself, cannot go; at least one of "
            "them is a public one.",
        ),
    ]
    subject: Annotated[Text, Field(max_length=SUBJECT_LIMIT, description="Of the new ticket; empty for the same.")] = ""
    requester: Annotated[
        Email | None,
        Field(
            description="Who asks in the new ticket and reads what is public on it. Without it the author of the first "
            "of the messages that came from the requester's side, else the requester of this ticket."
        ),
    ] = None
    reason: Reason = ""

    model_config = ConfigDict(json_schema_extra={"example": {"messages": [7120, 7124], "subject": "Broken laptop"}})


class TicketUnsplit(Input):
    """Nothing is needed: an empty body does, too."""

    reason: Reason = ""


class TicketSplitPreview(Answer):
    """What a split does."""

    requester: Annotated[str, Field(description="Name of who would ask in the new ticket.")]
    messages: int
    notes: Annotated[int, Field(description="How many of them are internal.")]
    files: int
    losing: Annotated[list[str], Field(description="Names of those who read the messages here and not there.")]


PREVIEW: dict[str, Any] = {
    "requester": "Hui Min Tan",
    "messages": 2,
    "notes": 0,
    "files": 1,
    "losing": ["Mara Lindqvist"],
}
TICKET: dict[str, Any] = {
    "gate": "visible_ticket",
    "sample": "ticket",
    "returns": answers.Ticket,
    "headers": ("ETag",),
}


@route(
    router,
    "GET",
    "/tickets/{number}/split",
    gate="visible_ticket",
    sample="ticket",
    returns=TicketSplitPreview,
    refuses=(404, 409),
    example=PREVIEW,
)
def preview_ticket_split(
    request: ApiRequest,
    number: Number,
    messages: Annotated[
        list[MessageId],
        Query(..., min_length=1, max_length=splitting.SPLIT_LIMIT, description="The parameter once for each."),
    ],
) -> dict[str, Any]:
    """See what splitting messages off a ticket would do.

    Whose the new ticket would be, what goes along, and who does not read it any more. Changes nothing.
    """
    ticket = served(request.actor, number)
    chosen = splitting.chosen(ticket, messages)
    seen = splitting.preview(ticket, chosen, splitting.requester_of(ticket, chosen))
    return {**{name: getattr(seen, name) for name in PREVIEW}, "requester": seen.requester.name}


@route(
    router,
    "POST",
    "/tickets/{number}/split",
    **TICKET,
    status=201,
    refuses=(404, 409, 412),
    example={**examples.TICKET, "number": 1063, "subject": "Broken laptop"},
)
def split_ticket(
    request: ApiRequest, number: Number, wanted: TicketSplit, response: HttpResponse, if_match: IfMatch = None
) -> dict[str, Any]:
    """Split messages off a ticket into a new one.

    They go with their files and keep their ids; nobody is written to. Answers to mail that carried them come to the new
    ticket. The two are linked as related, both histories tell it, and `unsplit` takes it back at any time.
    """
    actor = request.actor
    with transaction.atomic():
        ticket = served(actor, number)
        actor.need_on("tickets.merge", ticket)
        there = actions.split(
            actor=actor,
            ticket=ticket,
            messages=wanted.messages,
            subject=wanted.subject,
            requester=lookups.person(actor, wanted.requester) if wanted.requester else None,
            reason=wanted.reason,
            check=lambda held: changes.need_match(held, if_match),
        )
    return shown.answered(actor, there, response)


@route(
    router,
    "POST",
    "/tickets/{number}/unsplit",
    **TICKET,
    refuses=(404, 409),
    example=examples.TICKET,
    body_example={"reason": "It is one matter after all."},
)
def unsplit_ticket(
    request: ApiRequest, number: Number, response: HttpResponse, given: TicketUnsplit | None = None
) -> dict[str, Any]:
    """Take back that a ticket was split off.

    For the ticket that was made, at any time: its messages go back to the one that they came from, which is returned.
    If anything came to it since, it stays there, and the ticket is merged into that one; else it goes to the bin.
    """
    actor = request.actor
    with transaction.atomic():
        here = actions.unsplit(actor=actor, ticket=served(actor, number), reason="" if given is None else given.reason)
    return shown.answered(actor, here, response)
