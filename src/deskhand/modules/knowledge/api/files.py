"""Pictures and files of articles for programs."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import FileResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from ninja import File, Form
from ninja.files import UploadedFile

from deskhand.accounts.models import Desk
from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath, RowId, Truth
from deskhand.files import blobs
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.modules.knowledge.actions.files import PICTURES, PLAYED, add_file, address_of, remove_file
from deskhand.modules.knowledge.api import shown_articles
from deskhand.modules.knowledge.api.article_schemas import FILE, ArticleFileShown, ArticleFilesShown
from deskhand.modules.knowledge.api.doors import OF_DESK, ON_DESK, article_on, desk_read
from deskhand.modules.knowledge.api.router import router
from deskhand.modules.knowledge.models import Article, ArticleFile

PLAIN_TYPE = "application/octet-stream"
"""What everything but pictures, videos and captions is sent as."""


@route(
    router,
    "GET",
    "/desks/{desk}/articles/{id}/files",
    **OF_DESK,
    returns=ArticleFilesShown,
    example={"items": [FILE]},
)
def list_article_files(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """List the files of an article.

    Pictures in its text, and files that are offered below it.
    """
    article = article_on(request.actor, desk, id)
    rows = ArticleFile.objects.within(article.desk_id).filter(article=article, removed_at=None)
    return {"items": [_shown(row) for row in rows.select_related("blob")]}


@route(
    router,
    "POST",
    "/desks/{desk}/articles/{id}/files",
    **ON_DESK | {"refuses": (404, 413)},
    returns=ArticleFileShown,
    status=201,
    example=FILE,
    body_example={"file": "(the bytes of client.png)", "is_inline": True},
)
def upload_article_file(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    file: Annotated[
        UploadedFile, File(description="The file. For the text: PNG, JPEG, GIF, WebP, MP4, WebM, or captions (WebVTT).")
    ],
    is_inline: Annotated[
        Truth,
        Form(True, description="A picture, a video or captions for the text; else it is offered below the article."),
    ] = True,
) -> dict[str, Any]:
    """Upload a file of an article.

    Name its `url` in the words: as the `src` of a picture, or as `data-video` of a `<figure>`, whose `data-captions`
    may name captions.
    """
    article = article_on(request.actor, desk, id)
    name, content = file.name or "", file.read()
    return _shown(add_file(actor=request.actor, article=article, filename=name, content=content, is_inline=is_inline))


@route(
    router,
    "GET",
    "/desks/{desk}/article-files/{id}",
    **OF_DESK,
    returns=None,
    headers=("Content-Disposition",),
    produces="*/*",
)
def download_article_file(request: ApiRequest, desk: DeskPath, id: RowId) -> HttpResponseBase:  # noqa: A002
    """Download a file of an article."""
    row = _row(request.actor, desk_read(request.actor, desk), id)
    kind = row.content_type if row.content_type in {*PICTURES.values(), *PLAYED} else PLAIN_TYPE
    response = FileResponse(blobs.opened(row.blob), content_type=kind)
    response.headers["Content-Length"] = str(row.blob.size)
    response.headers["Content-Disposition"] = content_disposition_header(True, row.filename) or "attachment"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@route(router, "DELETE", "/desks/{desk}/article-files/{id}", **OF_DESK, status=204)
def remove_article_file(request: ApiRequest, desk: DeskPath, id: RowId) -> None:  # noqa: A002
    """Offer a file no longer.

    Versions that show it keep it.
    """
    remove_file(actor=request.actor, file=_row(request.actor, desk_read(request.actor, desk), id))


def _row(actor: Actor, desk: Desk, pk: int) -> ArticleFile:
    articles = Article.objects.served_by(actor).filter(desk=desk).values("pk")
    rows = ArticleFile.objects.scoped(article__in=articles, removed_at=None).select_related("article", "blob")
    found: ArticleFile | None = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _shown(row: ArticleFile) -> dict[str, Any]:
    return shown_articles.file(row, address_of(row))
