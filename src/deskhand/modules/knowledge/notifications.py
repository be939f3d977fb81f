"""Letters to people who follow an article: one for each new version, while they may read it."""

from __future__ import annotations

from deskhand.accounts.actors import actor_for
from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Channel
from deskhand.kernel.reactions import afterwards
from deskhand.modules.knowledge import shown
from deskhand.modules.knowledge.events import ArticlePublished
from deskhand.modules.knowledge.models import Article, Follow
from deskhand.tickets.links import absolute
from deskhand.web import letters


@afterwards(ArticlePublished)
def tell_followers(event: ArticlePublished) -> None:
    """A new version of what they follow, in the language in which they would read it. Whoever may not read the article
    any more hears nothing."""
    found = Article.objects.within(event.meta.desk_id).select_related("desk").filter(pk=event.article)
    article = found.first()
    if article is None or not event.before:
        return
    following = Follow.objects.within(article.desk_id).filter(article=article).select_related("person")
    for one in following.order_by("pk"):
        if one.person.is_active and one.person.email and _may_read(one.person, article):
            _tell(one.person, article, event)


def _tell(person: Person, article: Article, event: ArticlePublished) -> None:
    chosen, _others = shown.spoken(article, person.language or article.desk.language)
    if chosen.language != event.language:
        return
    letters.send_once(
        f"article:{article.pk}:{event.language}:{event.version}:{person.pk}",
        "knowledge/mail/article_changed.txt",
        to=person.email or "",
        language=person.language or article.desk.language,
        person=person,
        title=chosen.title,
        url=absolute(shown.address(chosen, article.desk.key)),
    )


def _may_read(person: Person, article: Article) -> bool:
    reader = actor_for(person, Channel.PORTAL)
    return bool(Article.objects.outward_to(reader, clock.now()).filter(pk=article.pk).exists())
