"""Who joins a ticket by letter: senders who are let in or not, letters that are added to the ticket that they claim to
belong to, reply addresses that end, and a desk's rules for answers by mail."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import ConfigDict, Field

from deskhand.api import answers, examples, lookups
from deskhand.api.answers import Answer
from deskhand.api.bearers import ApiRequest
from deskhand.api.routes import ticket_router
from deskhand.api.routes.desks import router as desk_router
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath, Input, Number, RowId
from deskhand.api.shown import messages as shown
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, NotFound
from deskhand.tickets import access, actions
from deskhand.tickets.answer_rules import RULES, rules_of
from deskhand.tickets.models import AnswerRules, Message, Ticket

NewcomersWord = Literal["ask", "admit", "refuse"]
AgentsWord = Literal["token", "authentic", "never"]


class Admission(Answer):
    """A letter whose sender was let in."""

    message: answers.Message
    undo: Annotated[int | None, Field(description="Take it back with `POST /undo/{undo}`, for a day.")]


class Added(Answer):
    """Where a ticket was added."""

    ticket: Annotated[int, Field(description="Number of the ticket that it claimed to belong to.")]
    is_follow_up: Annotated[bool, Field(description="That one has ended: this is its follow-up, and stays open.")]
    undo: Annotated[int | None, Field(description="Take it back with `POST /undo/{undo}`, for a day.")]


class DeskAnswerRules(Answer):
    """A desk's rules for answers by mail."""

    newcomers: Annotated[NewcomersWord, Field(description="What becomes of answers of people who are not on it.")]
    copies_follow: Annotated[bool, Field(description="Whether people in To and Cc follow the ticket.")]
    agents_by_mail: Annotated[AgentsWord, Field(description="Which letters in an agent's name reach the requester.")]
    commands: Annotated[bool, Field(description="Whether agents may write commands at the top of an answer.")]


class AnswerRulesChange(Input):
    """What shall be different. What is left away stays."""

    newcomers: NewcomersWord | None = None
    copies_follow: bool | None = None
    agents_by_mail: AgentsWord | None = None
    commands: bool | None = None

    model_config = ConfigDict(json_schema_extra={"example": {"newcomers": "refuse", "commands": True}})


TICKET: dict[str, Any] = {"gate": "visible_ticket", "sample": "ticket", "refuses": (403, 404)}
SETTINGS: dict[str, Any] = {"gate": "desk:mail.settings", "sample": "desk", "refuses": (404,)}
EXAMPLE: dict[str, Any] = {
    "newcomers": "ask",
    "copies_follow": True,
    "agents_by_mail": "token",
    "commands": False,
}
LETTER: dict[str, Any] = {
    **examples.MESSAGE,
    "id": 7131,
    "kind": "note",
    "side": "requester",
    "author": None,
    "author_name": "Eve Marsh <eve@nordwind.example>",
    "channel": "mail",
    "delivery": {"state": "none", "server_says": "", "at": None, "letter": None},
    "newcomer": "refused",
}
LET_IN: dict[str, Any] = {
    **LETTER,
    "kind": "reply",
    "author": "eve@nordwind.example",
    "author_name": "Eve Marsh",
    "newcomer": None,
}


@route(
    ticket_router,
    "POST",
    "/tickets/{number}/messages/{id}/admit",
    **TICKET,
    returns=Admission,
    example={"message": LET_IN, "undo": 88},
)
def admit_sender(request: ApiRequest, number: Number, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Let the sender of a letter in.

    For a note whose `newcomer` is `waiting` or `refused`: it becomes the sender's public message, at its place in time,
    and they follow the ticket from now on.
    """
    actor = request.actor
    with transaction.atomic():
        ticket = _served(actor, number)
        message, undo = actions.admit(actor=actor, ticket=ticket, message=_message(ticket, id))
    return {"message": _shown(actor, ticket, message), "undo": undo}


@route(
    ticket_router,
    "POST",
    "/tickets/{number}/messages/{id}/refuse",
    **TICKET,
    returns=answers.Message,
    example=LETTER,
)
def refuse_sender(request: ApiRequest, number: Number, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Do not let the sender of a letter in.

    It stays a note and says so; they hear nothing. They can be let in later.
    """
    actor = request.actor
    with transaction.atomic():
        ticket = _served(actor, number)
        message = actions.refuse(actor=actor, ticket=ticket, message=_message(ticket, id))
    return _shown(actor, ticket, message)


@route(
    ticket_router,
    "POST",
    "/tickets/{number}/add-to-claimed",
    **TICKET,
    returns=Added,
    example={"ticket": 1042, "is_follow_up": False, "undo": 89},
)
def add_to_claimed(request: ApiRequest, number: Number) -> dict[str, Any]:
    """Add what a ticket says to the one that it claims to belong to.

    For a ticket with `claims`, whose sender is requester, affected person or follower of that one, on the same desk.
    Its letters stand there from now on, at their place in time, and it is closed.
    """
    actor = request.actor
    with transaction.atomic():
        ticket = _served(actor, number)
        there, undo = actions.add_to_claimed(actor=actor, ticket=ticket)
        ticket.refresh_from_db(fields=["added_to_number"])
    return {"ticket": there.number, "is_follow_up": ticket.added_to_number is None, "undo": undo}


@route(ticket_router, "POST", "/tickets/{number}/revoke-reply-addresses", **TICKET, status=204)
def revoke_reply_addresses(request: ApiRequest, number: Number) -> None:
    """End the reply addresses of a ticket.

    Reply addresses, subject tokens and Message-IDs that were handed out so far count no more: an answer to them opens a
    ticket that claims to belong to this one. The next letter to each person brings new ones.
    """
    actions.revoke_reply_addresses(actor=request.actor, ticket=_served(request.actor, number))


@route(desk_router, "GET", "/desks/{desk}/answer-rules", **SETTINGS, returns=DeskAnswerRules, example=EXAMPLE)
def get_answer_rules(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """Read a desk's rules for answers by mail.

    For administrators of the desk.
    """
    return _rules(rules_of(lookups.desk_for(request.actor, desk, "mail.settings", reading=True).pk))


@route(desk_router, "PATCH", "/desks/{desk}/answer-rules", **SETTINGS, returns=DeskAnswerRules, example=EXAMPLE)
def change_answer_rules(request: ApiRequest, desk: DeskPath, change: AnswerRulesChange) -> dict[str, Any]:
    """Change a desk's rules for answers by mail.

    For administrators of the desk. Send only what changes; null counts as left away.
    """
    here = lookups.desk_for(request.actor, desk, "mail.settings")
    wanted = {name: value for name, value in change.given().items() if value is not None}
    return _rules(actions.set_answer_rules(actor=request.actor, desk=here, **wanted))


def _served(actor: Actor, number: int) -> Ticket:
    """404 for those who may not read the ticket; 403 for its requester."""
    ticket = lookups.ticket(actor, number)
    if not access.is_staff_for(actor, ticket):
        raise Denied(_("This is for people who serve the desk."))
    return ticket


def _message(ticket: Ticket, pk: int) -> Message:
    found: Message | None = ticket.messages.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _shown(actor: Actor, ticket: Ticket, message: Message) -> dict[str, Any]:
    row = Message.objects.visible_to(actor, ticket).filter(pk=message.pk).values(*shown.COLUMNS).get()
    return shown.many(actor, ticket, [row])[0]


def _rules(rules: AnswerRules) -> dict[str, Any]:
    return {name: getattr(rules, name) for name in RULES}
