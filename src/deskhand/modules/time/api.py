"""Time for programs: the same verbs as the pages. Durations are seconds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Router

from deskhand.accounts.models import Desk, Person
from deskhand.api import lookups
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, Limit, Number, OfDesk, RowId
from deskhand.kernel import clock
from deskhand.modules.time import access, actions, sums
from deskhand.modules.time.actions import Work
from deskhand.modules.time.api_schemas import (
    ACTIVITY,
    ENTRY,
    SUMS,
    TIMER,
    ActivityChange,
    EntryChange,
    EntryPage,
    FirstDay,
    GroupWord,
    LastDay,
    NewActivity,
    NewEntry,
    NewTimer,
    OfTicket,
    ShownActivities,
    ShownActivity,
    ShownEntry,
    ShownSums,
    ShownTimer,
    ShownTimers,
    Stopping,
)
from deskhand.modules.time.durations import in_minutes
from deskhand.modules.time.models import Activity, Entry, Timer
from deskhand.modules.time.querysets import on
from deskhand.modules.time.sums import Period
from deskhand.tickets.models import Ticket

router = Router(tags=["Time tracking"])

ONE: dict[str, Any] = {
    "gate": "scoped",
    "sample": "entry",
    "returns": ShownEntry,
    "refuses": (404, 409),
    "example": ENTRY,
}
TIMED: dict[str, Any] = {"gate": "scoped", "sample": "ticket", "refuses": (404,)}


@route(
    router,
    "GET",
    "/entries",
    gate="scoped",
    returns=EntryPage,
    refuses=(404,),
    example={"items": [ENTRY], "next": None},
)
def list_time_entries(
    request: ApiRequest,
    desk: OfDesk = "",
    ticket: OfTicket = None,
    first: FirstDay = None,
    last: LastDay = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """List time entries.

    Those booked last come first. With `ticket`, everybody's on that ticket; without, your own, and everybody's of the
    desks whose sums you may see.
    """
    found = _listed(request, ticket)
    if desk:
        found = found.filter(desk__key=desk)
    if first is not None:
        found = found.filter(day__gte=first)
    if last is not None:
        found = found.filter(day__lte=last)
    walk = Walk("created_at", f"time {desk} {ticket} {first} {last}", limit, cursor, is_down=True)
    return walk.page(found, _shown, *access.RELATED)


@route(
    router,
    "POST",
    "/entries",
    gate="scoped",
    returns=ShownEntry,
    status=201,
    refuses=(404,),
    headers=("Location",),
    example=ENTRY,
    body_example={"ticket": 1042, "seconds": 4500, "activity": 3, "note": "Swapped the dock"},
)
def book_time(request: ApiRequest, new: NewEntry, response: HttpResponse) -> dict[str, Any]:
    """Book time on a ticket.

    For staff of its desk. `person` names somebody else, for those who may book the time of others. On a ticket that is
    merged it is booked on the one that goes on.
    """
    ticket = _ticket_named(request, new.ticket)
    work = Work(
        duration=timedelta(seconds=new.seconds),
        day=new.day or clock.now().date(),
        activity=_activity(ticket.desk_id, new.activity),
        is_billable=new.is_billable,
        note=new.note,
    )
    row = actions.book(actor=request.actor, ticket=ticket, work=work, person=_person(new.person))
    response.headers["Location"] = reverse("api:get_time_entry", args=[row.pk])
    return _shown(access.entry_for(request.actor, row.pk))


@route(router, "GET", "/entries/{id}", **ONE)
def get_time_entry(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Read one time entry."""
    return _shown(access.entry_for(request.actor, id))


@route(router, "PATCH", "/entries/{id}", **ONE, body_example={"seconds": 2700})
def correct_time_entry(request: ApiRequest, id: RowId, change: EntryChange) -> dict[str, Any]:  # noqa: A002
    """Correct a time entry.

    Your own; that of others for those who may. The former values stay in the ticket's history.
    """
    with transaction.atomic():
        row = access.entry_for(request.actor, id)
        actions.correct(
            actor=request.actor, entry=row, work=_changed(row, change), person=_person(change.given().get("person"))
        )
    return _shown(access.entry_for(request.actor, id))


@route(router, "DELETE", "/entries/{id}", gate="scoped", sample="entry", status=204, refuses=(404, 409))
def remove_time_entry(request: ApiRequest, id: RowId) -> None:  # noqa: A002
    """Remove a time entry.

    It counts nowhere from then on, and can be restored for 30 days.
    """
    actions.remove(actor=request.actor, entry=access.entry_for(request.actor, id))


@route(router, "POST", "/entries/{id}/restore", **ONE)
def restore_time_entry(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Restore a removed time entry."""
    actions.restore(actor=request.actor, entry=access.entry_for(request.actor, id))
    return _shown(access.entry_for(request.actor, id))


@route(router, "GET", "/sums", gate="scoped", returns=ShownSums, example=SUMS)
def sum_time(
    request: ApiRequest,
    desk: OfDesk = "",
    by: GroupWord = "person",
    ticket: OfTicket = None,
    first: FirstDay = None,
    last: LastDay = None,
) -> dict[str, Any]:
    """Sum time over a period.

    From the first of this month until today, unless told otherwise, and over a year at most. At most 500 rows, those
    with the most time.
    """
    today = clock.now().date()
    until = last or today
    found = _listed(request, ticket)
    entries = sums.of_period(
        found.filter(desk__key=desk) if desk else found, Period(first or until.replace(day=1), until)
    )
    total, rows = sums.total(entries), sums.rows_by(entries, by)[: sums.ROW_LIMIT]
    return {
        "by": by,
        "from": first or until.replace(day=1),
        "to": until,
        "total": _sum(total),
        "rows": list(map(_sum, rows)),
    }


@route(router, "GET", "/timers", gate="scoped", returns=ShownTimers, example={"items": [TIMER]})
def list_timers(request: ApiRequest) -> dict[str, Any]:
    """List your timers.

    The one that runs first.
    """
    found = Timer.objects.own_of(request.actor).select_related("ticket").order_by("started_at", "pk")
    return {"items": sorted(map(_timer, found), key=lambda one: not one["is_running"])}


@route(
    router,
    "POST",
    "/timers",
    gate="scoped",
    returns=ShownTimer,
    status=201,
    refuses=(404,),
    example=TIMER,
    body_example={"ticket": 1042},
)
def start_timer(request: ApiRequest, new: NewTimer) -> dict[str, Any]:
    """Start your timer on a ticket, or let it go on.

    Another one of yours that runs is paused: one runs at a time.
    """
    return _timer(actions.start(actor=request.actor, ticket=_ticket_named(request, new.ticket)))


@route(router, "POST", "/timers/{number}/pause", **TIMED, returns=ShownTimer, example=TIMER)
def pause_timer(request: ApiRequest, number: Number) -> dict[str, Any]:
    """Pause your timer on a ticket."""
    return _timer(actions.pause(actor=request.actor, timer=access.timer_for(request.actor, number)))


@route(
    router, "POST", "/timers/{number}/stop", **TIMED, returns=ShownEntry, example=ENTRY, body_example={"activity": 3}
)
def stop_timer(request: ApiRequest, number: Number, given: Stopping) -> dict[str, Any]:
    """Stop your timer on a ticket and book its time.

    In whole minutes, at least one; or `seconds`, if you know better. More than 24 hours are refused: then say how long
    it was.
    """
    timer = access.timer_for(request.actor, number)
    measured = in_minutes(timer.elapsed(clock.now()))
    work = Work(
        duration=timedelta(seconds=given.seconds) if given.seconds is not None else measured,
        day=given.day or clock.now().date(),
        activity=_activity(timer.desk_id, given.activity),
        is_billable=given.is_billable,
        note=given.note,
    )
    row = actions.stop(actor=request.actor, timer=timer, work=work)
    return _shown(access.entry_for(request.actor, row.pk))


@route(router, "DELETE", "/timers/{number}", **TIMED, status=204)
def discard_timer(request: ApiRequest, number: Number) -> None:
    """Discard your timer on a ticket.

    What it measured is booked nowhere.
    """
    actions.discard(actor=request.actor, timer=access.timer_for(request.actor, number))


@route(router, "GET", "/activities", gate="scoped", returns=ShownActivities, example={"items": [ACTIVITY]})
def list_activities(request: ApiRequest, desk: OfDesk = "") -> dict[str, Any]:
    """List activities.

    Of the desks that you serve.
    """
    found = Activity.objects.served_by(request.actor).select_related("desk")
    found = found.filter(desk__key=desk) if desk else found
    return {"items": [_activity_shown(one) for one in found.order_by("desk__key", "name", "pk")]}


@route(
    router,
    "POST",
    "/activities",
    gate="scoped",
    returns=ShownActivity,
    status=201,
    example=ACTIVITY,
    body_example={"desk": "it", "name": "On site", "is_billable": True},
)
def add_activity(request: ApiRequest, new: NewActivity) -> dict[str, Any]:
    """Add an activity.

    For administrators of the desk.
    """
    desk = _desk(request, new.desk)
    row = actions.save_activity(actor=request.actor, desk=desk, name=new.name, is_billable=new.is_billable)
    return _activity_shown(row)


@route(
    router,
    "PATCH",
    "/activities/{id}",
    gate="scoped",
    sample="activity",
    returns=ShownActivity,
    refuses=(404,),
    example=ACTIVITY,
    body_example={"is_active": False},
)
def change_activity(request: ApiRequest, id: RowId, change: ActivityChange) -> dict[str, Any]:  # noqa: A002
    """Change an activity.

    For administrators of the desk. With `is_active` false it is not offered any more; entries keep it.
    """
    row, given = access.activity_for(request.actor, id), change.given()
    with transaction.atomic():
        name, billed = given.get("name") or row.name, given.get("is_billable")
        is_billable = row.is_billable if billed is None else billed
        actor = request.actor
        row = actions.save_activity(actor=actor, desk=row.desk, name=name, is_billable=is_billable, activity=row)
        if given.get("is_active") is not None:
            verb = actions.offer_activity if given["is_active"] else actions.retire_activity
            row = verb(actor=actor, activity=row)
    return _activity_shown(access.activity_for(request.actor, id))


def _listed(request: ApiRequest, ticket: int | None) -> Any:
    if ticket is None:
        return Entry.objects.reported_to(request.actor).counted()
    row = access.timed_ticket_for(request.actor, ticket)
    return Entry.objects.within(row.desk_id).filter(ticket=row).counted()


def _ticket_named(request: ApiRequest, number: int) -> Ticket:
    return access.timed_ticket_for(request.actor, number)


def _desk(request: ApiRequest, key: str) -> Desk:
    found = Desk.objects.filter(key=key, pk__in=on(request.actor.desks_with("time.read"))).first()
    if found is None:
        raise lookups.wrong("desk", _("You serve no desk “%(key)s” with time tracking.") % {"key": key})
    return found


def _activity(desk_id: int, pk: int | None) -> Activity | None:
    if pk is None:
        return None
    found: Activity | None = Activity.objects.within(desk_id).offered().filter(pk=pk).first()
    if found is None:
        raise lookups.wrong("activity", _("This desk offers no activity with this id."))
    return found


def _person(email: str | None) -> Person | None:
    return lookups.known_person(email, "person") if email else None


def _changed(row: Entry, change: EntryChange) -> Work:
    """The entry with what is given in the place of what was. Null counts as left away, but for the activity, which it
    takes off."""
    given = change.given()
    activity = row.activity
    if "activity" in given:
        activity = row.activity if given["activity"] == row.activity_id else _activity(row.desk_id, given["activity"])
    seconds, day, billed, note = (given.get(name) for name in ("seconds", "day", "is_billable", "note"))
    return Work(
        duration=row.duration if seconds is None else timedelta(seconds=seconds),
        day=row.day if day is None else day,
        activity=activity,
        is_billable=row.is_billable if billed is None else billed,
        note=row.note if note is None else note,
    )


def _shown(row: Entry) -> dict[str, Any]:
    return {
        "id": row.pk,
        "desk": row.desk.key,
        "ticket": row.ticket.number,
        "person": {"id": row.person_id, "name": row.person.name, "email": row.person.email},
        "seconds": int(row.duration.total_seconds()),
        "day": row.day,
        "activity": row.activity_id,
        "activity_name": row.activity.name if row.activity else None,
        "is_billable": row.is_billable,
        "note": row.note,
        "created_at": row.created_at,
        "changed_at": row.changed_at,
        "removed_at": row.removed_at,
    }


def _timer(row: Timer) -> dict[str, Any]:
    return {
        "ticket": row.ticket.number,
        "seconds": int(row.elapsed(clock.now()).total_seconds()),
        "is_running": row.is_running,
        "started_at": row.started_at,
    }


def _activity_shown(row: Activity) -> dict[str, Any]:
    return {
        "id": row.pk,
        "desk": row.desk.key,
        "name": row.name,
        "is_billable": row.is_billable,
        "is_active": row.is_active,
    }


def _sum(row: sums.Row) -> dict[str, Any]:
    key = row.key.isoformat() if isinstance(row.key, date) else row.key
    return {
        "key": key,
        "name": row.name,
        "seconds": int(row.total.total_seconds()),
        "billable_seconds": int(row.billable.total_seconds()),
        "entries": row.entries,
    }
