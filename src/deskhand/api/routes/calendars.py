"""Business calendars: the same verbs as the settings page, and what they compute."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from deskhand.accounts.models import Desk, Location, Organization, Team
from deskhand.api import lookups
from deskhand.api.bearers import ApiRequest
from deskhand.api.calendar_schemas import (
    BetweenAnswer,
    BetweenQuestion,
    CalendarChange,
    CalendarChoice,
    CalendarDecisionPage,
    CalendarPage,
    DueAnswer,
    DueQuestion,
    FeedChoice,
    NewCalendar,
    ShownCalendar,
    ShownFeed,
)
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, DeskPath, Limit, OfDesk, RowId
from deskhand.calendars import actions, queries, reckoning
from deskhand.calendars.closed_days import closed_days_file
from deskhand.calendars.jobs import fetch_feed
from deskhand.calendars.models import Calendar, CalendarFeed, CalendarVersion
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound

router = Router(tags=["Calendars"])

EXAMPLE: dict[str, Any] = {
    "id": 3,
    "desk": "it",
    "name": "Berlin",
    "is_active": True,
    "valid_from": None,
    "planned": [],
    "zone": "Europe/Berlin",
    "hours": {"mon": [["09:00", "17:00"]], "tue": [], "wed": [], "thu": [], "fri": [], "sat": [], "sun": []},
    "breaks": [],
    "country": "DE",
    "region": "BE",
    "holidays": [{"on": "*-12-24", "name": "Christmas Eve"}],
    "exceptions": [],
    "public_holidays": {"2026-12-25": "Christmas Day"},
}
DECISION: dict[str, Any] = {
    "calendar": 3,
    "calendar_name": "Berlin",
    "team": None,
    "organization": None,
    "location": None,
    "since": "2026-03-02T08:38:12.104Z",
}
DUE: dict[str, Any] = {"due": "2026-11-24T11:00:00Z", "is_open": True, "next_open": "2026-11-23T11:00:00Z"}
FEED: dict[str, Any] = {
    "url": "https://calendars.example.org/holidays.ics",
    "days": [{"on": "2026-12-24", "name": "Christmas Eve"}],
    "tried_at": "2026-11-23T11:00:00Z",
    "fetched_at": "2026-11-23T11:00:00Z",
    "error": "",
}
ONE: dict[str, Any] = {"gate": "scoped", "sample": "calendar", "refuses": (404,)}
OF_DESK: dict[str, Any] = {"gate": "desk:calendars.edit", "sample": "desk", "refuses": (404,)}


@route(router, "GET", "/calendars", gate="scoped", returns=CalendarPage, example={"items": [EXAMPLE], "next": None})
def list_calendars(
    request: ApiRequest, desk: OfDesk = "", limit: Limit = DEFAULT_LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List business calendars.

    By name: those of the desks that you administer, and those of the installation, for who may choose them. Also those
    that were put away.
    """
    found = _found(request.actor)
    if desk:
        found = found.filter(desk__key=desk)
    return Walk("name", f"calendars {desk}", limit, cursor).page(found, _shown, "desk")


@route(router, "POST", "/calendars", gate="scoped", returns=ShownCalendar, status=201, example=EXAMPLE)
def make_calendar(request: ApiRequest, new: NewCalendar) -> dict[str, Any]:
    """Make a business calendar.

    Its rules count from the beginning, for whatever it will be chosen for.
    """
    desk = _desk(request.actor, new.desk) if new.desk is not None else None
    given = new.model_dump(exclude={"desk", "name"})
    return _shown(actions.create_calendar(actor=request.actor, desk=desk, name=new.name, given=given))


@route(router, "GET", "/calendars/{id}", **ONE, returns=ShownCalendar, example=EXAMPLE)
def get_calendar(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Read one business calendar."""
    return _shown(_row(request.actor, id))


@route(router, "PATCH", "/calendars/{id}", **ONE, returns=ShownCalendar, example=EXAMPLE)
def change_calendar(request: ApiRequest, id: RowId, change: CalendarChange) -> dict[str, Any]:  # noqa: A002
    """Change a business calendar.

    Rules count from `valid_from`, or from now on: what lies before is counted as it was. The answer holds the rules
    that count now.
    """
    given = {name: value for name, value in change.model_dump(exclude_unset=True).items() if value is not None}
    name, since = given.pop("name", None), given.pop("valid_from", None)
    row = _row(request.actor, id)
    actions.change_calendar(actor=request.actor, calendar=row, name=name, given=given or None, valid_from=since)
    return _shown(_row(request.actor, id))


@route(router, "DELETE", "/calendars/{id}", **{**ONE, "refuses": (404, 409)}, status=204)
def put_calendar_away(request: ApiRequest, id: RowId) -> None:  # noqa: A002
    """Put a business calendar away.

    409 while it counts somewhere. What was computed by it stays.
    """
    actions.retire_calendar(actor=request.actor, calendar=_row(request.actor, id))


@route(router, "POST", "/calendars/{id}/restore", **ONE, returns=ShownCalendar, example=EXAMPLE)
def take_calendar_out(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Take a business calendar out again."""
    actions.restore_calendar(actor=request.actor, calendar=_row(request.actor, id))
    return _shown(_row(request.actor, id))


@route(router, "DELETE", "/calendars/{id}/planned", **ONE, status=204)
def drop_planned_calendar_rules(request: ApiRequest, id: RowId) -> None:  # noqa: A002
    """Forget the rules that were planned for later.

    The rules that count now go on.
    """
    actions.drop_plans(actor=request.actor, calendar=_row(request.actor, id))


@route(router, "POST", "/calendars/{id}/due", **ONE, returns=DueAnswer, example=DUE)
def compute_due(request: ApiRequest, id: RowId, question: DueQuestion) -> dict[str, Any]:  # noqa: A002
    """Compute when working time is over.

    By the rules that count or counted at each instant. Changes nothing.
    """
    calendar = queries.dated(_row(request.actor, id))
    return {
        "due": reckoning.due(calendar, question.start, question.seconds),
        "is_open": reckoning.is_open(calendar, question.start),
        "next_open": reckoning.next_open(calendar, question.start),
    }


@route(router, "POST", "/calendars/{id}/between", **ONE, returns=BetweenAnswer, example={"seconds": 28800})
def compute_between(request: ApiRequest, id: RowId, question: BetweenQuestion) -> dict[str, Any]:  # noqa: A002
    """Compute the working time between two instants.

    By the rules that count or counted at each instant. Changes nothing.
    """
    calendar = queries.dated(_row(request.actor, id))
    return {"seconds": reckoning.between(calendar, question.start, question.end)}


@route(
    router,
    "GET",
    "/desks/{desk}/calendar",
    **OF_DESK,
    returns=CalendarDecisionPage,
    example={"items": [DECISION], "next": None},
)
def list_calendar_decisions(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """List which calendars count on a desk.

    An organization's comes first, then the team's, then the location's, then the desk's; without any it is open around
    the clock. All on one page.
    """
    return _decisions(lookups.desk_for(request.actor, desk, "calendars.edit", reading=True))


@route(
    router,
    "PUT",
    "/desks/{desk}/calendar",
    **OF_DESK,
    returns=CalendarDecisionPage,
    example={"items": [DECISION], "next": None},
)
def choose_desk_calendar(request: ApiRequest, desk: DeskPath, choice: CalendarChoice) -> dict[str, Any]:
    """Decide which calendar counts.

    From now on, for the desk, or for one of its teams or locations, or for an organization there.
    """
    actor = request.actor
    with transaction.atomic():
        here = lookups.desk_for(actor, desk, "calendars.edit")
        actions.choose_calendar(
            actor=actor,
            desk=here,
            calendar=_choosable(here, choice.calendar),
            team=_team(here, choice.team),
            organization=_organization(here, choice.organization),
            location=_location(here, choice.location),
        )
    return _decisions(here)


@route(router, "GET", "/calendars/{id}/feed", **ONE, returns=ShownFeed, example=FEED)
def get_calendar_feed(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Read from where a calendar's holidays are fetched."""
    return _feed_shown(queries.feed_of(_row(request.actor, id)))


@route(router, "PUT", "/calendars/{id}/feed", **ONE, returns=ShownFeed, example=FEED)
def set_calendar_feed(request: ApiRequest, id: RowId, choice: FeedChoice) -> dict[str, Any]:  # noqa: A002
    """Fetch a calendar's holidays from an address.

    Soon, and then twice a day: whole days are put into its holidays, and those that the feed has no longer leave. The
    same address again is fetched at once. An empty one takes it off; the days stay.
    """
    feed = actions.set_feed(actor=request.actor, calendar=_row(request.actor, id), url=choice.url)
    if feed is not None:
        fetch_feed.put(feed_id=feed.pk)
    return _feed_shown(feed)


@route(
    router,
    "GET",
    "/calendars/{id}/closed-days",
    **ONE,
    returns=None,
    headers=("Content-Disposition",),
    produces="text/calendar",
)
def get_closed_days(request: ApiRequest, id: RowId) -> HttpResponse:  # noqa: A002
    """Get a calendar's closed days as iCalendar.

    Of this year and the next, for calendar programs.
    """
    return closed_days_file(_row(request.actor, id))


def _feed_shown(feed: CalendarFeed | None) -> dict[str, Any]:
    return {
        "url": feed.url if feed else "",
        "days": feed.days if feed else [],
        "tried_at": feed.tried_at if feed else None,
        "fetched_at": feed.fetched_at if feed else None,
        "error": feed.error if feed else "",
    }


def _found(actor: Actor) -> Any:
    asks = lookups.reader(actor)
    desks = asks.desks_with("calendars.edit")
    everybodys = bool(desks) or asks.may("site.settings")
    found = Calendar.objects.within(desks)
    return found | Calendar.objects.of_installation() if everybodys else found


def _row(actor: Actor, pk: int) -> Calendar:
    found: Calendar | None = _found(actor).select_related("desk").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _desk(actor: Actor, key: str) -> Desk:
    found = Desk.objects.filter(key=key, pk__in=actor.desks_with("calendars.edit")).first()
    if found is None:
        raise lookups.wrong("desk", _("You administer no desk “%(key)s”.") % {"key": key})
    return found


def _choosable(desk: Desk, pk: int | None) -> Calendar | None:
    if pk is None:
        return None
    found: Calendar | None = Calendar.objects.usable_on(desk.pk).in_use().filter(pk=pk).first()
    if found is None:
        raise lookups.wrong("calendar", _("Choose a calendar of this desk or of the installation."))
    return found


def _team(desk: Desk, name: str | None) -> Team | None:
    return lookups.team(desk.pk, name) if name is not None else None


def _organization(desk: Desk, name: str | None) -> Organization | None:
    return lookups.organization(desk.pk, name) if name is not None else None


def _location(desk: Desk, name: str | None) -> Location | None:
    return lookups.location(desk.pk, name, or_away=True) if name is not None else None


def _decisions(desk: Desk) -> dict[str, Any]:
    items = [
        {
            "calendar": one.calendar_id,
            "calendar_name": one.calendar.name if one.calendar else "",
            "team": one.team.name if one.team else None,
            "organization": one.organization.name if one.organization else None,
            "location": one.location.name if one.location else None,
            "since": one.since,
        }
        for one in queries.decided_on(desk.pk)
    ]
    return {"items": items, "next": None}


def _shown(row: Calendar) -> dict[str, Any]:
    version: CalendarVersion = queries.version_at(row)
    return {
        "id": row.pk,
        "desk": row.desk.key if row.desk else None,
        "name": row.name,
        "is_active": row.is_active,
        "valid_from": version.valid_from,
        "planned": [one.valid_from for one in queries.planned_for(row)],
        **version.rules,
        "public_holidays": version.public_days,
    }
