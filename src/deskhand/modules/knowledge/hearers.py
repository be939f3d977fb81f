"""Who hears of an article: whoever answers for it or publishes it, and may read it."""

from __future__ import annotations

from collections.abc import Iterable

from deskhand.accounts.actors import actor_for
from deskhand.accounts.models import Person
from deskhand.accounts.power import leads_of
from deskhand.kernel.actor import Channel
from deskhand.modules.knowledge import licences
from deskhand.modules.knowledge.models import Article, Level


def article_of(desk_id: int | None, pk: int) -> Article | None:
    """The article that a fact is about, if it is still there."""
    found: Article | None = Article.objects.within(desk_id).filter(pk=pk).first() if desk_id is not None else None
    return found


def publishers(article: Article) -> set[int]:
    """Who can publish for everybody on its desk."""
    rows = licences.writers_of(article.desk_id)
    return readers(article, (one.person_id for one in rows if one.level == Level.PUBLISHER))


def answering(article: Article) -> set[int]:
    """Its owner; without one who reads it, whoever leads the desk."""
    owner = {article.owner_id} if article.owner_id is not None else set()
    return readers(article, owner) or readers(article, leads_of(article.desk_id))


def readers(article: Article, people: Iterable[int]) -> set[int]:
    """Those of these people who read it as the desk's own."""
    rows = Person.objects.filter(pk__in=set(people), is_active=True)
    return {one.pk for one in rows if _reads(one, article)}


def _reads(person: Person, article: Article) -> bool:
    return bool(Article.objects.served_by(actor_for(person, Channel.SYSTEM)).filter(pk=article.pk).exists())
