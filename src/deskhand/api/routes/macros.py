"""Macros: what there is, making and changing them, what one would do to a ticket, doing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import HttpResponse
from ninja import Path, Router
from pydantic import ConfigDict, Field

from deskhand.accounts.models import Person, Team
from deskhand.api import lookups
from deskhand.api.answers import Answer, Page, Ticket
from deskhand.api.bearers import ApiRequest
from deskhand.api.examples import TICKET
from deskhand.api.routes import ticket_router
from deskhand.api.routing import route
from deskhand.api.schemas import LARGEST_NUMBER, Html, Input, KindWord, Number, OfDesk, PriorityWord, RowId, Text
from deskhand.api.shown import tickets as shown
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.tickets import access, actions, macro_preview, macros
from deskhand.tickets.actions.macro_steps import TEXT_LIMIT
from deskhand.tickets.actions.tag import TAG_LIMIT, TAGS_PER_TICKET
from deskhand.tickets.macros import ME, NOBODY, SOMEBODY, Things
from deskhand.tickets.models import Macro
from deskhand.tickets.models.macro import MACRO_NAME_LIMIT

router = Router(tags=["Macros"])

Tags = Annotated[list[Annotated[Text, Field(max_length=TAG_LIMIT)]], Field(max_length=TAGS_PER_TICKET)]
Name = Annotated[Text, Field(min_length=1, max_length=MACRO_NAME_LIMIT)]
MacroId = Annotated[int, Path(ge=1, le=LARGEST_NUMBER, description="The macro's id.")]


class Steps(Input):
    """What a macro does. What is left away, or null, leaves that of a ticket alone."""

    status: Annotated[Text | None, Field(max_length=40, description="Key of a status of the desk.")] = None
    priority: PriorityWord | None = None
    kind: KindWord | None = None
    team: Annotated[Text | None, Field(max_length=80, description="Name of a team, or `none`.")] = None
    assignee: Annotated[
        Text | None, Field(max_length=254, description="`me` (whoever applies it), `none`, or a mail address.")
    ] = None
    service: Annotated[Text | None, Field(max_length=120, description="Name of a service, or `none`.")] = None
    location: Annotated[Text | None, Field(max_length=120, description="Name of a location, or `none`.")] = None
    tags: Annotated[Tags | None, Field(description="Put on.")] = None
    untag: Annotated[Tags | None, Field(description="Taken off.")] = None
    follow: Annotated[bool | None, Field(description="Whoever applies it follows the ticket.")] = None
    message: Annotated[Literal["reply", "note"] | None, Field(description="What `text` is.")] = None
    text: Annotated[Html | None, Field(max_length=TEXT_LIMIT)] = None
    hold: Annotated[
        Text | None,
        Field(max_length=20, description="On hold until: `3h`, `2d@09:00`, `2b` (business days), `mon@09:00`."),
    ] = None


class NewMacro(Input):
    """A macro of a desk, of one of its teams, or one's own."""

    desk: Annotated[Text, Field(max_length=20, description="Key of the desk.")]
    name: Name
    steps: Steps
    team: Annotated[Text | None, Field(max_length=80, description="Name of the team whose macro it is.")] = None
    is_own: Annotated[bool, Field(description="For yourself alone: nobody else sees it.")] = False

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"desk": "it", "name": "Ask for a log", "steps": {"priority": "high", "tags": ["needs-log"]}}
        }
    )


class MacroChange(Input):
    """What shall be different. What is left away stays; ``steps`` replaces all of them."""

    name: Name | None = None
    steps: Steps | None = None
    team: Annotated[Text | None, Field(max_length=80, description="Name of a team; null for the whole desk.")] = None
    is_active: Annotated[bool | None, Field(description="Whether it is offered.")] = None

    model_config = ConfigDict(json_schema_extra={"example": {"name": "Ask for the log"}})


class Missing(Answer):
    """A step that needs something which is not there any more."""

    step: str
    detail: str


class MacroShown(Answer):
    """A macro."""

    id: int
    desk: Annotated[str, Field(description="Key of the desk.")]
    name: str
    team: Annotated[str | None, Field(description="Name of the team whose macro it is.")]
    is_own: bool
    is_active: bool
    steps: Annotated[dict[str, Any], Field(description="As they are sent.")]
    missing: list[Missing]


class MacroPage(Page[MacroShown]):
    """Macros, in their order."""


class Line(Answer):
    """What one step changes, or why it is refused. Equal ``before`` and ``after``: it is so already."""

    step: str
    label: str
    before: str
    after: str
    refused: str


class MacroPreview(Answer):
    """What applying a macro would do now."""

    is_possible: bool
    steps: list[Line]
    follows: Annotated[list[Line], Field(description="Changes that follow from steps, and no step asks for.")]
    message: str
    html: str
    hear: Annotated[list[str], Field(description="Names of those who get what is written.")]


class TicketAfterMacro(Ticket):
    """A ticket to which a macro was applied."""

    undo: Annotated[int | None, Field(description="`POST /undo/{undo}` takes its changes back; null: there are none.")]


MACRO: dict[str, Any] = {
    "id": 3, "desk": "it", "name": "Ask for a log", "team": None, "is_own": False, "is_active": True,
    "steps": {"priority": "high", "tags": ["needs-log"]}, "missing": [],
}  # fmt: skip
PREVIEW: dict[str, Any] = {
    "is_possible": True,
    "steps": [{"step": "priority", "label": "Priority", "before": "Normal", "after": "High", "refused": ""}],
    "follows": [],
    "message": "",
    "html": "",
    "hear": [],
}
ONE: dict[str, Any] = {"gate": "scoped", "sample": "macro", "refuses": (404,)}
ON_TICKET: dict[str, Any] = {"gate": "served_ticket", "sample": "ticket", "refuses": (404,)}


@route(router, "GET", "/macros", gate="scoped", returns=MacroPage, example={"items": [MACRO], "next": None})
def list_macros(request: ApiRequest, desk: OfDesk = "") -> dict[str, Any]:
    """List macros.

    Of the desks that you serve: those of the desks and teams, and your own; also those that are switched off. All on
    one page.
    """
    actor = lookups.reader(request.actor)
    served = actor.desks_with("tickets.read")
    found = Macro.objects.listed_for(actor, served).select_related("desk", "team", "assign_to")
    if desk:
        found = found.filter(desk__key=desk)
    things: dict[int, Things] = {}
    rows = list(found)
    for row in rows:
        things.setdefault(row.desk_id, Things.of(row.desk_id))
    return {"items": [_shown(row, things[row.desk_id]) for row in rows], "next": None}


@route(router, "POST", "/macros", gate="scoped", returns=MacroShown, status=201, example=MACRO)
def make_macro(request: ApiRequest, new: NewMacro) -> dict[str, Any]:
    """Make a macro."""
    with transaction.atomic():
        desk = lookups.served_desk(request.actor, new.desk)
        team = lookups.team(desk.pk, new.team) if new.team is not None else None
        row = actions.save_macro(
            actor=request.actor, desk=desk, name=new.name, team=team, is_own=new.is_own, **_steps(desk.pk, new.steps)
        )
    return _again(row)


@route(router, "PATCH", "/macros/{id}", **ONE, returns=MacroShown, example=MACRO)
def change_macro(request: ApiRequest, id: RowId, change: MacroChange) -> dict[str, Any]:  # noqa: A002
    """Change a macro.

    The desk's and its teams' need the permission `tickets.macros`.
    """
    given = change.given()
    with transaction.atomic():
        row = _row(request.actor, id)
        wanted: dict[str, Any] = {"steps": row.steps, "assign_to": row.assign_to}
        if change.steps is not None:
            wanted = _steps(row.desk_id, change.steps)
        team: Team | None = row.team
        if "team" in given:
            team = lookups.team(row.desk_id, given["team"]) if given["team"] is not None else None
        own = row.person_id is not None
        if {"name", "steps", "team"} & set(given):
            name = change.name if change.name is not None else row.name
            row = actions.save_macro(
                actor=request.actor, desk=row.desk, macro=row, name=name, team=team, is_own=own, **wanted
            )
        if change.is_active is not None:
            row = actions.switch_macro(actor=request.actor, macro=row, on=change.is_active)
    return _again(row)


@route(router, "DELETE", "/macros/{id}", **ONE, status=204)
def delete_macro(request: ApiRequest, id: RowId) -> None:  # noqa: A002 (its name in the address)
    """Offer a macro no longer.

    It is switched off and can be switched on again; what it did stays.
    """
    actions.switch_macro(actor=request.actor, macro=_row(request.actor, id), on=False)


@route(
    ticket_router,
    "POST",
    "/tickets/{number}/macros/{id}/preview",
    **ON_TICKET,
    returns=MacroPreview,
    example=PREVIEW,
)
def preview_macro(request: ApiRequest, number: Number, id: MacroId) -> dict[str, Any]:  # noqa: A002
    """See what a macro would do to a ticket.

    Nothing is changed. Each step says from what to what, or why it would be refused.
    """
    ticket = access.served_ticket_for(request.actor, number)
    request.actor.need_on("tickets.own_macros", ticket)
    found = macro_preview.preview(request.actor, ticket, macros.usable(request.actor, ticket.desk_id, id))
    return {
        "is_possible": found.is_possible,
        "steps": [_line(one) for one in found.lines],
        "follows": [_line(one) for one in found.follows],
        "message": found.message,
        "html": str(found.html),
        "hear": found.hear,
    }


@route(
    ticket_router,
    "POST",
    "/tickets/{number}/macros/{id}",
    **ON_TICKET,
    returns=TicketAfterMacro,
    headers=("ETag",),
    example={**TICKET, "undo": 17},
)
def apply_macro(request: ApiRequest, number: Number, id: MacroId, response: HttpResponse) -> dict[str, Any]:  # noqa: A002
    """Apply a macro to a ticket.

    All of its steps, or none: a step that is refused is named with its reason. What it writes leaves at once.
    With `undo`, `POST /undo/{undo}` takes the other changes back within a day.
    """
    actor = request.actor
    with transaction.atomic():
        ticket = access.served_ticket_for(actor, number, locked=True)
        done = actions.apply_macro(actor=actor, ticket=ticket, macro=macros.usable(actor, ticket.desk_id, id))
    return {**shown.answered(actor, lookups.ticket(actor, number), response), "undo": done.undo_id}


def _row(actor: Actor, pk: int) -> Macro:
    desks: Any = actor.desks_with("tickets.read")
    found = Macro.objects.listed_for(actor, desks).select_related("desk", "team", "assign_to")
    row: Macro | None = found.filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def _steps(desk_id: int, steps: Steps) -> dict[str, Any]:
    """The steps with ids for words, and the person among them."""
    given = {name: value for name, value in steps.given().items() if value is not None}
    if "status" in given:
        given["status"] = lookups.status(desk_id, given["status"]).pk
    for name, look_up in _BY_NAME.items():
        if name in given and given[name] != NOBODY:
            given[name] = look_up(desk_id, given[name]).pk
    somebody: Person | None = None
    if given.get("assignee", ME) not in (ME, NOBODY):
        somebody, given["assignee"] = lookups.assignee(desk_id, given["assignee"]), SOMEBODY
    return {"steps": given, "assign_to": somebody}


_BY_NAME: Mapping[str, Callable[..., Any]] = {
    "team": lookups.team,
    "service": lookups.service,
    "location": lookups.location,
}
"""Steps that name a row of the desk."""


def _again(row: Macro) -> dict[str, Any]:
    found = Macro.objects.within(row.desk_id).select_related("desk", "team", "assign_to").get(pk=row.pk)
    return _shown(found, Things.of(row.desk_id))


def _shown(row: Macro, things: Things) -> dict[str, Any]:
    steps = dict(row.steps)
    if "status" in steps:
        steps["status"] = things.statuses[steps["status"]].key if steps["status"] in things.statuses else None
    known: Mapping[str, Mapping[int, Any]] = {
        "team": things.teams,
        "service": things.services,
        "location": things.locations,
    }
    for name, rows in known.items():
        if steps.get(name, NOBODY) != NOBODY:
            steps[name] = rows[steps[name]].name if steps[name] in rows else None
    if steps.get("assignee") == SOMEBODY:
        steps["assignee"] = row.assign_to.email if row.assign_to else None
    return {
        "id": row.pk,
        "desk": row.desk.key,
        "name": row.name,
        "team": row.team.name if row.team else None,
        "is_own": row.person_id is not None,
        "is_active": row.is_active,
        "steps": steps,
        "missing": [{"step": one.code, "detail": one.missing} for one in macros.missing(row, things)],
    }


def _line(one: macro_preview.Line) -> dict[str, Any]:
    return {
        "step": one.code,
        "label": one.label,
        "before": one.before,
        "after": one.after,
        "refused": one.refused,
    }
