"""Time for programs: the same verbs as the pages. Durations are seconds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import Router

from deskhand.accounts.models import Person
from deskhand.api import lookups
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, Limit, OfDesk, RowId
from deskhand.kernel import clock
from deskhand.modules.time import access, actions, sums
from deskhand.modules.time import api_shown as shown
from deskhand.modules.time.actions import Work
from deskhand.modules.time.api_schemas import (
    ENTRY,
    SUMS,
    EntryChange,
    EntryPage,
    FirstDay,
    GroupWord,
    LastDay,
    NewEntry,
    OfTicket,
    ShownEntry,
    ShownSums,
)
from deskhand.modules.time.entries import entries_on
from deskhand.modules.time.models import Entry
from deskhand.modules.time.sums import Period

router = Router(tags=["Time tracking"])

ONE: dict[str, Any] = {
    "gate": "scoped",
    "sample": "entry",
    "returns": ShownEntry,
    "refuses": (404, 409),
    "example": ENTRY,
}


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
    return walk.page(found, shown.entry, *access.RELATED)


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
    ticket = access.timed_ticket_for(request.actor, new.ticket)
    work = Work(
        duration=timedelta(seconds=new.seconds),
        day=new.day or timezone.localdate(clock.now()),
        activity=shown.activity(ticket.desk_id, new.activity),
        is_billable=new.is_billable,
        note=new.note,
    )
    row = actions.book(actor=request.actor, ticket=ticket, work=work, person=_person(new.person))
    response.headers["Location"] = reverse("api:get_time_entry", args=[row.pk])
    return shown.entry(access.entry_for(request.actor, row.pk))


@route(router, "GET", "/entries/{id}", **ONE)
def get_time_entry(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Read one time entry."""
    return shown.entry(access.entry_for(request.actor, id))


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
    return shown.entry(access.entry_for(request.actor, id))


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
    return shown.entry(access.entry_for(request.actor, id))


@route(router, "GET", "/sums", gate="scoped", returns=ShownSums, refuses=(404,), example=SUMS)
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
    today = timezone.localdate(clock.now())
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


def _listed(request: ApiRequest, ticket: int | None) -> Any:
    if ticket is None:
        return Entry.objects.reported_to(request.actor).counted()
    row = access.timed_ticket_for(request.actor, ticket)
    return entries_on(row).counted()


def _person(email: str | None) -> Person | None:
    return lookups.known_person(email, "person") if email else None


def _changed(row: Entry, change: EntryChange) -> Work:
    """The entry with what is given in the place of what was. Null counts as left away, but for the activity, which it
    takes off."""
    given = change.given()
    activity = row.activity
    if "activity" in given:
        activity = (
            row.activity if given["activity"] == row.activity_id else shown.activity(row.desk_id, given["activity"])
        )
    seconds, day, billed, note = (given.get(name) for name in ("seconds", "day", "is_billable", "note"))
    return Work(
        duration=row.duration if seconds is None else timedelta(seconds=seconds),
        day=row.day if day is None else day,
        activity=activity,
        is_billable=row.is_billable if billed is None else billed,
        note=row.note if note is None else note,
    )


def _sum(row: sums.Row) -> dict[str, Any]:
    key = row.key.isoformat() if isinstance(row.key, date) else row.key
    return {
        "key": key,
        "name": row.name,
        "seconds": int(row.total.total_seconds()),
        "billable_seconds": int(row.billable.total_seconds()),
        "entries": row.entries,
    }
