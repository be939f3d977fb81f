"""Tickets that come again by the calendar."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime, time
from itertools import islice
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy
from pydantic import AfterValidator, Field, WithJsonSchema

from deskhand.api import lookups
from deskhand.api.answers import Answer, Page
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, Day, Email, Input, KindWord, Limit, OfDesk, PriorityWord, RowId, Text
from deskhand.calendars.recurrence import Recurrence, instants
from deskhand.calendars.working_days import days_of
from deskhand.kernel import clock
from deskhand.kernel.errors import Invalid
from deskhand.modules.tasks import access, actions
from deskhand.modules.tasks.actions.recurring import LARGEST_STEP, TEXT_LIMIT, WITHOUT_ZONE, rule_of, wrong_rule
from deskhand.modules.tasks.api import router
from deskhand.modules.tasks.api.checklists import desk_with_tasks
from deskhand.modules.tasks.models import RecurringTicket
from deskhand.tickets.actions.tag import TAGS_PER_TICKET
from deskhand.tickets.models import Priority
from deskhand.tickets.models.ticket import SUBJECT_LIMIT

DATES = 10
"""How many of the next dates are told."""

PatternWord = Literal["once", "days", "weeks", "month_day", "month_weekday", "month_workday", "years"]
ANOTHER_DESK = gettext_lazy("It stays on its desk: plan another one there.")

ClosedWord = Literal["keep", "skip", "next", "previous"]


def _without_zone(at: time) -> time:
    if at.tzinfo is not None:
        raise ValueError(str(WITHOUT_ZONE))
    return at


CLOCK = {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$", "examples": ["08:00"]}
"""The format \"time\" of JSON Schema has an offset; a time of day in the desk's zone has none."""
ShownTime = Annotated[time, WithJsonSchema(CLOCK)]
TimeOfDay = Annotated[time, Field(strict=False), AfterValidator(_without_zone), WithJsonSchema(CLOCK)]
WeekdayNumber = Annotated[int, Field(ge=0, le=6)]


class ShownRecurring(Answer):
    """A ticket that comes again."""

    id: int
    desk: Annotated[str, Field(description="Key of the desk.")]
    subject: str
    text: Annotated[str, Field(description="Plain text.")]
    requester: Annotated[str | None, Field(description="Mail address; null if they are gone.")]
    kind: KindWord
    priority: PriorityWord
    team: str | None
    assignee: Annotated[str | None, Field(description="Mail address.")]
    tags: list[str]
    checklist: Annotated[int | None, Field(description="Id of the checklist that it begins with.")]
    pattern: PatternWord
    starts_on: date
    at: Annotated[ShownTime, Field(description="Time of day in the desk's zone.")]
    every: int
    weekdays: Annotated[list[int], Field(description="From 0, Monday.")]
    day: int | None
    nth: Annotated[int | None, Field(description="Which one of the month; -1 is the last.")]
    until_on: date | None
    on_closed: ClosedWord
    next_at: Annotated[datetime | None, Field(description="When the next one is made; null: none any more.")]
    paused_at: datetime | None
    put_away_at: datetime | None
    problem: Annotated[str, Field(description="Code of why the last one was not made; empty if it was.")]


class RecurringPage(Page[ShownRecurring]):
    """A page of tickets that come again."""


class RuleBody(Input):
    """When a ticket comes again. Which of the fields count depends on the pattern."""

    pattern: PatternWord
    starts_on: Day
    at: Annotated[TimeOfDay, Field(description="Time of day in the desk's zone.")]
    every: Annotated[int, Field(ge=1, le=LARGEST_STEP, description="Days, weeks, months or years.")] = 1
    weekdays: Annotated[list[WeekdayNumber], Field(max_length=7, description="From 0, Monday.")] = []
    day: Annotated[int | None, Field(ge=1, le=31, description="Day of the month, or its last.")] = None
    nth: Annotated[int | None, Field(ge=-3, le=5, description="Which one of the month; -1 is the last.")] = None
    until_on: Day | None = None
    on_closed: Annotated[ClosedWord, Field(description="What becomes of a day that is no working day.")] = "keep"


class AskedDates(RuleBody):
    """A rule to look at before anything is saved."""

    desk: Annotated[Text, Field(max_length=20, description="Key of the desk.", examples=["it"])]


class NewRecurring(AskedDates):
    """A ticket to plan."""

    subject: Annotated[Text, Field(min_length=1, max_length=SUBJECT_LIMIT, examples=["Check the backups"])]
    text: Annotated[Text, Field(min_length=1, max_length=TEXT_LIMIT, description="Plain text.")]
    requester: Annotated[Email, Field(description="Mail address of somebody known here.")]
    kind: KindWord = "service_request"
    priority: PriorityWord = "normal"
    team: Annotated[Text | None, Field(max_length=80, description="Name of a team of the desk.")] = None
    assignee: Email | None = None
    tags: Annotated[list[Text], Field(max_length=TAGS_PER_TICKET)] = []
    checklist: Annotated[int | None, Field(ge=1, description="Id of a checklist of the desk.")] = None


class ComingDates(Answer):
    """The next instants, and the zone in which the time of day is meant."""

    zone: str
    dates: list[datetime]


EXAMPLE: dict[str, Any] = {
    "id": 3,
    "desk": "it",
    "subject": "Check the backups",
    "text": "Restore one file of last night.",
    "requester": "mara@kestrel.example",
    "kind": "service_request",
    "priority": "normal",
    "team": "Service Desk",
    "assignee": None,
    "tags": ["backup"],
    "checklist": None,
    "pattern": "weeks",
    "starts_on": "2026-11-23",
    "at": "08:00:00",
    "every": 2,
    "weekdays": [0],
    "day": None,
    "nth": None,
    "until_on": None,
    "on_closed": "next",
    "next_at": "2026-11-23T07:00:00Z",
    "paused_at": None,
    "put_away_at": None,
    "problem": "",
}
RULE: dict[str, Any] = {"pattern": "weeks", "starts_on": "2026-11-23", "at": "08:00", "every": 2, "weekdays": [0]}
BODY: dict[str, Any] = {
    "desk": "it",
    **RULE,
    "subject": "Check the backups",
    "text": "Restore one file of last night.",
    "requester": "mara@kestrel.example",
}
ONE: dict[str, Any] = {
    "gate": "scoped",
    "sample": "recurring",
    "refuses": (404,),
    "returns": ShownRecurring,
    "example": EXAMPLE,
}


@route(router, "GET", "/recurring", gate="scoped", returns=RecurringPage, example={"items": [EXAMPLE], "next": None})
def list_recurring_tickets(
    request: ApiRequest, desk: OfDesk = "", limit: Limit = DEFAULT_LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List tickets that come again.

    Of the desks on which you look after them, by subject.
    """
    found = RecurringTicket.objects.kept_by(lookups.reader(request.actor))
    found = found.filter(desk__key=desk) if desk else found
    related = ("desk", "requester", "team", "assignee")
    return Walk("subject", f"recurring:{desk}", limit, cursor).page(found, _shown, *related)


@route(
    router,
    "POST",
    "/recurring/dates",
    gate="scoped",
    returns=ComingDates,
    example={"zone": "Europe/Berlin", "dates": ["2026-11-23T07:00:00Z", "2026-12-07T07:00:00Z"]},
    body_example={"desk": "it", **RULE},
)
def tell_next_dates(request: ApiRequest, asked: AskedDates) -> dict[str, Any]:
    """Tell the next ten dates of a rule.

    For leads and administrators of the desk. Nothing is saved.
    """
    desk = desk_with_tasks(request, asked.desk)
    request.actor.need("tasks.recurring", desk.pk)
    rule, days = _rule(asked), days_of(desk)
    if wrong := wrong_rule(rule):
        raise Invalid(next(iter(wrong.values())), wrong)
    return {"zone": days.zone.key, "dates": list(islice(instants(rule, days, after=clock.now()), DATES))}


@route(
    router,
    "POST",
    "/recurring",
    gate="scoped",
    returns=ShownRecurring,
    status=201,
    refuses=(404,),
    headers=("Location",),
    example=EXAMPLE,
    body_example=BODY,
)
def plan_recurring_ticket(request: ApiRequest, new: NewRecurring, response: HttpResponse) -> dict[str, Any]:
    """Plan a ticket that comes again.

    For leads and administrators of the desk.
    """
    row = _save(request, new, None)
    response.headers["Location"] = reverse("api:get_recurring_ticket", args=[row.pk])
    return _shown(row)


@route(router, "GET", "/recurring/{id}", **ONE)
def get_recurring_ticket(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Read a ticket that comes again.

    For leads and administrators of the desk.
    """
    return _shown(access.recurring_for(lookups.reader(request.actor), id))


@route(router, "PUT", "/recurring/{id}", **ONE, body_example=BODY)
def replan_recurring_ticket(request: ApiRequest, id: RowId, new: NewRecurring) -> dict[str, Any]:  # noqa: A002
    """Plan it anew.

    For leads and administrators of the desk. What is given takes the place of all that was planned.
    """
    row = _row(request, id)
    if new.desk != row.desk.key:
        raise lookups.wrong("desk", str(ANOTHER_DESK))
    return _shown(_save(request, new, row))


@route(router, "POST", "/recurring/{id}/pause", **ONE)
def pause_recurring_ticket(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Make none for now.

    For leads and administrators of the desk.
    """
    return _shown(actions.pause_recurring(actor=request.actor, recurring=_row(request, id)))


@route(router, "POST", "/recurring/{id}/resume", **ONE)
def resume_recurring_ticket(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Go on from now.

    For leads and administrators of the desk. What was due meanwhile is not made.
    """
    return _shown(actions.resume_recurring(actor=request.actor, recurring=_row(request, id)))


@route(router, "POST", "/recurring/{id}/put-away", **ONE)
def put_recurring_ticket_away(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Put it away.

    For leads and administrators of the desk. None is made any more.
    """
    return _shown(actions.put_away_recurring(actor=request.actor, recurring=_row(request, id)))


@route(router, "POST", "/recurring/{id}/put-back", **ONE)
def put_recurring_ticket_back(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Put it back, paused.

    For leads and administrators of the desk.
    """
    return _shown(actions.put_back_recurring(actor=request.actor, recurring=_row(request, id)))


def _row(request: ApiRequest, pk: int) -> RecurringTicket:
    """The row for somebody who looks after it; a token that may only read is told so by the action."""
    row = access.recurring_for(lookups.reader(request.actor), pk)
    request.actor.need("tasks.recurring", row.desk_id)
    return row


def _save(request: ApiRequest, new: NewRecurring, row: RecurringTicket | None) -> RecurringTicket:
    desk = desk_with_tasks(request, new.desk)
    request.actor.need("tasks.recurring", desk.pk)
    contents = actions.Contents(
        subject=new.subject,
        text=new.text,
        requester=lookups.known_person(new.requester, "requester"),
        kind=new.kind,
        priority=Priority[new.priority.upper()],
        team=lookups.team(desk.pk, new.team) if new.team else None,
        assignee=lookups.assignee(desk.pk, new.assignee) if new.assignee else None,
        tags=new.tags,
        checklist=access.checklist_for(request.actor, new.checklist, desk_id=desk.pk) if new.checklist else None,
    )
    return actions.save_recurring(actor=request.actor, desk=desk, contents=contents, rule=_rule(new), recurring=row)


def _rule(given: RuleBody) -> Recurrence:
    return Recurrence(**{one.name: getattr(given, one.name) for one in fields(Recurrence)})


def _shown(row: RecurringTicket) -> dict[str, Any]:
    names = ("subject", "text", "kind", "tags", "next_at", "paused_at", "put_away_at", "problem")
    return {
        "id": row.pk,
        "desk": row.desk.key,
        **{name: getattr(row, name) for name in names},
        **vars(rule_of(row)),
        "priority": Priority(row.priority).word,
        "requester": row.requester.email if row.requester else None,
        "team": row.team.name if row.team else None,
        "assignee": row.assignee.email if row.assignee else None,
        "checklist": row.checklist_id,
    }
