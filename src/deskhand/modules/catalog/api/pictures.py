"""Pictures of items and categories for programs."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import File, Form
from ninja.files import UploadedFile

from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath, RowId
from deskhand.files import blobs
from deskhand.kernel.errors import NotFound
from deskhand.modules.catalog.actions.pictures import drop_picture, set_picture
from deskhand.modules.catalog.api import router
from deskhand.modules.catalog.api.arranging import kept_category
from deskhand.modules.catalog.api.keeping import OF_DESK, desk_for, kept_item
from deskhand.modules.catalog.api.schemas_arranging import PictureShown
from deskhand.modules.catalog.api.shopping import orderable_item
from deskhand.modules.catalog.models import Item, Shelf
from deskhand.modules.catalog.models.service import WORDS_LIMIT

SENT: dict[str, Any] = {
    **OF_DESK,
    "refuses": (404, 413),
    "returns": PictureShown,
    "example": {"has_picture": True, "words": "A grey laptop"},
    "body_example": {"picture": "(the bytes of laptop.png)", "words": "A grey laptop"},
}
Picture = Annotated[UploadedFile, File(description="PNG, JPEG or WebP. It is drawn anew and made smaller.")]
Words = Annotated[str, Form(max_length=WORDS_LIMIT, description="What it shows, for people who do not see it.")]


@route(
    router,
    "GET",
    "/items/{id}/picture",
    gate="scoped",
    sample="item",
    refuses=(404,),
    returns=None,
    produces="image/webp",
)
def get_item_picture(request: ApiRequest, id: RowId) -> HttpResponse:  # noqa: A002 (its name in the address)
    """Download the picture of an item that you may order."""
    row = orderable_item(request, id)
    if row.picture is None:
        raise NotFound
    return HttpResponse(blobs.read(row.picture), content_type="image/webp")


@route(router, "POST", "/desks/{desk}/items/{id}/picture", **SENT)
def set_item_picture(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002 (its name in the address)
    picture: Picture,
    words: Words = "",
) -> dict[str, Any]:
    """Give an item a picture."""
    row = kept_item(desk_for(request.actor, desk), id)
    return _shown(set_picture(actor=request.actor, of=row, content=picture.read(), words=words))


@route(router, "DELETE", "/desks/{desk}/items/{id}/picture", **OF_DESK, status=204)
def remove_item_picture(request: ApiRequest, desk: DeskPath, id: RowId) -> None:  # noqa: A002
    """Show the icon of an item again."""
    drop_picture(actor=request.actor, of=kept_item(desk_for(request.actor, desk), id))


@route(router, "POST", "/desks/{desk}/item-categories/{id}/picture", **SENT)
def set_category_picture(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002 (its name in the address)
    picture: Picture,
    words: Words = "",
) -> dict[str, Any]:
    """Give a category a picture."""
    row = kept_category(desk_for(request.actor, desk), id)
    return _shown(set_picture(actor=request.actor, of=row, content=picture.read(), words=words))


@route(router, "DELETE", "/desks/{desk}/item-categories/{id}/picture", **OF_DESK, status=204)
def remove_category_picture(request: ApiRequest, desk: DeskPath, id: RowId) -> None:  # noqa: A002
    """Show a category without a picture again."""
    drop_picture(actor=request.actor, of=kept_category(desk_for(request.actor, desk), id))


def _shown(row: Item | Shelf) -> dict[str, Any]:
    return {"has_picture": row.picture_id is not None, "words": row.picture_words}
