"""Bulk changes that are done in the background: how far one is, what became of each ticket, cancelling, undoing."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.urls import reverse
from ninja import Query, Router
from pydantic import Field

from deskhand.api import answers, lookups
from deskhand.api.answers import Answer, Page
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, DeskPath, Limit, RowId
from deskhand.api.shown.tickets import person_ref
from deskhand.kernel.actor import Actor
from deskhand.tickets import actions, bulk_page
from deskhand.tickets.actions.bulk_runs import run_for
from deskhand.tickets.models import BulkRow, BulkRun

router = Router(tags=["Tickets"])

StageWord = Literal["working", "done", "cancelled", "undoing", "undone"]
FateWord = Literal["waiting", "changed", "unchanged", "refused", "undone", "kept"]


class BulkRunAnswer(Answer):
    """A bulk change in the background."""

    id: int
    desk: Annotated[str, Field(description="Key of the desk.")]
    address: Annotated[str, Field(description="Ask here how far it is; `/cancel` and `/undo` stand below it.")]
    verb: str
    stage: StageWord
    by: answers.PersonRef | None
    begun_at: datetime
    ended_at: datetime | None
    total: Annotated[int, Field(description="How many tickets.")]
    counts: Annotated[dict[FateWord, int], Field(description="How many of them have which fate.")]
    percent: Annotated[int, Field(description="How far the worker is, of the change or of its undo.")]
    undo_until: Annotated[datetime | None, Field(description="Null where there is nothing that you could undo.")]


class BulkRunPage(Page[BulkRunAnswer]):
    """A page of bulk changes."""


class BulkRunRow(Answer):
    """What became of one ticket."""

    number: int
    fate: Annotated[
        FateWord,
        Field(
            description="`waiting`: not touched yet, or never, if it was cancelled; `unchanged`: it was so already; "
            "`kept`: could not be undone."
        ),
    ]
    detail: Annotated[str, Field(description="Why it was refused, or was not undone; else empty.")]


class BulkRunRows(Page[BulkRunRow]):
    """A page of tickets of a bulk change."""


RUN: dict[str, Any] = {
    "id": 88,
    "desk": "it",
    "address": "/api/v1/desks/it/bulk/88",
    "verb": "tag",
    "stage": "working",
    "by": {"id": 7, "name": "Jana Vogt", "email": "jana@eberfeld.example"},
    "begun_at": "2026-03-02T08:51:02.004Z",
    "ended_at": None,
    "total": 4711,
    "counts": {"waiting": 3211, "changed": 1497, "unchanged": 0, "refused": 3, "undone": 0, "kept": 0},
    "percent": 31,
    "undo_until": None,
}
ROW: dict[str, Any] = {
    "number": 1057,
    "fate": "refused",
    "detail": "A ticket that is “Closed” cannot become “On hold”.",
}
OF_DESK: dict[str, Any] = {"gate": "desk:tickets.bulk", "sample": "desk", "refuses": (404,)}
ENDED: dict[str, Any] = {**RUN, "stage": "cancelled", "ended_at": "2026-03-02T08:52:00.000Z"}
UNDOING: dict[str, Any] = {**ENDED, "stage": "undoing", "percent": 0}


@route(router, "GET", "/desks/{desk}/bulk", **OF_DESK, returns=BulkRunPage, example={"items": [RUN], "next": None})
def list_bulk_changes(
    request: ApiRequest, desk: DeskPath, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List bulk changes in the background.

    Newest first, for 30 days. Smaller ones are not in the list: their `POST` answers when they are done.
    """
    here = lookups.desk_for(request.actor, desk, "tickets.bulk", reading=True)
    walk = Walk("begun_at", f"bulk {here.pk}", limit, cursor, is_down=True)
    actor = lookups.reader(request.actor)
    return walk.page(BulkRun.objects.within(here), lambda run: shown_run(actor, run), "desk", "person", "undone_by")


@route(router, "GET", "/desks/{desk}/bulk/{id}", **OF_DESK, returns=BulkRunAnswer, example=RUN)
def get_bulk_change(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """See how far a bulk change is."""
    return shown_run(lookups.reader(request.actor), _run(request, desk, id, reading=True))


@route(
    router,
    "GET",
    "/desks/{desk}/bulk/{id}/results",
    **OF_DESK,
    returns=BulkRunRows,
    example={"items": [ROW], "next": None},
)
def list_bulk_results(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    fate: Annotated[FateWord | None, Query(description="Only tickets that became this.")] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """List what became of the tickets of a bulk change.

    In the order of their numbers.
    """
    run = _run(request, desk, id, reading=True)
    walk = Walk("number", f"bulk {run.pk} {fate}", limit, cursor)
    return walk.page(run.rows.filter(**({"fate": fate} if fate else {})), _row)


@route(
    router,
    "POST",
    "/desks/{desk}/bulk/{id}/cancel",
    **{**OF_DESK, "gate": "signed_in", "refuses": (404, 409)},
    returns=BulkRunAnswer,
    example=ENDED,
)
def cancel_bulk_change(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Stop a bulk change before its next piece.

    What it changed stays changed, and can be undone. Your own, or as an administrator of the desk.
    """
    run = actions.cancel_run(actor=request.actor, run=_run(request, desk, id))
    return shown_run(request.actor, run)


@route(
    router,
    "POST",
    "/desks/{desk}/bulk/{id}/undo",
    **{**OF_DESK, "gate": "signed_in", "refuses": (404, 409)},
    returns=BulkRunAnswer,
    status=202,
    example=UNDOING,
)
def undo_bulk_change(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Take a bulk change back, in the background.

    Your own, once, within a day of its end. A ticket that somebody changed again since is left alone.
    """
    run = actions.undo_run(actor=request.actor, run=_run(request, desk, id))
    return shown_run(request.actor, run)


def shown_run(actor: Actor, run: BulkRun) -> dict[str, Any]:
    """A bulk change as it is answered to this reader."""
    standing = bulk_page.standing(actor, run)
    person = run.person
    return {
        **{name: getattr(run, name) for name in ("id", "verb", "stage", "begun_at", "ended_at", "total")},
        "desk": run.desk.key,
        "address": reverse("api:get_bulk_change", kwargs={"desk": run.desk.key, "id": run.pk}),
        "by": person_ref(actor, person.pk, person.name, person.email, is_staff=True),
        "counts": standing["counts"],
        "percent": standing["percent"],
        "undo_until": standing["undo_until"] if standing["may_undo"] else None,
    }


def _row(row: BulkRow) -> dict[str, Any]:
    return {"number": row.number, "fate": row.fate, "detail": row.why}


def _run(request: ApiRequest, desk: str, pk: int, *, reading: bool = False) -> BulkRun:
    here = lookups.desk_for(request.actor, desk, "tickets.bulk", reading=reading)
    return run_for(lookups.reader(request.actor), here, pk)
