"""Tasks on tickets."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from ninja import Query
from pydantic import Field

from deskhand.api import lookups
from deskhand.api.answers import Answer, Page, PersonRef
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routing import route
from deskhand.api.schemas import LARGEST_NUMBER, Cursor, Email, Input, Instant, Limit, OfDesk, RowId, Text
from deskhand.modules.tasks import access, actions
from deskhand.modules.tasks.actions.adding import NOTE_LIMIT, TASKS_PER_TICKET
from deskhand.modules.tasks.api import router
from deskhand.modules.tasks.models import TITLE_LIMIT, Task


class ShownTask(Answer):
    """A task on a ticket."""

    id: int
    ticket: Annotated[int, Field(description="Number of the ticket.")]
    desk: Annotated[str, Field(description="Key of the desk.")]
    title: str
    note: Annotated[str, Field(description="Plain text.")]
    assignee: PersonRef | None
    team: Annotated[str | None, Field(description="Name of the team.")]
    due_at: datetime | None
    is_mandatory: Annotated[bool, Field(description="Must be done before the ticket is resolved.")]
    place: Annotated[int, Field(description="Orders the tasks of a ticket.")]
    done_at: Annotated[datetime | None, Field(description="Null: to be done.")]
    done_by: PersonRef | None
    dropped_at: Annotated[datetime | None, Field(description="Taken away: it can be put back for 30 days.")]


class TaskPage(Page[ShownTask]):
    """A page of tasks."""


Title = Annotated[Text, Field(min_length=1, max_length=TITLE_LIMIT, examples=["Order the laptop"])]
Note = Annotated[Text, Field(max_length=NOTE_LIMIT, description="Plain text.")]
Assignee = Annotated[Email | None, Field(description="Mail address of somebody who serves the desk; null: nobody.")]
TeamName = Annotated[Text | None, Field(max_length=80, description="Name of a team of the desk; null: none.")]


class NewTaskBody(Input):
    """A task to add."""

    ticket: Annotated[int, Field(ge=1, le=LARGEST_NUMBER, description="Number of the ticket.", examples=[1042])]
    title: Title
    note: Note = ""
    assignee: Assignee = None
    team: TeamName = None
    due_at: Instant | None = None
    is_mandatory: bool = False


class TaskChange(Input):
    """What shall be different. What is left away stays; null empties assignee, team and due date."""

    title: Title | None = None
    note: Note | None = None
    assignee: Assignee = None
    team: TeamName = None
    due_at: Instant | None = None
    is_mandatory: bool | None = None


class TaskPlace(Input):
    """Where a task shall stand."""

    to: Annotated[int, Field(ge=1, le=TASKS_PER_TICKET, description="Its place among the ticket's, from 1.")]


EXAMPLE: dict[str, Any] = {
    "id": 31,
    "ticket": 1042,
    "desk": "it",
    "title": "Order the laptop",
    "note": "",
    "assignee": {"id": 7, "name": "Ben Okafor", "email": "ben@eberfeld.example"},
    "team": None,
    "due_at": "2026-03-06T16:00:00Z",
    "is_mandatory": True,
    "place": 1,
    "done_at": None,
    "done_by": None,
    "dropped_at": None,
}
ONE: dict[str, Any] = {
    "gate": "scoped",
    "sample": "task",
    "returns": ShownTask,
    "refuses": (404, 409),
    "example": EXAMPLE,
}


@route(router, "GET", "", gate="scoped", returns=TaskPage, example={"items": [EXAMPLE], "next": None})
def list_tasks(
    request: ApiRequest,
    desk: OfDesk = "",
    ticket: Annotated[int | None, Query(ge=1, le=LARGEST_NUMBER, description="Only those of this ticket.")] = None,
    mine: Annotated[bool, Query(description="Only those that you have yourself.")] = False,
    open: Annotated[bool, Query(description="Only those that are to be done.")] = False,  # noqa: A002
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """List tasks.

    Of the tickets that you serve, the oldest first; without those that were taken away.
    """
    found = Task.objects.served_by(request.actor).kept()
    found = found.filter(ticket__desk__key=desk) if desk else found
    found = found.filter(ticket__number=ticket) if ticket is not None else found
    found = found.for_person(request.actor.person_id or 0) if mine else found
    found = found.open() if open else found
    walk = Walk("created_at", f"tasks:{desk}:{ticket}:{mine}:{open}", limit, cursor)
    return walk.page(found, _shown, "ticket__desk", "assignee", "team", "done_by")


@route(
    router,
    "POST",
    "",
    gate="scoped",
    returns=ShownTask,
    status=201,
    refuses=(404,),
    headers=("Location",),
    example=EXAMPLE,
    body_example={"ticket": 1042, "title": "Order the laptop", "is_mandatory": True},
)
def add_task(request: ApiRequest, new: NewTaskBody, response: HttpResponse) -> dict[str, Any]:
    """Add a task to a ticket.

    For staff of the desk. It stands after the others.
    """
    ticket = access.ticket_for(request.actor, new.ticket)
    given = _rows(ticket.desk_id, new.model_dump(exclude={"ticket"}))
    row = actions.add_task(actor=request.actor, ticket=ticket, new=actions.NewTask(**given))
    response.headers["Location"] = reverse("api:get_task", args=[row.pk])
    return _shown(row)


@route(router, "GET", "/{id}", **ONE)
def get_task(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Read a task."""
    return _shown(access.task_for(request.actor, id))


@route(router, "PATCH", "/{id}", **ONE, body_example={"due_at": "2026-03-06T16:00:00Z"})
def change_task(request: ApiRequest, id: RowId, change: TaskChange) -> dict[str, Any]:  # noqa: A002
    """Change a task.

    For staff of the desk.
    """
    with transaction.atomic():
        row = access.task_for(request.actor, id)
        empties = ("assignee", "team", "due_at")
        given = {name: value for name, value in change.given().items() if value is not None or name in empties}
        row = actions.change_task(actor=request.actor, task=row, **_rows(row.ticket.desk_id, given))
    return _shown(row)


@route(router, "POST", "/{id}/finish", **ONE)
def finish_task(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Tick a task off.

    For staff of the desk. One that is done already stays as it was done.
    """
    return _shown(actions.finish_task(actor=request.actor, task=access.task_for(request.actor, id)))


@route(router, "POST", "/{id}/reopen", **ONE)
def reopen_task(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Take the tick off a task.

    For staff of the desk.
    """
    return _shown(actions.reopen_task(actor=request.actor, task=access.task_for(request.actor, id)))


@route(router, "POST", "/{id}/move", **ONE, body_example={"to": 1})
def move_task(request: ApiRequest, id: RowId, place: TaskPlace) -> dict[str, Any]:  # noqa: A002
    """Let a task stand at another place.

    For staff of the desk.
    """
    return _shown(actions.move_task(actor=request.actor, task=access.task_for(request.actor, id), to=place.to))


@route(router, "DELETE", "/{id}", **ONE)
def drop_task(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Take a task away.

    For staff of the desk. It can be put back for 30 days.
    """
    return _shown(actions.drop_task(actor=request.actor, task=access.task_for(request.actor, id)))


@route(router, "POST", "/{id}/restore", **ONE)
def restore_task(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Put a task back that was taken away.

    For staff of the desk.
    """
    return _shown(actions.restore_task(actor=request.actor, task=access.task_for(request.actor, id)))


def _rows(desk_id: int, given: dict[str, Any]) -> dict[str, Any]:
    """The words of a request as what actions take."""
    found = dict(given)
    if given.get("assignee") is not None:
        found["assignee"] = lookups.assignee(desk_id, given["assignee"])
    if given.get("team") is not None:
        found["team"] = lookups.team(desk_id, given["team"])
    return found


def _shown(row: Task) -> dict[str, Any]:
    names = ("title", "note", "due_at", "is_mandatory", "place", "done_at", "dropped_at")
    return {
        "id": row.pk,
        "ticket": row.ticket.number,
        "desk": row.ticket.desk.key,
        **{name: getattr(row, name) for name in names},
        "assignee": _person(row.assignee),
        "team": row.team.name if row.team else None,
        "done_by": _person(row.done_by),
    }


def _person(person: Any) -> dict[str, Any] | None:
    return {"id": person.pk, "name": person.name, "email": person.email} if person is not None else None
