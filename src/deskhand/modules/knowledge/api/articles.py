"""Articles for programs: the list, one article, and what stands around its words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.accounts.models import Organization, Person, Team
from deskhand.api import lookups
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.lookups import wrong
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, DeskPath, Limit, RowId
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, NotFound
from deskhand.modules.knowledge import access, catalogue
from deskhand.modules.knowledge.actions import govern, write
from deskhand.modules.knowledge.api import shown_articles
from deskhand.modules.knowledge.api.article_inputs import (
    AnyLanguage,
    ArticleAudience,
    ArticleChange,
    ArticleConfidence,
    ArticlePlace,
    ArticleQuestion,
    ArticleSort,
    As,
    IfArticle,
    Needs,
    NewArticle,
    OfAudience,
    OfConfidence,
    OfOwner,
    OfShelf,
)
from deskhand.modules.knowledge.api.article_schemas import LINE, WHOLE, ArticleLines, WholeArticle
from deskhand.modules.knowledge.api.doors import OF_DESK, ON_DESK, article_on, desk_read
from deskhand.modules.knowledge.api.matching import need_match
from deskhand.modules.knowledge.api.router import router
from deskhand.modules.knowledge.api.shelves import named_shelf
from deskhand.modules.knowledge.api.texts import said_in
from deskhand.modules.knowledge.forms_edit import staff_of
from deskhand.modules.knowledge.models import Article, Audience
from deskhand.tickets.people import organizations_of

SORTS = {"changed": "changed_at", "created": "created_at", "uses": "uses"}
ONE: dict[str, Any] = ON_DESK | {"returns": WholeArticle, "example": WHOLE, "headers": ("ETag",)}
CHANGE: dict[str, Any] = ONE | {"refuses": (404, 409, 412)}
BODY = {
    "language": "en",
    "title": "VPN drops every ten minutes",
    "issue": "The connection is lost every ten minutes.",
    "resolution": "Restart the **client**, then sign in again.",
    "format": "markdown",
}


@route(
    router,
    "GET",
    "/desks/{desk}/articles",
    **OF_DESK,
    returns=ArticleLines,
    example={"items": [LINE], "next": None},
)
def list_articles(
    request: ApiRequest,
    desk: DeskPath,
    q: ArticleQuestion = "",
    confidence: OfConfidence = None,
    audience: OfAudience = None,
    shelf: OfShelf = None,
    language: AnyLanguage = "",
    owner: OfOwner = None,
    needs: Needs = None,
    sort: ArticleSort = "changed",
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """List the articles of a desk.

    Drafts among them, and without archived ones unless they are asked for. For the desk's own people: what is for
    some teams or people only is listed for these, its owner, and whoever oversees the desk's articles.
    """
    here = desk_read(request.actor, desk)
    wanted: dict[str, Any] = {"q": q, "confidence": confidence, "audience": audience, "shelf": shelf}
    wanted |= {"language": language, "owner": owner, "needs": needs}
    about = f"articles\0{request.actor.person_id}\0{here.pk}\0{sorted(wanted.items(), key=str)}"
    walk = Walk(SORTS[sort], about, limit, cursor, is_down=True)
    found = catalogue.chosen(request.actor, here, wanted)
    rows, following = walk.cut(walk.rows(found, "id", SORTS[sort]))
    whole = Article.objects.within(here).in_bulk([row["id"] for row in rows])
    items = shown_articles.many(request.actor, [whole[row["id"]] for row in rows if row["id"] in whole])
    return {"items": items, "next": following}


@route(
    router,
    "POST",
    "/desks/{desk}/articles",
    **ONE | {"headers": ("Location", "ETag")},
    status=201,
    body_example=BODY,
)
def create_article(request: ApiRequest, desk: DeskPath, new: NewArticle, response: HttpResponse) -> dict[str, Any]:
    """Begin an article.

    It is a draft, and yours. Publishing it is a step of its own.
    """
    here = desk_read(request.actor, desk)
    shelf = named_shelf(here, new.shelf, "shelf")
    made = write.create_article(
        actor=request.actor, desk=here, language=new.language or here.language, said=said_in(new), shelf=shelf
    )
    response.headers["Location"] = reverse("api:get_article", args=[desk, made.pk])
    return _answered(request.actor, made, response)


@route(router, "GET", "/desks/{desk}/articles/{id}", **ONE | OF_DESK)
def get_article(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002 (its name in the address)
    response: HttpResponse,
    form: As = "html",
) -> dict[str, Any]:
    """Read an article in all its languages.

    What is published, and what somebody works on. With `as=markdown` the words are Markdown.
    """
    return _answered(request.actor, article_on(request.actor, desk, id), response, form)


@route(
    router,
    "PATCH",
    "/desks/{desk}/articles/{id}",
    **CHANGE,
    body_example={"owner": "jana@eberfeld.example", "keywords": "tunnel, remote"},
)
def change_article(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    change: ArticleChange,
    response: HttpResponse,
    if_match: IfArticle = None,
) -> dict[str, Any]:
    """Change what stands around an article's words.

    Its owner, when somebody looks at it again, when it expires, further words, and whether it is named first.
    """
    with transaction.atomic():
        article = _locked(request.actor, desk, id, if_match)
        given = change.given()
        if given.get("owner") is not None:
            given["owner"] = lookups.assignee(article.desk_id, given["owner"], field="owner")
        govern.govern(actor=request.actor, article=article, changes=given)
    return _answered(request.actor, article, response)


@route(router, "DELETE", "/desks/{desk}/articles/{id}", **ON_DESK, status=204)
def delete_article(request: ApiRequest, desk: DeskPath, id: RowId) -> None:  # noqa: A002
    """Delete an article that nobody ever read.

    One that was published or used is archived instead: its links lead somewhere.
    """
    govern.delete_article(actor=request.actor, article=article_on(request.actor, desk, id))


@route(
    router,
    "PUT",
    "/desks/{desk}/articles/{id}/audience",
    **CHANGE,
    body_example={"audience": "requesters", "is_confirmed": True},
)
def set_article_audience(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    wanted: ArticleAudience,
    response: HttpResponse,
    if_match: IfArticle = None,
) -> dict[str, Any]:
    """Say who may read an article.

    When people may read it afterwards who could not before, it answers 409 and changes nothing, until it is sent
    with `is_confirmed`. Only publishers choose audiences with people outside the desk.
    """
    with transaction.atomic():
        article = _locked(request.actor, desk, id, if_match)
        rows = _audience_rows(request.actor, article, wanted)
        try:
            govern.set_audience(
                actor=request.actor,
                article=article,
                audience=wanted.audience,
                rows=rows,
                is_confirmed=wanted.is_confirmed,
            )
        except govern.Wider as wider:
            raise Conflict(_wider(wider)) from None
    return _answered(request.actor, article, response)


@route(
    router,
    "PUT",
    "/desks/{desk}/articles/{id}/confidence",
    **CHANGE,
    body_example={"confidence": "archived", "replaced_by": 44},
)
def set_article_confidence(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    wanted: ArticleConfidence,
    response: HttpResponse,
    if_match: IfArticle = None,
) -> dict[str, Any]:
    """Say how sure the desk is of an article, or archive it.

    Only publishers validate what people outside the desk read.
    """
    with transaction.atomic():
        article = _locked(request.actor, desk, id, if_match)
        follower = _other(request.actor, article, wanted.replaced_by, "replaced_by")
        govern.set_confidence(actor=request.actor, article=article, confidence=wanted.confidence, replaced_by=follower)
    return _answered(request.actor, article, response)


@route(router, "PUT", "/desks/{desk}/articles/{id}/place", **CHANGE, body_example={"shelf": 12, "after": None})
def move_article(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    place: ArticlePlace,
    response: HttpResponse,
    if_match: IfArticle = None,
) -> dict[str, Any]:
    """Put an article into a category, or elsewhere in its own.

    Its address stays as it is.
    """
    with transaction.atomic():
        article = _locked(request.actor, desk, id, if_match)
        shelf = named_shelf(article.desk, place.shelf, "shelf")
        after = _other(request.actor, article, place.after, "after")
        govern.move_article(actor=request.actor, article=article, shelf=shelf, after=after)
    return _answered(request.actor, article, response)


@route(router, "POST", "/desks/{desk}/articles/{id}/confirm-review", **ONE)
def confirm_article(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    response: HttpResponse,
) -> dict[str, Any]:
    """Say that an article is still true.

    Its review date moves on, as it does with each use.
    """
    article = article_on(request.actor, desk, id)
    govern.confirm_review(actor=request.actor, article=article)
    return _answered(request.actor, article, response)


def _answered(actor: Actor, article: Article, response: HttpResponse, form: str = "html") -> dict[str, Any]:
    """The article with its ETag. Raises NotFound for one that the change has put out of the actor's sight."""
    try:
        found = shown_articles.one(actor, article, form)
    except IndexError:
        raise NotFound from None
    response.headers["ETag"] = shown_articles.etag(found)
    return found


def _locked(actor: Actor, key: str, pk: int, if_match: str | None) -> Article:
    """The article, locked, if it is as the caller knows it. Raises NotFound, Stale."""
    article = access.locked(article_on(actor, key, pk))
    if if_match is not None:
        need_match(shown_articles.etag(shown_articles.one(actor, article, "html")), if_match)
    return article


def _audience_rows(actor: Actor, article: Article, wanted: ArticleAudience) -> list[Any]:
    """The organizations, teams or people that were named. Raises Invalid for an id that the desk does not know."""
    desk, now = article.desk, {each.pk for each in article.people.all()}
    choices: dict[str, tuple[Audience, Any]] = {
        "organizations": (Audience.ORGANIZATIONS, organizations_of([desk.pk])),
        "teams": (Audience.TEAMS, Team.objects.within(desk)),
        "people": (Audience.NAMED, staff_of(desk) | Person.objects.filter(pk__in=now).order_by("name")),
    }
    found: list[Any] = []
    for name, (audience, known) in choices.items():
        given: list[int] = getattr(wanted, name)
        if given and audience != wanted.audience:
            raise wrong(name, _("This audience is not narrowed by them."))
        found += _all_of(known, given, name)
    return found


def _all_of(known: Any, ids: Iterable[int], name: str) -> list[Organization | Team | Person]:
    asked = list(dict.fromkeys(ids))
    found = {each.pk: each for each in known.filter(pk__in=asked)}
    if len(found) < len(asked):
        lacking = ", ".join(str(pk) for pk in asked if pk not in found)
        raise wrong(name, _("The desk knows none with these ids: %(ids)s.") % {"ids": lacking})
    return list(found.values())


def _other(actor: Actor, article: Article, pk: int | None, field: str) -> Article | None:
    if pk is None:
        return None
    try:
        return access.article_for(actor, pk)
    except NotFound:
        raise wrong(field, _("There is no article with the number %(number)s.") % {"number": pk}) from None


def _wider(wider: govern.Wider) -> str:
    said = {"before": Audience(wider.before).label, "after": Audience(wider.after).label}
    return _(
        "People could read it then who may not now (before: %(before)s; then: %(after)s). If that is meant, send it "
        "again with “is_confirmed”."
    ) % {name: str(value) for name, value in said.items()}
