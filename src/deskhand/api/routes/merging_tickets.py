"""Merging a ticket into another: what it does, doing it, and taking it back."""

from __future__ import annotations

from typing import Annotated, Any

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import ConfigDict, Field

from deskhand.api import answers, changes, examples, lookups
from deskhand.api.answers import Answer
from deskhand.api.bearers import ApiRequest
from deskhand.api.routes import ticket_router as router
from deskhand.api.routing import route
from deskhand.api.schemas import LARGEST_NUMBER, IfMatch, Input, Number, Text
from deskhand.api.shown import tickets as shown
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, NotFound
from deskhand.tickets import access, actions, merge_preview
from deskhand.tickets.models import Ticket

Reason = Annotated[Text, Field(max_length=500, description="Why; kept in the history.")]


class TicketMerge(Input):
    """Into which ticket, and whether the people of this one follow that one."""

    into: Annotated[int, Field(ge=1, le=LARGEST_NUMBER, description="Number of the ticket that goes on.")]
    follow: Annotated[
        bool,
        Field(
            description="Let requester, affected person and followers follow that one: they get its answers and read "
            "all that is public on it. Without this nobody reads more than before."
        ),
    ] = False
    reason: Reason = ""

    model_config = ConfigDict(json_schema_extra={"example": {"into": 1042, "follow": True}})


class TicketUnmerge(Input):
    """Nothing is needed: an empty body does, too."""

    reason: Reason = ""


class TicketMergePreview(Answer):
    """What a merge does."""

    into: int
    messages: Annotated[int, Field(description="How many messages agents read there then.")]
    notes: Annotated[int, Field(description="How many of them are internal.")]
    files: int
    hear: Annotated[list[str], Field(description="Names of those who get answers there.")]
    others: Annotated[
        list[str], Field(description="Names of people of this ticket who do not, unless `follow` lets them.")
    ]
    drafts: Annotated[int, Field(description="Unsent answers, drafts and planned ones, that stay on this ticket.")]
    along: Annotated[int, Field(description="Tickets merged into this one, which come along.")]
    has_ended: Annotated[bool, Field(description="Whether the ticket that goes on is resolved, closed or cancelled.")]
    refused: Annotated[str, Field(description="Why it cannot be done, in words; empty if it can.")]


PREVIEW: dict[str, Any] = {
    "into": 1042,
    "messages": 3,
    "notes": 1,
    "files": 0,
    "hear": ["Mara Lindqvist"],
    "others": ["Hui Min Tan"],
    "drafts": 1,
    "along": 0,
    "has_ended": False,
    "refused": "",
}
TICKET: dict[str, Any] = {
    "gate": "visible_ticket",
    "sample": "ticket",
    "returns": answers.Ticket,
    "refuses": (404, 409, 412),
    "headers": ("ETag",),
}
MERGED: dict[str, Any] = {
    **examples.TICKET,
    "number": 1047,
    "status": "closed",
    "category": "closed",
    "closed_at": "2026-03-02T09:40:00.000Z",
    "merged_into": 1042,
}


@route(
    router,
    "GET",
    "/tickets/{number}/merge",
    gate="visible_ticket",
    sample="ticket",
    returns=TicketMergePreview,
    refuses=(404,),
    example=PREVIEW,
)
def preview_ticket_merge(
    request: ApiRequest,
    number: Number,
    into: Annotated[
        int, Query(..., ge=1, le=LARGEST_NUMBER, description="Number of the ticket that goes on.", example=1042)
    ],
) -> dict[str, Any]:
    """See what merging a ticket into another would do.

    Who gets answers then, who does not, and what stays. Changes nothing.
    """
    actor = lookups.reader(request.actor)
    ticket = served(request.actor, number)
    try:
        seen = merge_preview.preview(actor, ticket, into)
    except NotFound:
        raise lookups.wrong("into", _("There is no ticket %(number)s that you serve.") % {"number": into}) from None
    return {"into": seen.there.number, **{name: getattr(seen, name) for name in PREVIEW if name != "into"}}


@route(router, "POST", "/tickets/{number}/merge", **TICKET, example=MERGED)
def merge_ticket(
    request: ApiRequest, number: Number, wanted: TicketMerge, response: HttpResponse, if_match: IfMatch = None
) -> dict[str, Any]:
    """Merge a ticket into another one of its desk.

    It is closed and stays readable under its number. Its messages, and answers to its mail that still come, are read
    and heard on the other one. Nothing is moved, so `unmerge` takes it back at any time.
    """
    actor = request.actor
    with transaction.atomic():
        ticket = actions.merge(
            actor=actor,
            ticket=served(actor, number),
            into=wanted.into,
            follow=wanted.follow,
            reason=wanted.reason,
            check=lambda held: changes.need_match(held, if_match),
        )
    return shown.answered(actor, ticket, response)


@route(
    router,
    "POST",
    "/tickets/{number}/unmerge",
    **TICKET,
    example=examples.TICKET,
    body_example={"reason": "They are two after all."},
)
def unmerge_ticket(
    request: ApiRequest, number: Number, response: HttpResponse, given: TicketUnmerge | None = None
) -> dict[str, Any]:
    """Take back that a ticket was merged.

    For the ticket that was merged away, at any time: it has its former status again and goes on by itself, with all
    that came to it since. What was written on the other one stays there.
    """
    actor = request.actor
    with transaction.atomic():
        ticket = actions.unmerge(
            actor=actor, ticket=served(actor, number), reason="" if given is None else given.reason
        )
    return shown.answered(actor, ticket, response)


def served(actor: Actor, number: int) -> Ticket:
    """The ticket; 404 for those who may not read it, 403 for its requester."""
    ticket = lookups.ticket(actor, number)
    if not access.is_staff_for(actor, ticket):
        raise Denied(_("This is for people who serve the desk."))
    return ticket
