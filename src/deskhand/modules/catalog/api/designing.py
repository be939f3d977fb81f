"""Forms of items for programs: the same verbs as the designer's pages."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from ninja import Path
from pydantic import Field

from deskhand.accounts.models import Desk
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routing import route
from deskhand.api.schemas import LARGEST_NUMBER, Cursor, DeskPath, Limit, RowId
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.modules.catalog.actions import designing, visits
from deskhand.modules.catalog.api import design_schemas as schemas
from deskhand.modules.catalog.api import router
from deskhand.modules.catalog.asking import Form, read_form
from deskhand.modules.catalog.asking.differences import differences
from deskhand.modules.catalog.models import Item, ItemVersion
from deskhand.modules.catalog.querysets import desks_of

Number = Annotated[int, Path(description="Number of the version.", ge=1, le=LARGEST_NUMBER)]
ONE: dict[str, Any] = {"gate": "scoped", "sample": "desk", "refuses": (404,)}
_FORM = "/desks/{desk}/items/{id}/form"
_VERSIONS = "/desks/{desk}/items/{id}/form-versions"
SHOWN_FORM = {"form": schemas.FORM, "is_draft": True, "version": 1, "differences": ["New: Size"]}
SHOWN_VERSION = {**schemas.VERSION, "form": schemas.FORM, "terms": {"price": "210.00"}, "differences": ["New: Size"]}
STOP = {"code": "size", "label": "Size", "came": 11, "stopped": 1, "percent": 8}


@route(router, "GET", _FORM, **ONE, returns=schemas.FormAnswer, example=SHOWN_FORM)
def get_item_form(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002 (in the address)
    """Read the form that is being written.

    Without a draft it is what counts. For leads and administrators of the desk, like all routes of forms.
    """
    return _shown_form(_item(request.actor, desk, id))


@route(
    router,
    "PUT",
    _FORM,
    **ONE,
    returns=schemas.FormAnswer,
    example=SHOWN_FORM,
    body_example={"form": schemas.FORM},
)
def write_item_form(request: ApiRequest, desk: DeskPath, id: RowId, given: schemas.FormInput) -> dict[str, Any]:  # noqa: A002
    """Write the draft of a form.

    The whole form is sent. People are asked what is published until you publish the draft.
    """
    item = _item(request.actor, desk, id)
    designing.write_form(actor=request.actor, item=item, form=given.form)
    return _shown_form(_item(request.actor, desk, id))


@route(router, "DELETE", _FORM, **ONE, returns=schemas.FormAnswer, example={**SHOWN_FORM, "is_draft": False})
def drop_item_draft(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Throw the draft of a form away.

    What is published stays.
    """
    designing.drop_draft(actor=request.actor, item=_item(request.actor, desk, id))
    return _shown_form(_item(request.actor, desk, id))


@route(
    router,
    "POST",
    f"{_FORM}/validate",
    **ONE,
    returns=schemas.FormJudgement,
    example={"valid": False, "errors": {"steps.0.questions.0.label": "Write what is asked."}},
    body_example={"form": schemas.FORM},
)
def validate_item_form(request: ApiRequest, desk: DeskPath, id: RowId, given: schemas.FormInput) -> dict[str, Any]:  # noqa: A002
    """Judge a form without writing it."""
    _item(request.actor, desk, id)
    try:
        read_form(given.form)
    except Invalid as refusal:
        return {"valid": False, "errors": dict(refusal.fields)}
    return {"valid": True, "errors": {}}


@route(
    router, "GET", _VERSIONS, **ONE, returns=schemas.FormVersions, example={"items": [schemas.VERSION], "next": None}
)
def list_form_versions(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """List the versions of a form, the oldest first."""
    item = _item(request.actor, desk, id)
    rows = ItemVersion.objects.within(item.desk_id).filter(item=item).defer("form").select_related("item")
    return Walk("number", f"form-versions:{item.pk}", limit, cursor).page(rows, _shown_version)


@route(
    router,
    "POST",
    _VERSIONS,
    **ONE,
    returns=schemas.WholeFormVersion,
    status=201,
    headers=("Location",),
    example=SHOWN_VERSION,
    body_example={"note": "Asks for the size"},
)
def publish_form_version(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    given: schemas.VersionNote,
    response: HttpResponse,
) -> dict[str, Any]:
    """Publish the draft as a new version.

    Orders keep the version that they were answered with.
    """
    made = designing.publish_form(actor=request.actor, item=_item(request.actor, desk, id), note=given.note)
    response.headers["Location"] = reverse("api:get_form_version", args=[desk, id, made.number])
    return _whole(made)


@route(router, "GET", f"{_VERSIONS}/{{number}}", **ONE, returns=schemas.WholeFormVersion, example=SHOWN_VERSION)
def get_form_version(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    number: Number,
    since: Annotated[
        int, Field(ge=0, le=LARGEST_NUMBER, description="Compare with this version; 0 for the one before.")
    ] = 0,
) -> dict[str, Any]:
    """Read one version, with what is different from an older one."""
    return _whole(_version(_item(request.actor, desk, id), number), since=since)


@route(
    router,
    "POST",
    f"{_VERSIONS}/{{number}}/ask-again",
    **ONE,
    returns=schemas.WholeFormVersion,
    status=201,
    example=SHOWN_VERSION,
)
def ask_form_version_again(request: ApiRequest, desk: DeskPath, id: RowId, number: Number) -> dict[str, Any]:  # noqa: A002
    """Let an older version count again, as a new one.

    A draft stays.
    """
    item = _item(request.actor, desk, id)
    return _whole(designing.roll_back(actor=request.actor, item=item, number=number))


@route(
    router,
    "GET",
    f"{_VERSIONS}/{{number}}/stops",
    **ONE,
    returns=schemas.FormStops,
    example={"version": 2, "opened": 12, "ordered": 9, "questions": [STOP]},
)
def read_form_stops(request: ApiRequest, desk: DeskPath, id: RowId, number: Number) -> dict[str, Any]:  # noqa: A002
    """Read where people stop in a version of a form.

    Nothing is known of who they were.
    """
    version = _version(_item(request.actor, desk, id), number)
    opened, ordered, stops = visits.stops(version)
    told = [{name: getattr(one, name) for name in STOP} for one in stops]
    return {"version": version.number, "opened": opened, "ordered": ordered, "questions": told}


def design_desk(actor: Actor, key: str) -> Desk:
    """A desk whose forms the actor writes. Raises Denied for who only reads its catalog, NotFound for others."""
    found = Desk.objects.filter(key=key, pk__in=desks_of(actor, "catalog.read")).first()
    if found is None:
        raise NotFound
    actor.need("catalog.design", found.pk)
    return found


def _item(actor: Actor, key: str, pk: int) -> Item:
    here = design_desk(actor, key)
    row: Item | None = Item.objects.within(here).select_related("desk", "published").filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def _version(item: Item, number: int) -> ItemVersion:
    rows = ItemVersion.objects.within(item.desk_id).select_related("item")
    row: ItemVersion | None = rows.filter(item=item, number=number).first()
    if row is None:
        raise NotFound
    return row


def _shown_form(item: Item) -> dict[str, Any]:
    form = {"steps": designing.draft_of(item).get("steps", [])}
    now = read_form(item.published.form) if item.published is not None else Form()
    return {
        "form": form,
        "is_draft": item.draft is not None,
        "version": item.published.number if item.published is not None else None,
        "differences": differences(now, read_form(form)) if item.draft is not None else [],
    }


def _shown_version(row: ItemVersion) -> dict[str, Any]:
    names = ("number", "note", "published_at", "sets")
    return {"id": row.pk, "counts": row.pk == row.item.published_id, **{name: getattr(row, name) for name in names}}


def _whole(row: ItemVersion, since: int = 0) -> dict[str, Any]:
    older = ItemVersion.objects.within(row.item.desk_id).filter(item=row.item)
    before = older.filter(number=since or row.number - 1).first()
    if since and before is None:
        raise NotFound
    said = differences(read_form(before.form) if before is not None else Form(), read_form(row.form))
    return {**_shown_version(row), "form": row.form, "terms": row.terms, "differences": said}
