"""Using articles on tickets, and saying what is to be mended about them."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.modules.knowledge import access
from deskhand.modules.knowledge.actions.govern import confirm_review
from deskhand.modules.knowledge.events import ArticleFlagDone, ArticleFlagged, ArticleUsed, ArticleUseUndone
from deskhand.modules.knowledge.models import Article, Flag, Use
from deskhand.modules.knowledge.models.use import TEXT_LIMIT, How
from deskhand.tickets.models import Ticket

USE_LIMIT = 100
"""Articles used on one ticket."""


@transaction.atomic
def use_article(*, actor: Actor, article: Article, ticket: Ticket, how: str) -> bool:
    """Count an article as used on a ticket of its desk. Each pair counts once; False if it was counted before. Use is
    review: the review date moves on. Give an article and a ticket that the actor reads and serves (see ``access``)."""
    actor.need("knowledge.write", article.desk_id)
    if ticket.desk_id != article.desk_id:
        raise NotFound
    article = access.locked(article)
    used = Use.objects.within(article.desk_id).filter(ticket=ticket)
    if used.filter(article=article).exists():
        return False
    if used.count() >= USE_LIMIT:
        raise Invalid(_("At most %(limit)s articles are used on one ticket.") % {"limit": USE_LIMIT})
    Use.objects.create(article=article, ticket=ticket, how=How(how), person_id=actor.person_id, at=clock.now())
    _count(article, 1)
    emit(ArticleUsed(article=article.pk, ticket=ticket.pk, how=how), actor=actor, desk_id=article.desk_id)
    if how != How.WRITTEN:
        confirm_review(actor=actor, article=article, by_use=True)
    return True


@transaction.atomic
def undo_use(*, actor: Actor, article: Article, ticket: Ticket) -> None:
    """It was not used there after all. Raises NotFound if it was not counted."""
    actor.need("knowledge.write", article.desk_id)
    article = access.locked(article)
    gone, _rows = Use.objects.within(article.desk_id).filter(article=article, ticket=ticket).delete()
    if not gone:
        raise NotFound
    _count(article, -1)
    emit(ArticleUseUndone(article=article.pk, ticket=ticket.pk), actor=actor, desk_id=article.desk_id)


@transaction.atomic
def flag_article(*, actor: Actor, article: Article, text: str) -> Flag:
    """Say what is to be mended. Its owner sees it among the articles to mend. Raises Invalid without words."""
    actor.need("knowledge.write", article.desk_id)
    said = text.replace("\r\n", "\n").strip()
    if not said or len(said) > TEXT_LIMIT:
        limit = _("Say what is to be mended, in at most %(limit)s characters.") % {"limit": TEXT_LIMIT}
        raise Invalid(_("Say what is to be mended."), {"text": limit})
    flag: Flag = Flag.objects.create(
        article=article, source=Flag.Source.AGENT, text=said, person_id=actor.person_id, at=clock.now()
    )
    emit(ArticleFlagged(article=article.pk, flag=flag.pk, source="agent"), actor=actor, desk_id=article.desk_id)
    return flag


@transaction.atomic
def close_flag(*, actor: Actor, flag: Flag) -> None:
    """It is mended, or needs no mending."""
    article = flag.article
    actor.need("knowledge.write", article.desk_id)
    open_ones = Flag.objects.within(article.desk_id).filter(pk=flag.pk, done_at=None)
    if open_ones.update(done_at=clock.now(), done_by_id=actor.person_id):
        emit(ArticleFlagDone(article=article.pk, flag=flag.pk), actor=actor, desk_id=article.desk_id)


def _count(article: Article, step: int) -> None:
    Article.objects.within(article.desk_id).filter(pk=article.pk).update(uses=F("uses") + step)
