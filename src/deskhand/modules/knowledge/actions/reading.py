"""What readers do with an article: they say whether it helped, what was missing, and follow it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, Invalid
from deskhand.kernel.events import emit
from deskhand.modules.knowledge import access
from deskhand.modules.knowledge.actions.inferring import drop_openings
from deskhand.modules.knowledge.events import ArticleFlagged
from deskhand.modules.knowledge.models import Article, Flag, Follow, Judgement, Place, Spared, Translation
from deskhand.modules.knowledge.models.use import TEXT_LIMIT

FOLLOW_LIMIT = 500
"""Articles that one person follows."""


@transaction.atomic
def judge(*, actor: Actor, translation: Translation, has_helped: bool, is_spared: bool = False) -> None:
    """Say whether an article helped; ``is_spared``: instead of sending a request. Somebody signed in has one say, which
    they may change; strangers are counted each time. Raises NotFound for an article that the actor may not read."""
    access.outward_article_for(actor, translation.article_id)
    said = {"has_helped": has_helped, "is_spared": is_spared, "at": clock.now()}
    drop_openings(actor=actor, desk_ids=[translation.article.desk_id])
    if actor.person_id is None:
        Judgement.objects.create(translation=translation, person=None, **said)
        return
    mine = Judgement.objects.within(translation.article.desk_id)
    if not mine.filter(translation=translation, person_id=actor.person_id).update(**said):
        Judgement.objects.create(translation=translation, person_id=actor.person_id, **said)


@transaction.atomic
def tell_what_was_missing(*, actor: Actor, translation: Translation, text: str) -> Flag:
    """A reader whom an article did not help says why. It stands in its owner's list of articles to mend. Raises Invalid
    without words."""
    article = access.outward_article_for(actor, translation.article_id)
    drop_openings(actor=actor, desk_ids=[article.desk_id])
    said = text.replace("\r\n", "\n").strip()
    if not said or len(said) > TEXT_LIMIT:
        limit = _("Say what was missing, in at most %(limit)s characters.") % {"limit": TEXT_LIMIT}
        raise Invalid(_("Say what was missing."), {"text": limit})
    flag: Flag = Flag.objects.create(
        article=article,
        translation=translation,
        source=Flag.Source.READER,
        text=said,
        person_id=actor.person_id,
        at=clock.now(),
    )
    emit(ArticleFlagged(article=article.pk, flag=flag.pk, source="reader"), actor=actor, desk_id=article.desk_id)
    return flag


@transaction.atomic
def follow(*, actor: Actor, article: Article) -> None:
    """Hear of new versions of an article by mail, as long as one may read it."""
    person = _own(actor)
    article = access.outward_article_for(actor, article.pk)
    mine = Follow.objects.beyond_walls("articles that one person follows").filter(person_id=person)
    if mine.filter(article=article).exists():
        return
    if mine.count() >= FOLLOW_LIMIT:
        raise Invalid(_("You follow %(limit)s articles, the most there can be.") % {"limit": FOLLOW_LIMIT})
    Follow.objects.create(article=article, person_id=person, since=clock.now())


@transaction.atomic
def unfollow(*, actor: Actor, article: Article) -> None:
    """Hear of it no more."""
    Follow.objects.within(article.desk_id).filter(article=article, person_id=_own(actor)).delete()


def follows(actor: Actor, article: Article) -> bool:
    """Whether the actor follows it."""
    if actor.person_id is None:
        return False
    mine = Follow.objects.within(article.desk_id).filter(article=article, person_id=actor.person_id)
    return bool(mine.exists())


@transaction.atomic
def spare(*, actor: Actor, article: Article, place: str) -> None:
    """Somebody says that an article made their request needless: it is not sent, and counted as confirmed. Raises
    NotFound for an article that the actor may not read."""
    article = access.outward_article_for(actor, article.pk)
    drop_openings(actor=actor, desk_ids=[article.desk_id])
    Spared.objects.create(
        article=article, is_confirmed=True, place=Place(place), person_id=actor.person_id, at=clock.now()
    )


def _own(actor: Actor) -> int:
    if actor.person_id is None or actor.only_ticket is not None:
        raise Denied(_("Sign in first."))
    return actor.person_id
