"""Checklists of desks."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import Field

from deskhand.accounts.models import Desk
from deskhand.api import lookups
from deskhand.api.answers import Answer, Page
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routing import route
from deskhand.api.schemas import LARGEST_NUMBER, Cursor, Email, Input, Limit, OfDesk, RowId, Text
from deskhand.kernel import switches
from deskhand.modules.tasks import access, actions
from deskhand.modules.tasks.actions.checklists import LONGEST_DAYS, STEPS_PER_CHECKLIST
from deskhand.modules.tasks.api import router
from deskhand.modules.tasks.models import NAME_LIMIT, TITLE_LIMIT, Checklist
from deskhand.modules.tasks.querysets import MODULE


class ShownStep(Answer):
    """One step of a checklist."""

    title: str
    assignee: Annotated[str | None, Field(description="Mail address.")]
    team: Annotated[str | None, Field(description="Name of the team.")]
    due_days: Annotated[int | None, Field(description="Business days after the list is used.")]
    is_mandatory: bool


class ShownChecklist(Answer):
    """A checklist with its steps in their order."""

    id: int
    desk: Annotated[str, Field(description="Key of the desk.")]
    name: str
    is_put_away: Annotated[bool, Field(description="Put away: it is offered no more.")]
    steps: list[ShownStep]


class ChecklistPage(Page[ShownChecklist]):
    """A page of checklists."""


class GivenStep(Input):
    """One step to write."""

    title: Annotated[Text, Field(min_length=1, max_length=TITLE_LIMIT, examples=["Order the laptop"])]
    assignee: Annotated[Email | None, Field(description="Mail address of somebody who serves the desk.")] = None
    team: Annotated[Text | None, Field(max_length=80, description="Name of a team of the desk.")] = None
    due_days: Annotated[
        int | None, Field(ge=0, le=LONGEST_DAYS, description="Business days after the list is used.")
    ] = None
    is_mandatory: bool = False


Name = Annotated[Text, Field(min_length=1, max_length=NAME_LIMIT, examples=["New colleague"])]
Steps = Annotated[list[GivenStep], Field(min_length=1, max_length=STEPS_PER_CHECKLIST)]


class NewChecklist(Input):
    """A checklist to write."""

    desk: Annotated[Text, Field(max_length=20, description="Key of the desk.", examples=["it"])]
    name: Name
    steps: Steps


class ChecklistChange(Input):
    """What shall be different. What is left away stays; ``steps`` replaces all of them."""

    name: Name | None = None
    steps: Steps | None = None


class UseOfChecklist(Input):
    """Which ticket gets the steps."""

    ticket: Annotated[int, Field(ge=1, le=LARGEST_NUMBER, description="Number of the ticket.", examples=[1042])]


class AddedTasks(Answer):
    """The tasks that were made of the steps."""

    tasks: Annotated[list[int], Field(description="Their ids, in order.")]


STEP: dict[str, Any] = {
    "title": "Order the laptop",
    "assignee": None,
    "team": "Service Desk",
    "due_days": 3,
    "is_mandatory": True,
}
EXAMPLE: dict[str, Any] = {"id": 4, "desk": "it", "name": "New colleague", "is_put_away": False, "steps": [STEP]}
ONE: dict[str, Any] = {"gate": "scoped", "sample": "checklist", "refuses": (404,)}
SHOWN: dict[str, Any] = {**ONE, "returns": ShownChecklist, "example": EXAMPLE}


@route(router, "GET", "/checklists", gate="scoped", returns=ChecklistPage, example={"items": [EXAMPLE], "next": None})
def list_checklists(
    request: ApiRequest, desk: OfDesk = "", limit: Limit = DEFAULT_LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List checklists.

    Of the desks that you serve, by name; those that were put away among them.
    """
    found = Checklist.objects.served_by(request.actor).prefetch_related("steps__assignee", "steps__team")
    if desk:
        found = found.filter(desk__key=desk)
    return Walk("name", f"checklists:{desk}", limit, cursor).page(found, shown, "desk")


@route(
    router,
    "POST",
    "/checklists",
    gate="scoped",
    returns=ShownChecklist,
    status=201,
    headers=("Location",),
    example=EXAMPLE,
    body_example={"desk": "it", "name": "New colleague", "steps": [{"title": "Order the laptop", "due_days": 3}]},
)
def write_checklist(request: ApiRequest, new: NewChecklist, response: HttpResponse) -> dict[str, Any]:
    """Write a checklist.

    For leads and administrators of the desk.
    """
    desk = desk_with_tasks(request, new.desk)
    request.actor.need("tasks.checklists", desk.pk)
    row = actions.save_checklist(actor=request.actor, desk=desk, name=new.name, steps=_steps(desk, new.steps))
    response.headers["Location"] = reverse("api:get_checklist", args=[row.pk])
    return shown(row)


@route(router, "GET", "/checklists/{id}", **SHOWN)
def get_checklist(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Read a checklist."""
    return shown(access.checklist_for(request.actor, id))


@route(router, "PATCH", "/checklists/{id}", **SHOWN, body_example={"name": "New colleague in Basel"})
def change_checklist(request: ApiRequest, id: RowId, change: ChecklistChange) -> dict[str, Any]:  # noqa: A002
    """Change a checklist.

    For leads and administrators of the desk. Tickets that have its steps keep them.
    """
    row = access.checklist_for(request.actor, id)
    request.actor.need("tasks.checklists", row.desk_id)
    steps = _steps(row.desk, change.steps) if change.steps is not None else _steps_of(row)
    name = change.name if change.name is not None else row.name
    return shown(actions.save_checklist(actor=request.actor, desk=row.desk, name=name, steps=steps, checklist=row))


@route(router, "POST", "/checklists/{id}/put-away", **SHOWN)
def put_checklist_away(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Put a checklist away.

    For leads and administrators of the desk. It is offered no more.
    """
    row = access.checklist_for(request.actor, id)
    return shown(actions.put_away_checklist(actor=request.actor, checklist=row))


@route(router, "POST", "/checklists/{id}/put-back", **SHOWN)
def put_checklist_back(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Put a checklist back.

    For leads and administrators of the desk.
    """
    row = access.checklist_for(request.actor, id)
    return shown(actions.put_back_checklist(actor=request.actor, checklist=row))


@route(
    router,
    "POST",
    "/checklists/{id}/use",
    **ONE,
    returns=AddedTasks,
    example={"tasks": [31, 32]},
    body_example={"ticket": 1042},
)
def use_checklist(request: ApiRequest, id: RowId, use: UseOfChecklist) -> dict[str, Any]:  # noqa: A002
    """Put the steps of a checklist on a ticket.

    For staff of the desk. They become tasks after those that the ticket has.
    """
    row = access.checklist_for(request.actor, id)
    ticket = access.ticket_for(request.actor, use.ticket)
    added = actions.apply_checklist(actor=request.actor, ticket=ticket, checklist=row)
    return {"tasks": [one.pk for one in added]}


def desk_with_tasks(request: ApiRequest, key: str) -> Desk:
    """The desk of that key, which the bearer serves and which has the module."""
    found = Desk.objects.filter(key=key, pk__in=switches.desks_with(MODULE)).first()
    if found is None or not request.actor.roles_on(found.pk):
        raise lookups.wrong("desk", _("There is no desk “%(key)s” with tasks that you serve.") % {"key": key})
    return found


def shown(row: Checklist) -> dict[str, Any]:
    """A checklist as it is answered."""
    steps = row.steps.all() if "steps" in getattr(row, "_prefetched_objects_cache", {}) else _related(row)
    return {
        "id": row.pk,
        "desk": row.desk.key,
        "name": row.name,
        "is_put_away": row.put_away_at is not None,
        "steps": [
            {
                "title": one.title,
                "assignee": one.assignee.email if one.assignee else None,
                "team": one.team.name if one.team else None,
                "due_days": one.due_days,
                "is_mandatory": one.is_mandatory,
            }
            for one in steps
        ],
    }


def _related(row: Checklist) -> Any:
    return row.steps.select_related("assignee", "team")


def _steps(desk: Desk, given: list[GivenStep]) -> list[actions.Step]:
    return [
        actions.Step(
            title=one.title,
            assignee=lookups.assignee(desk.pk, one.assignee) if one.assignee else None,
            team=lookups.team(desk.pk, one.team) if one.team else None,
            due_days=one.due_days,
            is_mandatory=one.is_mandatory,
        )
        for one in given
    ]


def _steps_of(row: Checklist) -> list[actions.Step]:
    names = ("title", "assignee", "team", "due_days", "is_mandatory")
    return [actions.Step(**{name: getattr(one, name) for name in names}) for one in _related(row)]
