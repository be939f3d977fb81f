"""Articles carried in and out by programs: an archive is read, then imported; what one reads is exported."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from django.conf import settings
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from ninja import File, Form
from ninja.files import UploadedFile

from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.lookups import reader, wrong
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, DeskPath, Limit, RowId, Text
from deskhand.kernel.actor import Actor
from deskhand.modules.knowledge import access
from deskhand.modules.knowledge.actions import follow_up_import, import_articles
from deskhand.modules.knowledge.api import shown_articles
from deskhand.modules.knowledge.api.article_inputs import (
    AnyLanguage,
    ArticleQuestion,
    Needs,
    OfAudience,
    OfConfidence,
    OfOwner,
    OfShelf,
)
from deskhand.modules.knowledge.api.doors import OF_DESK, ON_DESK, desk_read
from deskhand.modules.knowledge.api.exchange_schemas import (
    IMPORT,
    WHOLE_IMPORT,
    ImportLines,
    ImportStart,
    ImportTakenBack,
    ImportWhole,
)
from deskhand.modules.knowledge.api.router import router
from deskhand.modules.knowledge.exchange.exporting import exported
from deskhand.modules.knowledge.models import Article, ArticleImport

ONE: dict[str, Any] = {"returns": ImportWhole, "example": WHOLE_IMPORT}


@route(
    router,
    "GET",
    "/desks/{desk}/article-imports",
    **OF_DESK,
    returns=ImportLines,
    example={"items": [IMPORT], "next": None},
)
def list_article_imports(
    request: ApiRequest, desk: DeskPath, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List your imports of articles.

    The newest first. Whoever oversees the desk's articles sees those of all.
    """
    here = desk_read(request.actor, desk)
    walk = Walk("begun_at", f"imports\0{request.actor.person_id}\0{here.pk}", limit, cursor, is_down=True)
    return walk.page(access.imports_of(reader(request.actor), here).select_related("by").defer("rows"), _line, "by")


@route(
    router,
    "POST",
    "/desks/{desk}/article-imports",
    **ON_DESK | {"refuses": (404, 413)},
    **ONE,
    status=201,
    headers=("Location",),
    body_example={"file": "(the bytes of handbook.zip)", "language": "en"},
)
def import_article_archive(
    request: ApiRequest,
    desk: DeskPath,
    response: HttpResponse,
    file: Annotated[
        UploadedFile,
        File(description="A ZIP file: a folder of Markdown or HTML, or what Zendesk Guide or Confluence exports."),
    ],
    language: Annotated[
        Text, Form("", max_length=10, description="Language of pages that name none; the desk's, if left away.")
    ] = "",
) -> dict[str, Any]:
    """Hand over an archive of articles.

    It is read in the background, and nothing is imported yet: look again until it is `read`, then start it.
    """
    here = desk_read(request.actor, desk)
    if language and language not in dict(settings.LANGUAGES):
        raise wrong("language", _("Known languages: %(words)s.") % {"words": ", ".join(dict(settings.LANGUAGES))})
    row = import_articles.hand_over(
        actor=request.actor,
        desk=here,
        filename=file.name or "",
        content=file.read(),
        language=language or here.language,
    )
    response.headers["Location"] = reverse("api:get_article_import", args=[desk, row.pk])
    return _whole(request.actor, _batch(request, desk, row.pk))


@route(router, "GET", "/desks/{desk}/article-imports/{id}", **OF_DESK, **ONE)
def get_article_import(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Read how far an import is, and what becomes of each page."""
    return _whole(request.actor, _batch(request, desk, id))


@route(
    router,
    "POST",
    "/desks/{desk}/article-imports/{id}/start",
    **ON_DESK,
    **ONE,
    body_example={"audience": "agents", "is_published": True},
)
def start_article_import(request: ApiRequest, desk: DeskPath, id: RowId, wanted: ImportStart) -> dict[str, Any]:  # noqa: A002
    """Import an archive that was read.

    In the background: all of it, or nothing. Pages that were refused are left out.
    """
    import_articles.begin_import(actor=request.actor, batch=_batch(request, desk, id), **wanted.model_dump())
    return _whole(request.actor, _batch(request, desk, id))


@route(router, "POST", "/desks/{desk}/article-imports/{id}/go-on", **ON_DESK, **ONE)
def go_on_with_article_import(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Have the work of an import that stopped done again."""
    follow_up_import.go_on(actor=request.actor, batch=_batch(request, desk, id))
    return _whole(request.actor, _batch(request, desk, id))


@route(router, "DELETE", "/desks/{desk}/article-imports/{id}", **ON_DESK, status=204)
def discard_article_import(request: ApiRequest, desk: DeskPath, id: RowId) -> None:  # noqa: A002
    """Throw away an import that wrote nothing."""
    follow_up_import.discard(actor=request.actor, batch=_batch(request, desk, id))


@route(
    router,
    "POST",
    "/desks/{desk}/article-imports/{id}/take-back",
    **ON_DESK,
    returns=ImportTakenBack,
    example={"archived": 12, "deleted": 3, "left": 1},
)
def take_article_import_back(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Take back what an import added.

    It is archived, or deleted where nobody ever read it. What somebody has changed since stays.
    """
    return asdict(follow_up_import.take_back(actor=request.actor, batch=_batch(request, desk, id)))


@route(
    router,
    "GET",
    "/desks/{desk}/article-export",
    **OF_DESK | {"refuses": (404, 413)},
    returns=None,
    headers=("Content-Disposition",),
    produces="application/zip",
)
def export_articles(
    request: ApiRequest,
    desk: DeskPath,
    q: ArticleQuestion = "",
    confidence: OfConfidence = None,
    audience: OfAudience = None,
    shelf: OfShelf = None,
    language: AnyLanguage = "",
    owner: OfOwner = None,
    needs: Needs = None,
) -> HttpResponseBase:
    """Export the articles of a desk.

    Those that you read, narrowed as the list is, with their newest words, drafts among them: a ZIP file of Markdown
    and HTML with files, which can be imported again.
    """
    here = desk_read(request.actor, desk)
    wanted: dict[str, Any] = {"q": q, "confidence": confidence, "audience": audience, "shelf": shelf}
    wanted |= {"language": language, "owner": owner, "needs": needs}
    response = FileResponse(exported(request.actor, here, wanted), content_type="application/zip")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"articles-{desk}.zip") or "attachment"
    return response


def _batch(request: ApiRequest, desk: str, pk: int) -> ArticleImport:
    return access.import_for(reader(request.actor), desk_read(request.actor, desk), pk)


def _line(row: ArticleImport) -> dict[str, Any]:
    names = ("filename", "stage", "kind", "failure", "begun_at", "ended_at")
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in names},
        "by": shown_articles.person(row.by),
        "may_be_taken_back": follow_up_import.may_be_taken_back(row),
    }


def _whole(actor: Actor, row: ArticleImport) -> dict[str, Any]:
    ids = {each["article"] for each in row.rows if each["article"]}
    known = set(Article.objects.served_by(actor).filter(pk__in=ids).values_list("pk", flat=True))
    rows = [each | {"article": each["article"] if each["article"] in known else None} for each in row.rows]
    return _line(row) | {"rows": rows}
