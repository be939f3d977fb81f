"""Answers that have not left, and drafts: for those who serve the ticket alone."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db import transaction
from pydantic import ConfigDict, Field

from deskhand.api import answers, lookups
from deskhand.api.answers import Answer, Page
from deskhand.api.bearers import ApiRequest
from deskhand.api.examples import MESSAGE
from deskhand.api.routes import ticket_router as router
from deskhand.api.routes.messages import shown_message
from deskhand.api.routing import route
from deskhand.api.schemas import COPY_LIMIT, LARGEST_NUMBER, Email, FileKey, Html, Input, Instant, Number, RowId, Text
from deskhand.api.shown import messages as shown
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.tickets import access, actions
from deskhand.tickets.actions.upload import FILES_PER_MESSAGE
from deskhand.tickets.bodies import composed
from deskhand.tickets.models import Draft, Held, Ticket


class WaitingAnswer(Answer):
    """An answer that has not left. Requesters never see one."""

    id: int
    ticket: int
    author: Annotated[str | None, Field(description="Mail address.")]
    author_name: str
    is_planned: Annotated[bool, Field(description="False: just sent on a page, where its author can still undo it.")]
    send_at: Annotated[datetime, Field(description="When it leaves.")]
    body: Annotated[str, Field(description="Clean HTML.")]
    text: str
    cc: list[str]
    status: Annotated[str | None, Field(description="Key of the status that it sets when it leaves.")]
    attachments: list[answers.Attachment]


class WaitingPage(Page[WaitingAnswer]):
    """Answers that have not left."""


class NewPlan(Input):
    """An answer that leaves later."""

    body: Annotated[Html, Field(examples=["<p>How is it today?</p>"])]
    send_at: Annotated[Instant, Field(description="Between a minute and a year from now.")]
    attachments: Annotated[list[FileKey], Field(max_length=FILES_PER_MESSAGE)] = []
    cc: Annotated[list[Email], Field(max_length=COPY_LIMIT, description="People who follow from then on.")] = []
    status: Annotated[Text | None, Field(max_length=40, description="A key, or a category, to set with it.")] = None

    model_config = ConfigDict(
        json_schema_extra={"example": {"body": "<p>How is it today?</p>", "send_at": "2026-03-09T08:00:00Z"}}
    )


class NewTime(Input):
    """Another time."""

    send_at: Annotated[Instant, Field(description="Between a minute and a year from now.")]

    model_config = ConfigDict(json_schema_extra={"example": {"send_at": "2026-03-10T08:00:00Z"}})


class DraftAnswer(Answer):
    """What somebody is writing. ``revision`` counts what was saved."""

    id: int
    ticket: int
    kind: Literal["reply", "note", "log"]
    author: Annotated[str | None, Field(description="Mail address.")]
    author_name: str
    is_own: bool
    is_shared: Annotated[bool, Field(description="Whether colleagues read it and may take it over.")]
    revision: int
    body: Annotated[str, Field(description="Clean HTML.")]
    cc: list[str]
    attachments: list[answers.Attachment]
    saved_at: datetime


class DraftPage(Page[DraftAnswer]):
    """Drafts on a ticket: yours, and those that colleagues share."""


class NewDraft(Input):
    """What you are writing, whole."""

    body: Annotated[Html, Field(examples=["<p>I have looked at</p>"])]
    cc: Annotated[list[Email], Field(max_length=COPY_LIMIT)] = []
    attachments: Annotated[list[FileKey], Field(max_length=FILES_PER_MESSAGE)] = []
    is_shared: bool = False
    revision: Annotated[
        int | None,
        Field(ge=0, le=LARGEST_NUMBER, description="The one that you have seen; another one there answers 409."),
    ] = None

    model_config = ConfigDict(json_schema_extra={"example": {"body": "<p>I have looked at</p>", "is_shared": True}})


FILE = {
    "id": "k3jq7c2mxv5d6abt",
    "filename": "steps.txt",
    "content_type": "text/plain",
    "size": 120,
    "is_inline": False,
    "cid": "",
    "url": "/api/v1/attachments/k3jq7c2mxv5d6abt",
}
WAITING: dict[str, Any] = {
    "id": 12,
    "ticket": 1042,
    "author": "jana@eberfeld.example",
    "author_name": "Jana Vogt",
    "is_planned": True,
    "send_at": "2026-03-09T08:00:00Z",
    "body": "<p>How is it today?</p>",
    "text": "How is it today?",
    "cc": [],
    "status": None,
    "attachments": [FILE],
}
DRAFT: dict[str, Any] = {
    "id": 31,
    "ticket": 1042,
    "kind": "reply",
    "author": "jana@eberfeld.example",
    "author_name": "Jana Vogt",
    "is_own": True,
    "is_shared": True,
    "revision": 4,
    "body": "<p>I have looked at</p>",
    "cc": [],
    "attachments": [],
    "saved_at": "2026-03-02T09:05:40.551Z",
}
SERVED: dict[str, Any] = {"gate": "served_ticket", "sample": "ticket"}
Kind = Literal["reply", "note", "log"]


@route(
    router, "GET", "/tickets/{number}/planned", **SERVED, returns=WaitingPage, refuses=(404,),
    example={"items": [WAITING], "next": None},
)  # fmt: skip
def list_planned(request: ApiRequest, number: Number) -> dict[str, Any]:
    """List the answers that have not left.

    Those that were planned, and those whose author can still undo them. The next to leave first, all on one page.
    """
    ticket = access.served_ticket_for(lookups.reader(request.actor), number)
    rows = Held.objects.within(ticket.desk_id).filter(ticket=ticket).select_related("author", "then")
    return {"items": [_waiting(ticket, one) for one in rows.prefetch_related("attachments")], "next": None}


@route(
    router, "POST", "/tickets/{number}/planned", **SERVED, returns=WaitingAnswer, status=201,
    refuses=(404, 409, 413), example=WAITING,
)  # fmt: skip
def plan_message(request: ApiRequest, number: Number, new: NewPlan) -> dict[str, Any]:
    """Plan an answer.

    It leaves at `send_at`, once. It is kept back, and becomes your draft, if the requester writes first, or if the
    ticket is closed, cancelled, deleted or marked as spam before. At most ten wait on one ticket.
    """
    actor = request.actor
    with transaction.atomic():
        ticket = access.served_ticket_for(actor, number, locked=True)
        row = actions.plan_reply(
            actor=actor,
            ticket=ticket,
            body=composed(new.body),
            at=new.send_at,
            attachments=lookups.uploads(actor, ticket.desk_id, new.attachments),
            cc=[lookups.person(actor, email) for email in new.cc],
            then=lookups.status(ticket.desk_id, new.status) if new.status is not None else None,
        )
    return _waiting(ticket, row)


@route(
    router, "PATCH", "/tickets/{number}/planned/{id}", **SERVED, returns=WaitingAnswer, refuses=(404, 409),
    example=WAITING,
)  # fmt: skip
def move_planned(request: ApiRequest, number: Number, id: RowId, change: NewTime) -> dict[str, Any]:  # noqa: A002
    """Let a planned answer of yours leave at another time."""
    ticket = access.served_ticket_for(request.actor, number)
    row = actions.move_plan(actor=request.actor, ticket=ticket, held=id, at=change.send_at)
    return _waiting(ticket, row)


@route(
    router, "POST", "/tickets/{number}/planned/{id}/send", **SERVED, returns=answers.Message, status=201,
    refuses=(404, 409), example=MESSAGE,
)  # fmt: skip
def send_planned(request: ApiRequest, number: Number, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Send an answer of yours now that waits."""
    ticket = access.served_ticket_for(request.actor, number)
    return shown_message(request.actor, actions.send_now(actor=request.actor, ticket=ticket, held=id))


@route(router, "DELETE", "/tickets/{number}/planned/{id}", **SERVED, status=204, refuses=(404, 409))
def cancel_planned(request: ApiRequest, number: Number, id: RowId) -> None:  # noqa: A002
    """Keep an answer back.

    Its text becomes its author's draft again. Colleagues may do this to planned answers; the author hears of it.
    """
    ticket = access.served_ticket_for(request.actor, number)
    actions.take_back(actor=request.actor, ticket=ticket, held=id)


@route(
    router, "GET", "/tickets/{number}/drafts", **SERVED, returns=DraftPage, refuses=(404,),
    example={"items": [DRAFT], "next": None},
)  # fmt: skip
def list_drafts(request: ApiRequest, number: Number) -> dict[str, Any]:
    """List the drafts on a ticket.

    Yours, and those that colleagues share. All on one page.
    """
    actor = request.actor
    ticket = access.served_ticket_for(lookups.reader(actor), number)
    rows = Draft.objects.readable_by(actor, ticket).select_related("person").prefetch_related("attachments")
    return {"items": [_draft(actor, ticket, one) for one in rows.order_by("saved_at", "pk")], "next": None}


@route(
    router, "PUT", "/tickets/{number}/drafts/{kind}", **SERVED, returns=DraftAnswer, refuses=(404, 409, 413),
    example=DRAFT,
)  # fmt: skip
def save_draft(request: ApiRequest, number: Number, kind: Kind, new: NewDraft) -> dict[str, Any]:
    """Save your draft.

    You have one of each kind on a ticket. With `revision` nothing is overwritten that you have not seen. Empty text
    without files throws it away, and answers 404.
    """
    actor = request.actor
    ticket = access.served_ticket_for(actor, number)
    row = actions.save_draft(
        actor=actor,
        ticket=ticket,
        kind=kind,
        html=new.body,
        cc=new.cc,
        attachments=lookups.uploads(actor, ticket.desk_id, new.attachments),
        revision=new.revision,
        is_shared=new.is_shared,
    )
    if row is None:
        raise NotFound
    return _draft(actor, ticket, row)


@route(
    router, "POST", "/tickets/{number}/drafts/{id}/take", **SERVED, returns=DraftAnswer, refuses=(404, 409),
    example=DRAFT,
)  # fmt: skip
def take_draft(request: ApiRequest, number: Number, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Take over a draft that a colleague shares.

    It is yours then, before what you have begun yourself; the colleague hears of it.
    """
    ticket = access.served_ticket_for(request.actor, number)
    return _draft(request.actor, ticket, actions.take_draft(actor=request.actor, ticket=ticket, draft=id))


def _waiting(ticket: Ticket, row: Held) -> dict[str, Any]:
    return {
        "id": row.pk,
        "ticket": ticket.number,
        "author": row.author.email,
        "author_name": row.author.name,
        "is_planned": row.is_planned,
        "send_at": row.leaves_at,
        "body": row.html,
        "text": row.text,
        "cc": row.cc,
        "status": row.then.key if row.then else None,
        "attachments": [shown.file(one) for one in row.attachments.all()],
    }


def _draft(actor: Actor, ticket: Ticket, row: Draft) -> dict[str, Any]:
    return {
        "id": row.pk,
        "ticket": ticket.number,
        "kind": row.kind,
        "author": row.person.email,
        "author_name": row.person.name,
        "is_own": row.person_id == actor.person_id,
        "is_shared": row.is_shared,
        "revision": row.revision,
        "body": row.html,
        "cc": row.cc,
        "attachments": [shown.file(one) for one in row.attachments.all()],
        "saved_at": row.saved_at,
    }
