"""Somebody leaves a desk (their open work is handed over, their roles end), or the house (their account is switched
off)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db import transaction
from django.utils.translation import gettext as _
from ninja import Path, Router
from pydantic import ConfigDict, Field

from deskhand.accounts.actions import end_roles
from deskhand.accounts.models import Desk, DeskRole, Person, Team
from deskhand.api import answers, lookups
from deskhand.api.answers import Answer, BulkResult, PersonRef
from deskhand.api.bearers import ApiRequest
from deskhand.api.routes.bulk import shown_outcome
from deskhand.api.routes.roles import RoleWord
from deskhand.api.routing import route
from deskhand.api.schemas import LARGEST_NUMBER, DeskPath, Input, RowId, Text
from deskhand.api.shown.people import ref
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.tickets import actions, people
from deskhand.tickets.actions.bulk import UNDO_FOR, BulkOutcome
from deskhand.tickets.actions.hand_over import held_by
from deskhand.tickets.listing import COUNT_LIMIT
from deskhand.tickets.models import HandOver

router = Router(tags=["Leaving"])

SHOWN = 100
"""Most numbers of open tickets that are named."""


class ShownHandOver(Answer):
    """A hand-over of yours that can be undone."""

    id: int
    at: datetime
    count: Annotated[int, Field(description="How many tickets.")]
    to: Annotated[str | None, Field(description="Name of a person or a team; null: of nobody.")]


class Leaving(Answer):
    """What somebody leaves behind on a desk."""

    person: PersonRef
    open_tickets: Annotated[int, Field(description=f"How many they hold; counted up to {COUNT_LIMIT}.")]
    tickets: Annotated[list[int], Field(description=f"Their numbers, the first {SHOWN}.")]
    roles: list[RoleWord]
    teams: Annotated[list[str], Field(description="Names of the teams that they are in.")]
    undoable: list[ShownHandOver]


class Left(Answer):
    """What became of it."""

    hand_over: Annotated[int | None, Field(description="With this the hand-over is undone; null if there was none.")]
    results: Annotated[list[BulkResult], Field(description="Ticket by ticket.")]
    ended_roles: list[RoleWord]


class Leave(Input):
    """Who gets the open tickets, and whether the roles end."""

    tickets: Annotated[
        Literal["keep", "person", "team", "nobody"],
        Field(description="`keep` leaves them as they are; `nobody` leaves them to their teams."),
    ] = "keep"
    to: Annotated[
        Text | None, Field(max_length=254, description="With `person` a mail address, with `team` a name.")
    ] = None
    end_roles: Annotated[bool, Field(description="Whether all roles on the desk and places in its teams end.")] = False

    model_config = ConfigDict(
        json_schema_extra={"example": {"tickets": "person", "to": "ben@eberfeld.example", "end_roles": True}}
    )


OF_DESK: dict[str, Any] = {"gate": "desk:desks.roles", "sample": "desk", "refuses": (404,)}
LEAVING: dict[str, Any] = {
    "person": {"id": 4, "name": "Jana Vogt", "email": "jana@eberfeld.example"},
    "open_tickets": 2,
    "tickets": [1042, 1057],
    "roles": ["agent"],
    "teams": ["Service Desk"],
    "undoable": [],
}
LEFT: dict[str, Any] = {
    "hand_over": 7,
    "results": [
        {"number": 1042, "outcome": "changed", "detail": ""},
        {"number": 1057, "outcome": "changed", "detail": ""},
    ],
    "ended_roles": ["agent"],
}
BACK: dict[str, Any] = {"results": LEFT["results"], "changed": 2, "undo": None}


@route(router, "GET", "/desks/{desk}/people/{id}/leave", **OF_DESK, returns=Leaving, example=LEAVING)
def preview_leaving(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """See what somebody leaves behind on a desk.

    Open tickets, roles and teams. For administrators of the desk.
    """
    here, who = _who(request, desk, id, reading=True)
    held = held_by(here, who)
    return {
        "person": ref(who),
        "open_tickets": held[:COUNT_LIMIT].count(),
        "tickets": list(held.order_by("number").values_list("number", flat=True)[:SHOWN]),
        "roles": list(DeskRole.objects.filter(desk=here, person=who).order_by("pk").values_list("role", flat=True)),
        "teams": list(Team.objects.within(here).filter(memberships__person=who).values_list("name", flat=True)),
        "undoable": _undoable(request.actor, here, who),
    }


@route(router, "POST", "/desks/{desk}/people/{id}/leave", **OF_DESK, fresh=True, returns=Left, example=LEFT)
def leave_desk(request: ApiRequest, desk: DeskPath, id: RowId, wanted: Leave) -> dict[str, Any]:  # noqa: A002
    """Hand over somebody's open tickets on a desk, end their roles there, or both.

    For administrators of the desk. At most 500 tickets at once, oldest first. You can undo a hand-over for a day; roles
    are given again one by one.
    """
    with transaction.atomic():
        here, who = _who(request, desk, id)
        row, outcome = _handed_over(request.actor, here, who, wanted)
        ended = end_roles(actor=request.actor, desk=here, person=who) if wanted.end_roles else []
    known = sorted({*outcome.changed, *outcome.refused})
    return {
        "hand_over": row.pk if row else None,
        "results": shown_outcome(outcome, known, known)["results"],
        "ended_roles": ended,
    }


@route(
    router, "POST", "/desks/{desk}/hand-overs/{hand_over}/undo", **OF_DESK, returns=answers.BulkOutcome, example=BACK
)
def undo_hand_over(
    request: ApiRequest,
    desk: DeskPath,
    hand_over: Annotated[int, Path(ge=1, le=LARGEST_NUMBER, description="The member `hand_over` of its answer.")],
) -> dict[str, Any]:
    """Take a hand-over back.

    Your own, once, within a day. A ticket that somebody changed again since is refused.
    """
    here = lookups.desk_for(request.actor, desk, "desks.roles")
    outcome = actions.undo_hand_over(actor=request.actor, desk=here, hand_over_id=hand_over)
    known = sorted({*outcome.changed, *outcome.refused})
    return shown_outcome(outcome, known, known)


def _who(request: ApiRequest, key: str, pk: int, *, reading: bool = False) -> tuple[Desk, Person]:
    here = lookups.desk_for(request.actor, key, "desks.roles", reading=reading)
    return here, people.person_for(request.actor, pk, desk_id=here.pk)


def _handed_over(actor: Actor, desk: Desk, who: Person, wanted: Leave) -> tuple[HandOver | None, BulkOutcome]:
    if wanted.tickets == "keep":
        if not wanted.end_roles:
            raise lookups.wrong("tickets", _("Choose who gets the tickets, or end the roles."))
        return None, BulkOutcome()
    to: Person | Team | None = None
    if wanted.tickets != "nobody":
        find = lookups.assignee if wanted.tickets == "person" else lookups.team
        to = find(desk.pk, wanted.to or "", field="to")
    return actions.hand_over(actor=actor, desk=desk, person=who, to=to)


def _undoable(actor: Actor, desk: Desk, who: Person) -> list[dict[str, Any]]:
    made = HandOver.objects.within(desk).filter(person=who, by_id=actor.person_id, undone_at=None)
    rows = made.filter(made_at__gte=clock.now() - UNDO_FOR).select_related("to_person", "to_team").order_by("-made_at")
    return [
        {"id": row.pk, "at": row.made_at, "count": row.count, "to": str(row.to_person or row.to_team or "") or None}
        for row in rows
    ]
