"""Articles for whoever reads them: found, read, judged and followed."""

from __future__ import annotations

from collections import Counter
from typing import Any

from deskhand.accounts.models import Desk
from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import OfDesk, RowId
from deskhand.kernel.actor import Actor
from deskhand.modules.knowledge import access, finding, shown
from deskhand.modules.knowledge.actions import reading
from deskhand.modules.knowledge.actions.asking import note_search
from deskhand.modules.knowledge.actions.files import address_of
from deskhand.modules.knowledge.answering import answered
from deskhand.modules.knowledge.api import shown_articles
from deskhand.modules.knowledge.api.article_inputs import As
from deskhand.modules.knowledge.api.doors import help_desks
from deskhand.modules.knowledge.api.reader_schemas import (
    CITED,
    FOUND,
    FOUND_USUALLY,
    READ,
    ArticleJudgement,
    ArticleMissing,
    ArticleSearch,
    CitedAnswers,
    FoundArticles,
    FoundLimit,
    InLanguage,
    Question,
    ReadArticle,
)
from deskhand.modules.knowledge.api.router import router
from deskhand.modules.knowledge.models import Article, ArticleFile, Place, Translation

SEARCH: dict[str, Any] = {"gate": "scoped", "returns": FoundArticles, "example": {"items": [FOUND]}}
HERE: dict[str, Any] = {"gate": "scoped", "sample": "desk", "refuses": (404,)}


@route(router, "GET", "/search", **SEARCH)
def search_articles(
    request: ApiRequest,
    q: Question,
    language: InLanguage = "",
    desk: OfDesk = "",
    limit: FoundLimit = FOUND_USUALLY,
) -> dict[str, Any]:
    """Find articles that answer a question.

    Published ones that you may read: as anybody who asks for help, and as somebody of a desk. The best first. Nothing
    is noted; where a person searches, send `POST /searches`, so that the desk learns what is missing.
    """
    desks = help_desks(request.actor, desk)
    return {"items": found_lines(_found(request, q, language, desks, limit))}


@route(router, "GET", "/answers", gate="scoped", returns=CitedAnswers, example={"items": [CITED]})
def answer_from_articles(
    request: ApiRequest, q: Question, language: InLanguage = "", desk: OfDesk = ""
) -> dict[str, Any]:
    """Find sentences that answer a question.

    Quoted word for word from articles that you may read, each with its place; those of desks that you serve first. None
    without search by meaning, for a
    few words only, and when unsure.
    """
    actor, asked = request.actor, _language(request, language)
    desks = [one.pk for one in help_desks(actor, desk)]
    served = [pk for pk in desks if actor.may("knowledge.read", pk)]
    found = answered(actor, q, language=asked, desk_ids=served) if served else []
    if others := [pk for pk in desks if pk not in served]:
        found += answered(actor, q, language=asked, desk_ids=others, is_outward=True)
    names = ("quote", "title", "language", "url")
    return {"items": [{"article": one.article_id} | {name: getattr(one, name) for name in names} for one in found]}


@route(router, "POST", "/searches", **SEARCH, body_example={"q": "VPN drops", "desk": "it"})
def note_article_search(request: ApiRequest, wanted: ArticleSearch) -> dict[str, Any]:
    """Find articles for a person, and note what was looked for.

    The desks see the words and how many articles were offered, never who asked.
    """
    desks = help_desks(request.actor, wanted.desk)
    found = _found(request, wanted.q, wanted.language, desks, wanted.limit)
    counted = Counter(one.translation.article.desk_id for one in found)
    tongue = _language(request, wanted.language)
    for one in desks:
        note_search(desk=one, question=wanted.q, language=tongue, place=Place.API, found=counted[one.pk])
    return {"items": found_lines(found)}


@route(router, "GET", "/articles/{id}/read", **HERE, returns=ReadArticle, example=READ)
def read_article(
    request: ApiRequest,
    id: RowId,  # noqa: A002 (its name in the address)
    language: InLanguage = "",
    form: As = "html",
) -> dict[str, Any]:
    """Read what is published of an article.

    In your language where it has one, else in its first.
    """
    article = access.readable_article_for(request.actor, id)
    chosen, others = shown.spoken(article, _language(request, language))
    assert chosen.published is not None  # noqa: S101 (only published ones are spoken)
    files = ArticleFile.objects.within(article.desk_id).filter(article=article, removed_at=None, is_inline=False)
    return {
        **_line(finding.Found(chosen), article.desk),
        "languages": [one.language for one in others],
        **shown_articles.parts(chosen.published, form),
        "published_at": chosen.published_at,
        "follows": reading.follows(request.actor, article),
        "files": [_file(one) for one in files.select_related("blob")],
    }


@route(router, "POST", "/articles/{id}/judgement", **HERE, status=204, body_example={"has_helped": True})
def judge_article(request: ApiRequest, id: RowId, said: ArticleJudgement) -> None:  # noqa: A002
    """Say whether an article helped.

    Everybody has one say, which they may change. For readers: what colleagues want mended, they flag.
    """
    _article, chosen = _spoken(request, id, said.language)
    reading.judge(actor=request.actor, translation=chosen, has_helped=said.has_helped)


@route(
    router,
    "POST",
    "/articles/{id}/missing",
    **HERE,
    status=204,
    body_example={"text": "It does not say where the client is."},
)
def tell_what_article_misses(request: ApiRequest, id: RowId, said: ArticleMissing) -> None:  # noqa: A002
    """Say what an article did not tell.

    It stands in its owner's list of articles to mend.
    """
    _article, chosen = _spoken(request, id, said.language)
    reading.tell_what_was_missing(actor=request.actor, translation=chosen, text=said.text)


@route(router, "POST", "/articles/{id}/solved", **HERE, status=204)
def solve_by_article(request: ApiRequest, id: RowId) -> None:  # noqa: A002
    """Say that an article made a request needless.

    Nothing was sent because of it: that is counted, as confirmed.
    """
    article, _chosen = _spoken(request, id, "")
    reading.spare(actor=request.actor, article=article, place=Place.API)


@route(router, "PUT", "/articles/{id}/follow", **HERE, status=204)
def follow_article(request: ApiRequest, id: RowId) -> None:  # noqa: A002
    """Hear of new versions of an article.

    By mail, as long as you may read it.
    """
    reading.follow(actor=request.actor, article=_spoken(request, id, "")[0])


@route(router, "DELETE", "/articles/{id}/follow", **HERE, status=204)
def unfollow_article(request: ApiRequest, id: RowId) -> None:  # noqa: A002
    """Hear of an article no more."""
    reading.unfollow(actor=request.actor, article=access.readable_article_for(request.actor, id))


def found_lines(found: list[finding.Found]) -> list[dict[str, Any]]:
    """Articles that answer, as the API shows them."""
    return [_line(one, one.translation.article.desk) for one in found]


def _found(request: ApiRequest, question: str, language: str, desks: list[Desk], limit: int) -> list[finding.Found]:
    ids = [one.pk for one in desks]
    return finding.find(request.actor, question, language=_language(request, language), desk_ids=ids, limit=limit)


def _language(request: ApiRequest, asked: str) -> str:
    """The language that was asked for, else that of the token's person."""
    return (asked or request.bearer.token.person.language or "en").partition("-")[0]


def _spoken(request: ApiRequest, pk: int, language: str) -> tuple[Article, Translation]:
    """An article that the actor may read without working for the desk, in the reader's language. Raises NotFound."""
    actor: Actor = request.actor
    article = access.outward_article_for(actor, pk)
    return article, shown.spoken(article, _language(request, language))[0]


def _line(hit: finding.Found, desk: Desk) -> dict[str, Any]:
    one = hit.translation
    names = ("language", "title", "summary")
    more = {name: getattr(one, name) for name in names}
    return {"id": one.article_id, "desk": desk.key, **more, "url": shown.address(one, desk.key)}


def _file(one: ArticleFile) -> dict[str, Any]:
    return {"filename": one.filename, "size": one.blob.size, "url": address_of(one)}
