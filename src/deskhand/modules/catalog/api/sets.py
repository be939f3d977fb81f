"""Sets of questions for programs: the same verbs as their pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, DeskPath, Limit, RowId
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.modules.catalog.actions import sets
from deskhand.modules.catalog.api import design_schemas as schemas
from deskhand.modules.catalog.api import router
from deskhand.modules.catalog.api.designing import design_desk
from deskhand.modules.catalog.asking import editing
from deskhand.modules.catalog.models import QuestionSet

ONE: dict[str, Any] = {
    "gate": "scoped",
    "sample": "desk",
    "refuses": (404,),
    "returns": schemas.WholeSet,
    "example": schemas.WHOLE_SET,
}
_SETS = "/desks/{desk}/question-sets"


@route(
    router,
    "GET",
    _SETS,
    gate="scoped",
    sample="desk",
    refuses=(404,),
    returns=schemas.KeptSets,
    example={"items": [schemas.SET], "next": None},
)
def list_question_sets(
    request: ApiRequest, desk: DeskPath, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List the sets of questions of a desk, by title.

    Those that are put away among them. For leads and administrators of the desk, like all routes of sets.
    """
    rows = QuestionSet.objects.within(design_desk(request.actor, desk)).numbered()
    return Walk("title", f"question-sets:{desk}", limit, cursor).page(rows, _shown)


@route(router, "POST", _SETS, **ONE, status=201, headers=("Location",), body_example={"title": "Delivery"})
def make_question_set(
    request: ApiRequest, desk: DeskPath, new: schemas.NewSet, response: HttpResponse
) -> dict[str, Any]:
    """Make a set of questions.

    It asks nothing, and no form can have it, until it has a version.
    """
    here = design_desk(request.actor, desk)
    made = sets.make_set(actor=request.actor, desk=here, title=new.title, is_table=new.in_rows)
    response.headers["Location"] = reverse("api:get_question_set", args=[desk, made.pk])
    return _whole(request.actor, desk, made.pk)


@route(router, "GET", f"{_SETS}/{{id}}", **ONE)
def get_question_set(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002 (in the address)
    """Read a set of questions, with who has it."""
    return _whole(request.actor, desk, id)


@route(router, "PUT", f"{_SETS}/{{id}}/draft", **ONE, body_example={"questions": [schemas.QUESTION]})
def write_question_set(request: ApiRequest, desk: DeskPath, id: RowId, given: schemas.SetDraft) -> dict[str, Any]:  # noqa: A002
    """Write what a set shall ask next."""
    row, form = _row(request.actor, desk, id), sets.as_form(given.questions)
    sets.change_set(actor=request.actor, question_set=row, change=lambda _draft: form)
    return _whole(request.actor, desk, id)


@route(router, "POST", f"{_SETS}/{{id}}/publish", **ONE)
def publish_question_set(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Keep the draft as the newest version.

    Forms go on with the version that they have.
    """
    sets.publish_set(actor=request.actor, question_set=_row(request.actor, desk, id))
    return _whole(request.actor, desk, id)


@route(router, "POST", f"{_SETS}/{{id}}/take-up", **ONE, body_example={"items": ["second-screen"]})
def take_question_set_up(request: ApiRequest, desk: DeskPath, id: RowId, given: schemas.SetTakers) -> dict[str, Any]:  # noqa: A002
    """Give forms the newest version.

    A form of which a draft is being written has it in the draft; others have a new version.
    """
    row = _row(request.actor, desk, id)
    users = {one.item.code: one.item for one in sets.users_of(row)}
    if unknown := [code for code in given.items if code not in users]:
        words = _("The form of “%(code)s” does not have this set.") % {"code": unknown[0]}
        raise Invalid(words, {"items": words})
    sets.take_up(actor=request.actor, question_set=row, items=[users[code] for code in given.items])
    return _whole(request.actor, desk, id)


@route(router, "POST", f"{_SETS}/{{id}}/put-away", **ONE)
def put_question_set_away(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Offer a set no more.

    Forms keep what they have of it.
    """
    sets.put_away_set(actor=request.actor, question_set=_row(request.actor, desk, id))
    return _whole(request.actor, desk, id)


@route(router, "POST", f"{_SETS}/{{id}}/bring-back", **ONE)
def bring_question_set_back(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Offer a set again."""
    sets.bring_back_set(actor=request.actor, question_set=_row(request.actor, desk, id))
    return _whole(request.actor, desk, id)


def _row(actor: Actor, key: str, pk: int) -> QuestionSet:
    here = design_desk(actor, key)
    row: QuestionSet | None = QuestionSet.objects.within(here).numbered().filter(pk=pk).select_related("desk").first()
    if row is None:
        raise NotFound
    return row


def _shown(row: Any) -> dict[str, Any]:
    return {
        "id": row.pk,
        "code": row.code,
        "title": row.title,
        "in_rows": row.is_table,
        "version": row.number,
        "is_draft": row.draft is not None,
        "put_away": row.put_away_at is not None,
    }


def _whole(actor: Actor, key: str, pk: int) -> dict[str, Any]:
    row = _row(actor, key, pk)
    last = sets.last_of(row)
    users = [{"item": one.item.code, "is_old": one.is_old} for one in sets.users_of(row)]
    return {
        **_shown(row),
        "questions": last.questions if last is not None else [],
        "draft": list(editing.questions(sets.set_draft_of(row))),
        "used_by": users,
    }
