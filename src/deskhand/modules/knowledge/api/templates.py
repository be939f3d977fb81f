"""Templates of articles for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from deskhand.accounts.models import Desk
from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath, RowId
from deskhand.kernel.errors import NotFound
from deskhand.modules.knowledge import markdown
from deskhand.modules.knowledge.actions import templates as verbs
from deskhand.modules.knowledge.api.arranging_schemas import (
    TEMPLATE,
    ArticleTemplateOrder,
    ArticleTemplateShown,
    ArticleTemplatesShown,
    ArticleTemplateText,
)
from deskhand.modules.knowledge.api.doors import OF_DESK, ON_DESK, desk_read
from deskhand.modules.knowledge.api.router import router
from deskhand.modules.knowledge.models import Template
from deskhand.modules.knowledge.words import PARTS

ONE: dict[str, Any] = ON_DESK | {"returns": ArticleTemplateShown, "example": TEMPLATE}
ALL: dict[str, Any] = ON_DESK | {"returns": ArticleTemplatesShown, "example": {"items": [TEMPLATE]}}
BODY = {"name": "Something is broken", "issue": "What people see.", "format": "markdown"}


@route(router, "GET", "/desks/{desk}/article-templates", **ALL | OF_DESK)
def list_article_templates(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """List the templates of articles of a desk.

    In the desk's order.
    """
    return _all(desk_read(request.actor, desk))


@route(
    router,
    "POST",
    "/desks/{desk}/article-templates",
    **ONE,
    status=201,
    headers=("Location",),
    body_example=BODY,
)
def create_article_template(
    request: ApiRequest, desk: DeskPath, new: ArticleTemplateText, response: HttpResponse
) -> dict[str, Any]:
    """Make a template of articles.

    It stands behind the others. For leads and administrators of the desk.
    """
    here = desk_read(request.actor, desk)
    made = verbs.save_template(actor=request.actor, desk=here, called=new.name, parts=_parts(new))
    response.headers["Location"] = reverse("api:get_article_template", args=[desk, made.pk])
    return _shown(made, here)


@route(
    router,
    "PUT",
    "/desks/{desk}/article-template-order",
    **ALL,
    body_example={"order": [2, 5]},
)
def arrange_article_templates(request: ApiRequest, desk: DeskPath, wanted: ArticleTemplateOrder) -> dict[str, Any]:
    """Put the templates of articles into an order.

    Each is named once.
    """
    here = desk_read(request.actor, desk)
    verbs.arrange_templates(actor=request.actor, desk=here, order=wanted.order)
    return _all(here)


@route(router, "GET", "/desks/{desk}/article-templates/{id}", **ONE | OF_DESK)
def get_article_template(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Read one template of articles."""
    here = desk_read(request.actor, desk)
    return _shown(_row(here, id), here)


@route(router, "PUT", "/desks/{desk}/article-templates/{id}", **ONE, body_example=BODY)
def change_article_template(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    new: ArticleTemplateText,
) -> dict[str, Any]:
    """Change a template of articles.

    Send all of it: what is left away is empty afterwards.
    """
    here = desk_read(request.actor, desk)
    row = verbs.save_template(
        actor=request.actor, desk=here, called=new.name, parts=_parts(new), template=_row(here, id)
    )
    return _shown(row, here)


@route(router, "DELETE", "/desks/{desk}/article-templates/{id}", **OF_DESK, status=204)
def delete_article_template(request: ApiRequest, desk: DeskPath, id: RowId) -> None:  # noqa: A002
    """Offer a template of articles no more.

    For a while it can be restored.
    """
    verbs.delete_template(actor=request.actor, template=_row(desk_read(request.actor, desk), id))


@route(router, "POST", "/desks/{desk}/article-templates/{id}/restore", **ONE)
def restore_article_template(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Offer a deleted template of articles again.

    It stands behind the others.
    """
    here = desk_read(request.actor, desk)
    return _shown(verbs.restore_template(actor=request.actor, template=_row(here, id, or_deleted=True)), here)


def _parts(text: ArticleTemplateText) -> dict[str, str]:
    write = markdown.html_from if text.format == "markdown" else str
    return {part: write(getattr(text, part)) for part in PARTS}


def _row(desk: Desk, pk: int, *, or_deleted: bool = False) -> Template:
    rows = Template.objects.within(desk)
    found: Template | None = (rows if or_deleted else rows.offered()).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _all(desk: Desk) -> dict[str, Any]:
    return {"items": [_shown(row, desk) for row in Template.objects.within(desk).offered()]}


def _shown(row: Template, desk: Desk) -> dict[str, Any]:
    return {"id": row.pk, "desk": desk.key, **{name: getattr(row, name) for name in ("name", "position", *PARTS)}}
