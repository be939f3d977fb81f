"""What is to be mended about articles, for programs."""

from __future__ import annotations

from typing import Any

from deskhand.accounts.models import Desk
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, DeskPath, Limit, RowId
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.modules.knowledge.actions import use
from deskhand.modules.knowledge.api import shown_articles
from deskhand.modules.knowledge.api.article_inputs import NewFlag, OfOwner
from deskhand.modules.knowledge.api.article_schemas import FLAG, FlagShown, FlagsShown
from deskhand.modules.knowledge.api.beside_schemas import DoneToo, OfArticle
from deskhand.modules.knowledge.api.doors import OF_DESK, ON_DESK, article_on, desk_read
from deskhand.modules.knowledge.api.router import router
from deskhand.modules.knowledge.models import Article, Flag

RELATED = ("person", "done_by", "translation")
ONE: dict[str, Any] = ON_DESK | {"returns": FlagShown, "example": FLAG}


@route(
    router,
    "GET",
    "/desks/{desk}/article-flags",
    **OF_DESK,
    returns=FlagsShown,
    example={"items": [FLAG], "next": None},
)
def list_article_flags(
    request: ApiRequest,
    desk: DeskPath,
    article: OfArticle = None,
    owner: OfOwner = None,
    done: DoneToo = False,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """List what is to be mended about the articles of a desk.

    The newest first: what colleagues flagged, and what readers missed.
    """
    here = desk_read(request.actor, desk)
    found = _rows(request.actor, here)
    found = found if done else found.filter(done_at=None)
    if article is not None:
        found = found.filter(article_id=article)
    if owner is not None:
        found = found.filter(article__owner_id=request.actor.person_id if owner == "me" else None)
    about = f"flags\0{request.actor.person_id}\0{here.pk}\0{article}\0{owner}\0{done}"
    return Walk("at", about, limit, cursor, is_down=True).page(found, shown_articles.flag, *RELATED)


@route(
    router,
    "POST",
    "/desks/{desk}/articles/{id}/flags",
    **ONE,
    status=201,
    body_example={"text": "The menu is called otherwise now."},
)
def flag_article(request: ApiRequest, desk: DeskPath, id: RowId, new: NewFlag) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Say what is to be mended about an article.

    Its owner sees it among the articles to mend.
    """
    article = article_on(request.actor, desk, id)
    made = use.flag_article(actor=request.actor, article=article, text=new.text)
    return shown_articles.flag(_row(request.actor, article.desk, made.pk))


@route(router, "POST", "/desks/{desk}/article-flags/{id}/close", **ONE)
def close_article_flag(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Say that something is mended, or needs no mending."""
    here = desk_read(request.actor, desk)
    use.close_flag(actor=request.actor, flag=_row(request.actor, here, id))
    return shown_articles.flag(_row(request.actor, here, id))


def _rows(actor: Actor, desk: Desk) -> Any:
    articles = Article.objects.served_by(actor).filter(desk=desk).values("pk")
    return Flag.objects.scoped(article__in=articles)


def _row(actor: Actor, desk: Desk, pk: int) -> Flag:
    found: Flag | None = _rows(actor, desk).select_related("article", *RELATED).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found
