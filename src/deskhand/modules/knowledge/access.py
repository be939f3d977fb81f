"""The gates before articles. Absent and forbidden are the same NotFound."""

from __future__ import annotations

from typing import Any

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.modules.knowledge.models import Article, ArticleImport, Translation


def article_for(actor: Actor, pk: int) -> Article:
    """An article that the actor reads as one of the desk's own people, drafts among them. Raises NotFound."""
    return _one(Article.objects.served_by(actor), pk)


def readable_article_for(actor: Actor, pk: int) -> Article:
    """An article of which the actor may read the published words. Raises NotFound."""
    return _one(Article.objects.readable_by(actor, clock.now()), pk)


def outward_article_for(actor: Actor, pk: int) -> Article:
    """An article that the actor may read without working for the desk. Raises NotFound."""
    return _one(Article.objects.outward_to(actor, clock.now()), pk)


def translation_of(article: Article, language: str, *, is_published: bool = True) -> Translation | None:
    """The article in that language, else in its first one, else in any; only published ones unless said otherwise."""
    found: list[Translation] = [
        one for one in article.translations.select_related("published") if one.published_id or not is_published
    ]
    wanted = (language.partition("-")[0], article.language)
    return min(found, key=lambda one: (one.language != wanted[0], one.language != wanted[1], one.pk), default=None)


def locked(article: Article) -> Article:
    """The same article, locked and as it is now; every action that changes one begins so."""
    return _one(Article.objects.within(article.desk_id), article.pk, is_locked=True)


def imports_of(actor: Actor, desk: Desk) -> Any:
    """The imports of a desk that the actor may look at: their own, and all for whoever oversees its articles. What an
    archive holds may be meant for fewer people than all who write."""
    found = ArticleImport.objects.within(desk)
    return found if actor.may("knowledge.oversee", desk.pk) else found.filter(by_id=actor.person_id or 0)


def import_for(actor: Actor, desk: Desk, pk: int, *, is_locked: bool = False) -> ArticleImport:
    """One import that the actor may look at. Raises NotFound."""
    found = imports_of(actor, desk).filter(pk=pk)
    if is_locked:
        found = found.select_for_update(of=("self",))
    row: ArticleImport | None = found.select_related("desk", "by").first()
    if row is None or not actor.may("knowledge.write", desk.pk):
        raise NotFound
    return row


def _one(found: Any, pk: int, is_locked: bool = False) -> Article:
    if is_locked:
        found = found.select_for_update(of=("self",))
    article: Article | None = found.select_related("desk").filter(pk=pk).first()
    if article is None:
        raise NotFound
    return article
