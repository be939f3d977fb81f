"""Importing people and organizations into a desk's directory: file, columns, check, import, undo. The worker does the
rows; whoever waits asks the import again."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile
from pydantic import ConfigDict, Field

from deskhand.accounts import actions
from deskhand.accounts.importing.reading import COLUMN_LIMIT
from deskhand.accounts.models import ImportBatch
from deskhand.accounts.models.importing import Stage
from deskhand.api import lookups
from deskhand.api.answers import Answer, Page
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, DeskPath, Input, Limit, RowId, Text
from deskhand.kernel.errors import Conflict
from deskhand.tickets import import_page

router = Router(tags=["Imports"])

WhatWord = Literal["people", "organizations"]
StageWord = Literal["mapping", "checking", "checked", "applying", "done", "undoing", "undone"]
VerdictWord = Literal["new", "changed", "unchanged", "refused"]


class Import(Answer):
    """A list on its way into a desk's directory. While ``stage`` ends in -ing, the worker is at it."""

    id: int
    what: WhatWord
    filename: str
    stage: StageWord
    percent: Annotated[int | None, Field(description="How far the worker is; null while it does nothing.")]
    rows: Annotated[int, Field(description="How many rows the file has.")]
    headings: list[str]
    columns: Annotated[list[str], Field(description="What each column is; empty ones are left out.")]
    existing: Literal["fill", "overwrite", "leave"]
    counts: Annotated[dict[str, int], Field(description="Rows by what they do, once they are checked.")]
    begun_at: datetime
    undo_until: datetime | None


class ImportPage(Page[Import]):
    """A page of imports."""


class ImportedRow(Answer):
    """What a row does, or did."""

    number: Annotated[int, Field(description="Its number in the file.")]
    name: str
    detail: Annotated[str, Field(description="Its mail address, or its domain.")]
    verdict: VerdictWord
    remarks: list[str]
    undone: Annotated[str, Field(description="What undoing did with it, in words.")]


class ImportedRows(Page[ImportedRow]):
    """A page of rows."""


class Check(Input):
    """What the columns are, and what becomes of those who are there already."""

    columns: Annotated[
        list[Annotated[Text, Field(max_length=40)]],
        Field(
            max_length=COLUMN_LIMIT,
            description="For each column of the file what it is (`email`, `name`, `phone`, ...), or empty.",
        ),
    ]
    existing: Annotated[
        Literal["fill", "overwrite", "leave"],
        Field(description="`fill` what is empty, `overwrite` what differs, or `leave` them."),
    ] = "fill"

    model_config = ConfigDict(json_schema_extra={"example": {"columns": ["name", "email", ""], "existing": "fill"}})


OF_DESK: dict[str, Any] = {"gate": "desk:people.import", "sample": "desk", "refuses": (404,)}
IMPORT: dict[str, Any] = {
    "id": 3,
    "what": "people",
    "filename": "people.csv",
    "stage": "checked",
    "percent": None,
    "rows": 2,
    "headings": ["Name", "Mail", "Shoe size"],
    "columns": ["name", "email", ""],
    "existing": "fill",
    "counts": {"new": 1, "changed": 0, "unchanged": 0, "refused": 1, "warned": 0},
    "begun_at": "2026-03-02T08:51:02.004Z",
    "undo_until": None,
}
ROW: dict[str, Any] = {
    "number": 2,
    "name": "Noa Berg",
    "detail": "noa@kestrel.example",
    "verdict": "new",
    "remarks": [],
    "undone": "",
}
ONE: dict[str, Any] = {**OF_DESK, "returns": Import, "example": IMPORT}


@route(router, "GET", "/desks/{desk}/imports", **OF_DESK, returns=ImportPage, example={"items": [IMPORT], "next": None})
def list_imports(
    request: ApiRequest, desk: DeskPath, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List imports.

    Newest first. For administrators and leads of the desk.
    """
    here = lookups.desk_for(request.actor, desk, "people.import", reading=True)
    walk = Walk("begun_at", f"imports {here.pk}", limit, cursor, is_down=True)
    return walk.page(ImportBatch.objects.within(here), _shown)


@route(
    router,
    "POST",
    "/desks/{desk}/imports",
    **{**OF_DESK, "refuses": (404, 413)},
    returns=Import,
    status=201,
    example={**IMPORT, "stage": "mapping", "counts": {}},
    body_example={"file": "(the bytes of people.csv)", "what": "people"},
)
def begin_import(
    request: ApiRequest,
    desk: DeskPath,
    file: Annotated[UploadedFile, File(description="A CSV file with headings in its first row.")],
    what: Annotated[WhatWord, Form(description="What the file lists.")] = "people",
) -> dict[str, Any]:
    """Take a CSV file in.

    Nothing is imported by that: `columns` is what the headings seem to mean. Then check it, look at the rows, start it.
    """
    here = lookups.desk_for(request.actor, desk, "people.import")
    batch = actions.begin_import(
        actor=request.actor, desk=here, what=what, filename=file.name or "", content=file.read()
    )
    return _shown(batch)


@route(router, "GET", "/desks/{desk}/imports/{id}", **ONE)
def get_import(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """See how far an import is."""
    return _shown(_batch(request, desk, id, reading=True))


@route(
    router,
    "GET",
    "/desks/{desk}/imports/{id}/rows",
    **OF_DESK,
    returns=ImportedRows,
    example={"items": [ROW], "next": None},
)
def list_import_rows(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    verdict: Annotated[VerdictWord | None, Query(description="Only rows that do this.")] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """List what the rows of an import do, or did.

    In the order of the file, once it is checked: the preview before it is started, and the report afterwards.
    """
    batch = _batch(request, desk, id, reading=True)
    found = batch.rows.filter(verdict=verdict) if verdict else batch.rows.all()
    walk = Walk("number", f"import {batch.pk} {verdict}", limit, cursor)
    return walk.page(found, lambda row: _row(*import_page.described(batch, [row])))


@route(router, "POST", "/desks/{desk}/imports/{id}/check", **ONE)
def check_import(request: ApiRequest, desk: DeskPath, id: RowId, wanted: Check) -> dict[str, Any]:  # noqa: A002
    """Say what the columns are, and let every row be judged.

    Changes nobody. The worker does it; ask the import until its stage is `checked`.
    """
    batch = _at(_batch(request, desk, id), Stage.MAPPING, Stage.CHECKED)
    columns, existing = wanted.columns, wanted.existing
    return _shown(actions.check_import(actor=request.actor, batch=batch, columns=columns, existing=existing))


@route(router, "POST", "/desks/{desk}/imports/{id}/start", **ONE)
def start_import(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Import what was checked.

    Each row is judged again as things are then. The worker does it.
    """
    batch = _at(_batch(request, desk, id), Stage.CHECKED)
    return _shown(actions.start_import(actor=request.actor, batch=batch))


@route(router, "POST", "/desks/{desk}/imports/{id}/continue", **ONE)
def continue_import(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Let an import that stopped go on."""
    return _shown(actions.continue_import(actor=request.actor, batch=_batch(request, desk, id)))


@route(router, "POST", "/desks/{desk}/imports/{id}/undo", **ONE)
def undo_import(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Take an import back.

    Within 30 days, except what somebody changed or used since: the rows say what was kept and why.
    """
    batch = _at(_batch(request, desk, id), Stage.DONE)
    return _shown(actions.undo_import(actor=request.actor, batch=batch))


@route(router, "DELETE", "/desks/{desk}/imports/{id}", **{**OF_DESK, "refuses": (404, 409)}, status=204)
def discard_import(request: ApiRequest, desk: DeskPath, id: RowId) -> None:  # noqa: A002
    """Throw an import away that changed nothing yet."""
    batch = _at(_batch(request, desk, id), Stage.MAPPING, Stage.CHECKED)
    actions.discard_import(actor=request.actor, batch=batch)


def _at(batch: ImportBatch, *stages: Stage) -> ImportBatch:
    """The import, if it stands there. Raises Conflict else."""
    if batch.stage not in stages:
        raise Conflict(_("The stage of this import is “%(stage)s”.") % {"stage": batch.stage})
    return batch


def _batch(request: ApiRequest, key: str, pk: int, *, reading: bool = False) -> ImportBatch:
    here = lookups.desk_for(request.actor, key, "people.import", reading=reading)
    return actions.import_for(lookups.reader(request.actor) if reading else request.actor, here, pk)


def _shown(batch: ImportBatch) -> dict[str, Any]:
    same = ("what", "filename", "stage", "headings", "columns", "existing", "begun_at")
    return {
        "id": batch.pk,
        "rows": batch.total,
        **{name: getattr(batch, name) for name in same},
        **import_page.standing(batch),
    }


def _row(one: dict[str, Any]) -> dict[str, Any]:
    same = {name: one[name] for name in ("number", "name", "detail", "verdict")}
    return {**same, "remarks": [words for words, _is_warning in one["remarks"]], "undone": str(one["fate"])}
