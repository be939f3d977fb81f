"""Languages and versions for programs: drafts, review, publishing, and what was different."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query

from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.lookups import wrong
from deskhand.api.routing import route
from deskhand.api.schemas import LARGEST_NUMBER, Cursor, DeskPath, Limit, RowId
from deskhand.kernel import clock
from deskhand.kernel.errors import NotFound
from deskhand.modules.knowledge import access, differences, words
from deskhand.modules.knowledge.actions import publish, write
from deskhand.modules.knowledge.api import shown_articles
from deskhand.modules.knowledge.api.article_inputs import (
    ArticleDraft,
    As,
    IfDraft,
    NewArticleTranslation,
    Publishing,
    RollingBack,
    SendingBack,
    VersionPath,
)
from deskhand.modules.knowledge.api.article_schemas import (
    TRANSLATION,
    VERSION,
    WORDS,
    ArticleVersions,
    ArticleWords,
    TranslationWhole,
    VersionDifferences,
)
from deskhand.modules.knowledge.api.doors import OF_DESK, ON_DESK, Tongue, article_on, spoken_on
from deskhand.modules.knowledge.api.matching import need_match
from deskhand.modules.knowledge.api.router import router
from deskhand.modules.knowledge.api.texts import said_in
from deskhand.modules.knowledge.models import Translation, Version

HERE = "/desks/{desk}/articles/{id}/translations/{language}"
ONE: dict[str, Any] = ON_DESK | {"returns": TranslationWhole, "example": TRANSLATION, "headers": ("ETag",)}
BODY = {"title": "VPN drops every ten minutes", "resolution": "<p>Restart the client.</p>", "note": "Shorter."}
DIFFERENCES = {
    "before": 2,
    "after": 3,
    "changes": [
        {"part": "Resolution", "runs": [{"what": "same", "text": "Restart the "}, {"what": "new", "text": "client."}]}
    ],
}
VersionQuery = Annotated[int, Query(ge=1, le=LARGEST_NUMBER, description="Number of a version.")]


@route(
    router,
    "POST",
    "/desks/{desk}/articles/{id}/translations",
    **ONE | {"headers": ("Location", "ETag")},
    status=201,
    body_example={"language": "de", "title": "VPN bricht ab", "resolution": "<p>Starten Sie das Programm neu.</p>"},
)
def translate_article(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002 (its name in the address)
    new: NewArticleTranslation,
    response: HttpResponse,
) -> dict[str, Any]:
    """Begin an article in another language.

    As a draft that says what its source says now.
    """
    article = article_on(request.actor, desk, id)
    write.begin_translation(actor=request.actor, article=article, language=new.language, said=said_in(new))
    response.headers["Location"] = reverse("api:get_article_translation", args=[desk, id, new.language])
    return _answered(spoken_on(request.actor, desk, id, new.language), response)


@route(router, "GET", HERE, **ONE | OF_DESK)
def get_article_translation(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    language: Tongue,
    response: HttpResponse,
    form: As = "html",
) -> dict[str, Any]:
    """Read an article in one language.

    What is published, and what somebody works on. Send the ETag as `If-Match` with a draft.
    """
    return _answered(spoken_on(request.actor, desk, id, language), response, form)


@route(router, "PUT", f"{HERE}/draft", **ONE | {"refuses": (404, 409, 412)}, body_example=BODY)
def save_article_draft(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    language: Tongue,
    draft: ArticleDraft,
    response: HttpResponse,
    if_match: IfDraft = None,
) -> dict[str, Any]:
    """Save the draft of an article in one language.

    Without a draft one is begun after the published version. A version in review, or planned, is a draft again. With
    `If-Match`, or with `known`, nothing is written over what somebody else has saved meanwhile.
    """
    known = (draft.known.number, draft.known.edition) if draft.known is not None else None
    with transaction.atomic():
        row = spoken_on(request.actor, desk, id, language)
        access.locked(row.article)
        need_match(shown_articles.draft_etag(row.pk, _seen(row)), if_match)
        write.save_draft(
            actor=request.actor,
            translation=row,
            said=said_in(draft),
            note=draft.note,
            known=known,
            is_in_step=draft.is_in_step,
        )
    return _answered(spoken_on(request.actor, desk, id, language), response)


@route(router, "DELETE", f"{HERE}/draft", **ON_DESK, status=204)
def discard_article_draft(request: ApiRequest, desk: DeskPath, id: RowId, language: Tongue) -> None:  # noqa: A002
    """Throw the draft away.

    What is published stays. The first version of an article goes with the article.
    """
    write.discard_draft(actor=request.actor, translation=spoken_on(request.actor, desk, id, language))


@route(router, "POST", f"{HERE}/review", **ONE)
def send_article_to_review(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    language: Tongue,
    response: HttpResponse,
) -> dict[str, Any]:
    """Send the draft to review.

    Somebody with the licence to publish it looks at it.
    """
    return _turned(request, desk, id, language, response, publish.send_to_review)


@route(router, "POST", f"{HERE}/send-back", **ONE, body_example={"why": "Say where the client is."})
def send_article_back(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    language: Tongue,
    wanted: SendingBack,
    response: HttpResponse,
) -> dict[str, Any]:
    """Send a version in review back to its author.

    With words. For those who may publish it.
    """
    return _turned(request, desk, id, language, response, publish.send_back, why=wanted.why)


@route(router, "POST", f"{HERE}/publish", **ONE, body_example={"at": "2027-03-01T08:00:00Z"})
def publish_article(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    language: Tongue,
    wanted: Publishing,
    response: HttpResponse,
) -> dict[str, Any]:
    """Publish the draft, now or at an instant ahead.

    What people outside the desk read is published by publishers.
    """
    if wanted.at is not None and wanted.at <= clock.now():
        raise wrong("at", _("Choose a day and a time ahead."))
    return _turned(request, desk, id, language, response, publish.publish, at=wanted.at)


@route(router, "POST", f"{HERE}/withdraw", **ONE)
def withdraw_article(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    language: Tongue,
    response: HttpResponse,
) -> dict[str, Any]:
    """Publish this language no longer.

    Its words are a draft again, if there is none.
    """
    return _turned(request, desk, id, language, response, publish.withdraw)


@route(router, "POST", f"{HERE}/roll-back", **ONE, body_example={"number": 2})
def roll_article_back(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    language: Tongue,
    wanted: RollingBack,
    response: HttpResponse,
) -> dict[str, Any]:
    """Begin a draft with the words of an earlier version.

    Publishing it is a step of its own.
    """
    return _turned(request, desk, id, language, response, publish.roll_back, number=wanted.number)


@route(
    router,
    "GET",
    f"{HERE}/versions",
    **OF_DESK,
    returns=ArticleVersions,
    example={"items": [VERSION], "next": None},
)
def list_article_versions(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    language: Tongue,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """List the versions of an article in one language.

    The newest first, without their words.
    """
    row = spoken_on(request.actor, desk, id, language)
    walk = Walk("number", f"versions\0{request.actor.person_id}\0{row.pk}", limit, cursor, is_down=True)
    found = Version.objects.within(row.article.desk_id).filter(translation=row)
    return walk.page(found, shown_articles.version, "written_by", "reviewer", "made_from")


@route(router, "GET", f"{HERE}/versions/{{version}}", **OF_DESK, returns=ArticleWords, example=WORDS)
def get_article_version(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    language: Tongue,
    version: VersionPath,
    form: As = "html",
) -> dict[str, Any] | None:
    """Read one version."""
    row = spoken_on(request.actor, desk, id, language)
    return shown_articles.worded(_numbered(row, version), form)


@route(router, "GET", f"{HERE}/differences", **OF_DESK, returns=VersionDifferences, example=DIFFERENCES)
def compare_article_versions(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    language: Tongue,
    before: VersionQuery,
    after: VersionQuery,
) -> dict[str, Any]:
    """Compare two versions, word by word.

    Only the parts that say something else are named.
    """
    row = spoken_on(request.actor, desk, id, language)
    changes = differences.between(words.of(_numbered(row, before)), words.of(_numbered(row, after)))
    told = [
        {"part": each.label, "runs": [{"what": what, "text": text} for what, text in each.runs]} for each in changes
    ]
    return {"before": before, "after": after, "changes": told}


def _numbered(row: Translation, number: int) -> Version:
    found: Version | None = (
        row.versions.filter(number=number).select_related("written_by", "reviewer", "made_from").first()
    )
    if found is None:
        raise NotFound
    return found


def _seen(row: Translation) -> Version | None:
    """The version that an author sees: the open one, else what is published, else the newest."""
    return write.open_version(row) or row.published or row.versions.first()


def _answered(row: Translation, response: HttpResponse, form: str = "html") -> dict[str, Any]:
    response.headers["ETag"] = shown_articles.draft_etag(row.pk, _seen(row))
    return shown_articles.translation(row, form)


def _turned(
    request: ApiRequest,
    desk: str,
    pk: int,
    language: str,
    response: HttpResponse,
    verb: Callable[..., Any],
    **more: Any,
) -> dict[str, Any]:
    verb(actor=request.actor, translation=spoken_on(request.actor, desk, pk, language), **more)
    return _answered(spoken_on(request.actor, desk, pk, language), response)
