"""Requests from one desk to another, from the ticket for which somebody asks."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import ConfigDict, Field

from deskhand.accounts.models import Desk
from deskhand.api import lookups
from deskhand.api.answers import Answer, Page
from deskhand.api.bearers import ApiRequest
from deskhand.api.routes import ticket_router as router
from deskhand.api.routes.merging_tickets import served
from deskhand.api.routing import route
from deskhand.api.schemas import Input, Number, RowId, Text
from deskhand.kernel.actor import Actor
from deskhand.tickets import actions, asking_desks
from deskhand.tickets.actions.ask_desk import Question
from deskhand.tickets.actions.upload import FILES_PER_MESSAGE
from deskhand.tickets.asking_desks import ASKED_LIMIT, PAGE
from deskhand.tickets.bodies import BODY_LIMIT, plain
from deskhand.tickets.models import Attachment, Message, Ticket
from deskhand.tickets.models.ticket import SUBJECT_LIMIT

Words = Annotated[str, Field(max_length=BODY_LIMIT, description="Plain text.")]


class NewDeskRequest(Input):
    """What another desk is asked."""

    desk: Annotated[Text, Field(max_length=20, description="Key of the desk that is asked.")]
    subject: Annotated[Text, Field(max_length=SUBJECT_LIMIT)]
    text: Annotated[Words, Field(description="Plain text. The other desk reads this, and nothing of the ticket.")]
    files: Annotated[
        list[Annotated[Text, Field(max_length=43)]],
        Field(max_length=FILES_PER_MESSAGE, description="Keys of files of the ticket that go along, as copies."),
    ] = []
    wait: Annotated[bool, Field(description="Put the ticket on hold until the other desk is done.")] = False

    model_config = ConfigDict(
        json_schema_extra={"example": {"desk": "fac", "subject": "A desk for room 4", "text": "By Friday, please."}}
    )


class DeskRequestAnswer(Input):
    """What is written to the other desk."""

    text: Words

    model_config = ConfigDict(json_schema_extra={"example": {"text": "By the window, please."}})


class AskedDeskMessage(Answer):
    """A public message of a request to another desk."""

    id: int
    side: Annotated[Literal["requester", "agent"], Field(description="`agent`: the other desk wrote it.")]
    author: str
    text: str
    created_at: datetime


class DeskRequestShown(Answer):
    """A request to another desk. Nothing is told of that desk but its public name and what it shows requesters."""

    id: int
    desk: Annotated[str, Field(description="Public name of the desk that was asked.")]
    subject: str
    category: Literal["new", "open", "on_hold", "resolved", "closed", "cancelled"]
    state: Annotated[str, Field(description="How far it is, in the other desk's words for requesters.")]
    is_waiting: Annotated[bool, Field(description="Whether the ticket is on hold until that desk is done.")]
    is_gone: Annotated[bool, Field(description="Whether that desk took it away; then nothing of it is shown.")]
    asked_at: datetime


class DeskRequestPage(Page[DeskRequestShown]):
    """All requests of a ticket to other desks, the newest first."""


class DeskRequestTalk(DeskRequestShown):
    """A request to another desk with its newest public messages, oldest first."""

    messages: Annotated[list[AskedDeskMessage], Field(max_length=PAGE)]


REQUEST: dict[str, Any] = {
    "id": 7,
    "desk": "Facilities",
    "subject": "A desk for room 4",
    "category": "open",
    "state": "In progress",
    "is_waiting": True,
    "is_gone": False,
    "asked_at": "2026-03-02T09:00:00Z",
}
SAID: dict[str, Any] = {
    "id": 412,
    "side": "agent",
    "author": "Noor Haddad",
    "text": "It comes on Friday.",
    "created_at": "2026-03-02T11:20:00Z",
}
TICKET: dict[str, Any] = {"gate": "visible_ticket", "sample": "ticket"}


@route(
    router,
    "GET",
    "/tickets/{number}/desk-requests",
    **TICKET,
    refuses=(404,),
    returns=DeskRequestPage,
    example={"items": [REQUEST], "next": None},
)
def list_desk_requests(request: ApiRequest, number: Number) -> dict[str, Any]:
    """List what other desks were asked for a ticket.

    For staff of its desk. All on one page.
    """
    ticket = served(request.actor, number)
    found = asking_desks.asked_of(ticket.pk, ticket.desk_id)
    return {"items": [_shown(one) for one in found[:ASKED_LIMIT]], "next": None}


@route(
    router,
    "POST",
    "/tickets/{number}/desk-requests",
    **TICKET,
    refuses=(404, 409),
    returns=DeskRequestShown,
    status=201,
    example=REQUEST,
)
def ask_another_desk(request: ApiRequest, number: Number, new: NewDeskRequest) -> dict[str, Any]:
    """Ask another desk for what a ticket needs.

    A request in your name on a desk where you may open one. That desk reads your text and the files that you send
    along, and that you ask for your desk; nothing of the ticket. Whoever serves the ticket reads its public answers.
    """
    actor = request.actor
    with transaction.atomic():
        ticket = served(actor, number)
        actor.need_on("tickets.reply", ticket)
        question = Question(
            desk=_desk_named(actor, ticket, new.desk),
            subject=new.subject,
            body=plain(new.text),
            files=_files_named(ticket, new.files),
            wait=new.wait,
        )
        row = actions.ask_desk(actor=actor, ticket=ticket, question=question)
        return _shown(asking_desks.shown(asking_desks.row_of(ticket, row.pk)))


@route(
    router,
    "GET",
    "/tickets/{number}/desk-requests/{id}",
    **TICKET,
    refuses=(404,),
    returns=DeskRequestTalk,
    example=REQUEST | {"messages": [SAID]},
)
def read_desk_request(request: ApiRequest, number: Number, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Read what was said on a request to another desk.

    For staff of the desk that asked. Its newest public messages, oldest first; never the other desk's notes.
    """
    ticket = served(request.actor, number)
    row = asking_desks.row_of(ticket, id)
    said, _has_earlier = asking_desks.conversation(row)
    return _shown(asking_desks.shown(row)) | {"messages": [_message(one) for one in said]}


@route(
    router,
    "POST",
    "/tickets/{number}/desk-requests/{id}/messages",
    **TICKET,
    refuses=(404, 409),
    returns=AskedDeskMessage,
    status=201,
    example=SAID | {"side": "requester"},
)
def write_to_asked_desk(request: ApiRequest, number: Number, id: RowId, new: DeskRequestAnswer) -> dict[str, Any]:  # noqa: A002
    """Write to the desk that was asked.

    In your own name, for staff who answer the ticket that asked. It opens a resolved request again; one that ended too
    long ago goes on in a new one.
    """
    actor = request.actor
    with transaction.atomic():
        ticket = served(actor, number)
        row = asking_desks.row_of(ticket, id)
        return _message(actions.tell_desk(actor=actor, ticket=ticket, row=row, body=plain(new.text)))


@route(
    router,
    "POST",
    "/tickets/{number}/desk-requests/{id}/withdraw",
    **TICKET,
    refuses=(404, 409),
    returns=DeskRequestShown,
    example=REQUEST | {"category": "cancelled", "state": "Withdrawn", "is_waiting": False},
)
def withdraw_desk_request(request: ApiRequest, number: Number, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Withdraw a request to another desk.

    For staff who answer the ticket that asked, as long as the other desk is not done.
    """
    actor = request.actor
    with transaction.atomic():
        ticket = served(actor, number)
        row = asking_desks.row_of(ticket, id)
        actions.withdraw_from_desk(actor=actor, ticket=ticket, row=row)
        return _shown(asking_desks.shown(asking_desks.row_of(ticket, id)))


def _desk_named(actor: Actor, ticket: Ticket, key: str) -> Desk:
    for one in asking_desks.desks_to_ask(actor, ticket.desk):
        if one.desk.key == key:
            return one.desk
    raise lookups.wrong("desk", _("There is no desk “%(key)s” that you can ask.") % {"key": key})


def _files_named(ticket: Ticket, keys: list[str]) -> list[int]:
    found = Attachment.objects.within(ticket.desk_id).filter(ticket=ticket, message__isnull=False, key__in=keys)
    ids = dict(found.values_list("key", "pk"))
    for key in keys:
        if key not in ids:
            raise lookups.wrong("files", _("“%(key)s” is no file of this ticket.") % {"key": key})
    return list(ids.values())


def _shown(one: asking_desks.Asked) -> dict[str, Any]:
    same = ("id", "desk", "subject", "category", "state", "is_waiting", "is_gone", "asked_at")
    return {name: getattr(one, name) for name in same}


def _message(one: Message) -> dict[str, Any]:
    return {
        "id": one.pk,
        "side": one.side,
        "author": one.author_name,
        "text": one.text,
        "created_at": one.created_at,
    }
