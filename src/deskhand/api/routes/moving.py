"""Moving tickets to another desk: where to, what it does, and doing it. Taking it back is ``POST /undo/{undo_id}``;
many at once are moved by ``POST /tickets/bulk``."""

from __future__ import annotations

from typing import Annotated, Any

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import ConfigDict, Field

from deskhand.accounts.models import Desk
from deskhand.api import answers, changes, lookups
from deskhand.api.answers import Answer, Page
from deskhand.api.bearers import ApiRequest
from deskhand.api.routes import ticket_router as router
from deskhand.api.routing import route
from deskhand.api.schemas import LARGEST_NUMBER, DeskPath, IfMatch, Input, Number, Text
from deskhand.api.shown import tickets as shown
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.tickets import actions, moving
from deskhand.tickets.actions.bulk import BULK_LIMIT
from deskhand.tickets.confiding import READER_LIMIT
from deskhand.tickets.keeping import KEPT_LIMIT
from deskhand.tickets.models import Ticket
from deskhand.tickets.moving import Move


class MoveTarget(Answer):
    """A desk to which tickets can go. Of one that you do not serve you see the public name."""

    key: str
    name: str
    is_served: Annotated[bool, Field(description="Whether you serve it, and so see the ticket afterwards.")]


class MoveTargetPage(Page[MoveTarget]):
    """Desks to which tickets can go."""


class RoleCount(Answer):
    """How many people have a role."""

    role: Annotated[str, Field(description="In words.")]
    people: int


class MovePreview(Answer):
    """What a move does. Of a desk that you do not serve nothing is told but its public name."""

    to: MoveTarget
    tickets: Annotated[list[int], Field(description="Those that are there and can be moved.")]
    messages: int
    notes: Annotated[int, Field(description="How many of the messages are internal; they go along.")]
    files: int
    assigned: Annotated[int, Field(description="How many lose their assignee.")]
    in_team: Annotated[int, Field(description="How many leave their team.")]
    listed: Annotated[int, Field(description="How many leave their service or location.")]
    gaining: Annotated[list[RoleCount], Field(description="Who reads them from then on, by role.")]
    losing: Annotated[int, Field(description="How many people do not read them any more.")]
    followers: Annotated[list[str], Field(description="Names of followers who do not read along any more.")]
    besides: Annotated[
        list[str], Field(description="What becomes of tasks, orders, clocks and the like, in sentences.")
    ]


class MovedTicket(Answer):
    """What became of a ticket that was moved."""

    number: int
    desk: Annotated[str, Field(description="Key of the desk where it is now.")]
    undo: Annotated[
        int | None, Field(description="With this, `POST /undo/{undo_id}` moves it back; null if it was there already.")
    ]
    rest: Annotated[int | None, Field(description="Number of the ticket that keeps what stayed; null if nothing did.")]
    ticket: Annotated[answers.Ticket | None, Field(description="Null if you do not see it any more.")]


class TicketMove(Input):
    """Where a ticket shall go."""

    desk: Annotated[Text, Field(max_length=20, description="Key of the desk to which it goes.")]

    keep: Annotated[
        list[Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]],
        Field(
            default_factory=list,
            max_length=KEPT_LIMIT,
            description="Ids of internal notes that stay with their files, on a ticket of the desk that it leaves. The "
            "other desk does not learn of them. The first message of all always goes along.",
        ),
    ]

    readers: Annotated[
        list[Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]],
        Field(
            default_factory=list,
            max_length=READER_LIMIT,
            description="Of a confidential ticket: ids of the people of the other desk who may read it there, at least "
            "one. You have to serve that desk, too. Whom the ticket excludes stays excluded.",
        ),
    ]

    model_config = ConfigDict(json_schema_extra={"example": {"desk": "hr", "keep": [5210], "readers": []}})


Numbers = Annotated[
    list[Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]],
    Query(min_length=1, max_length=BULK_LIMIT, description="Numbers of tickets; the parameter once for each."),
]
OF_DESK: dict[str, Any] = {"gate": "desk:tickets.move", "sample": "desk", "refuses": (404,)}
TARGET = {"key": "hr", "name": "Human Resources", "is_served": False}
PREVIEW = {
    "to": TARGET,
    "tickets": [1042],
    "messages": 4,
    "notes": 1,
    "files": 2,
    "assigned": 1,
    "in_team": 1,
    "listed": 0,
    "gaining": [],
    "losing": 7,
    "followers": ["Jana Vogt"],
    "besides": ["2 tasks go along, without people and teams who do not belong there."],
}


@route(
    router,
    "GET",
    "/desks/{desk}/move-targets",
    **OF_DESK,
    returns=MoveTargetPage,
    example={"items": [TARGET], "next": None},
)
def list_move_targets(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """List where tickets of a desk can be moved.

    Desks that you serve first; then listed ones on which you may open a ticket. All on one page.
    """
    here, actor = lookups.desk_for(request.actor, desk, "tickets.move", reading=True), lookups.reader(request.actor)
    return {"items": [_target(one) for one in moving.targets(actor, here)], "next": None}


@route(router, "GET", "/desks/{desk}/move", **OF_DESK, returns=MovePreview, example=PREVIEW)
def preview_move(
    request: ApiRequest,
    desk: DeskPath,
    to: Annotated[Text, Query(..., max_length=20, description="Key of the desk to which they shall go.", example="hr")],
    tickets: Numbers,
) -> dict[str, Any]:
    """See what moving tickets would do.

    Who reads them from then on, who does not any more, what goes along and what is lost. Changes nothing.
    """
    here, actor = lookups.desk_for(request.actor, desk, "tickets.move", reading=True), lookups.reader(request.actor)
    target = _target_named(actor, here, to)
    found = moving.of_numbers(actor, here, tickets)
    seen = moving.preview(here, found, target)
    same = ("messages", "notes", "files", "assigned", "in_team", "listed", "losing", "followers", "besides")
    return {
        "to": _target(target),
        "tickets": [one.number for one in found],
        "gaining": [{"role": role, "people": people} for role, people in seen.gaining],
        **{name: getattr(seen, name) for name in same},
    }


@route(
    router,
    "POST",
    "/tickets/{number}/move",
    gate="visible_ticket",
    sample="ticket",
    returns=MovedTicket,
    refuses=(404, 412),
    headers=("ETag",),
    example={"number": 1042, "desk": "hr", "undo": 91, "rest": 1057, "ticket": None},
)
def move_ticket(
    request: ApiRequest, number: Number, wanted: TicketMove, response: HttpResponse, if_match: IfMatch = None
) -> dict[str, Any]:
    """Move a ticket to another desk.

    For staff of its desk. Number, conversation, files, requester and history go along; team and assignee do not. You
    can move it back for a day, as long as nobody there has worked on it, also if you do not see it any more.
    """
    actor = request.actor
    with transaction.atomic():
        ticket = lookups.ticket(actor, number, locked=True)
        actor.need_on("tickets.move", ticket)
        changes.need_match(ticket, if_match)
        to = lookups.desk_to_move_to(actor, wanted.desk, field="desk")
        value = Move(to, wanted.keep, wanted.readers)
        outcome = actions.change_many(actor=actor, numbers=[number], verb="move", value=value)
    for words in outcome.refused.values():
        raise Invalid(words)
    seen, rest = _if_seen(actor, number, response), next(iter(outcome.rests), None)
    return {"number": number, "desk": to.key, "undo": outcome.undo_id, "rest": rest, "ticket": seen}


def _if_seen(actor: Actor, number: int, response: HttpResponse) -> dict[str, Any] | None:
    row = Ticket.objects.visible_to(actor).filter(number=number).values(*shown.COLUMNS).first()
    if row is None:
        return None
    (found,) = shown.many(actor, [row])
    response.headers["ETag"] = shown.etag(found["number"], found["version"])
    return found


def _target_named(actor: Actor, here: Desk, key: str) -> moving.Target:
    lookups.desk_to_move_to(actor, key, field="to")
    target = next((one for one in moving.targets(actor, here) if one.desk.key == key), None)
    if target is None:
        raise lookups.wrong("to", _("The tickets are on this desk already."))
    return target


def _target(one: moving.Target) -> dict[str, Any]:
    return {"key": one.desk.key, "name": one.name, "is_served": one.is_served}
