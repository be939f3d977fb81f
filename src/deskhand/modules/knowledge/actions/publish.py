"""From a draft to what readers see: review, approval, publishing now or later, withdrawing, rolling back."""

from __future__ import annotations

from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor, system
from deskhand.kernel.errors import Conflict, Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.modules.knowledge import access, licences, words
from deskhand.modules.knowledge.actions.write import open_version, save_draft
from deskhand.modules.knowledge.events import (
    ArticlePlanned,
    ArticlePublished,
    ArticleSentBack,
    ArticleSentToReview,
    ArticleWithdrawn,
    ConfidenceChanged,
)
from deskhand.modules.knowledge.models import Article, Confidence, Level, State, Translation, Version, rules_of
from deskhand.modules.knowledge.models.article import NOTE_LIMIT


@transaction.atomic
def send_to_review(*, actor: Actor, translation: Translation) -> Version:
    """Ask somebody with the licence to publish to look at the draft. Raises NotFound without one."""
    article, version = _opened(actor, translation)
    _check_written(version)
    _move(version, State.IN_REVIEW)
    fact = ArticleSentToReview(article=article.pk, language=translation.language, version=version.number)
    emit(fact, actor=actor, desk_id=article.desk_id)
    return version


@transaction.atomic
def send_back(*, actor: Actor, translation: Translation, why: str) -> Version:
    """A reviewer wants changes and says which. Raises Invalid without words."""
    article, version = _opened(actor, translation)
    licences.need(actor, article.desk_id, licences.to_publish(article))
    if version.state != State.IN_REVIEW:
        raise Conflict(_("This version is not in review any more."))
    note = " ".join(why.split())
    if not note or len(note) > NOTE_LIMIT:
        words_needed = _("Say what is to be changed, in at most %(limit)s characters.") % {"limit": NOTE_LIMIT}
        raise Invalid(_("Say why."), {"review_note": words_needed})
    version.reviewer_id, version.review_note = actor.person_id, note
    _move(version, State.DRAFT)
    fact = ArticleSentBack(article=article.pk, language=translation.language, version=version.number)
    emit(fact, actor=actor, desk_id=article.desk_id)
    return version


@transaction.atomic
def publish(*, actor: Actor, translation: Translation, at: datetime | None = None) -> Version:
    """Publish the open version: now, or by itself ``at`` an instant ahead. A work in progress becomes not validated, or
    validated by a publisher. Raises Denied without the licence, NotFound without an open version."""
    article, version = _opened(actor, translation)
    licences.need(actor, article.desk_id, licences.to_publish(article))
    _check_written(version)
    version.reviewer_id, version.review_note = actor.person_id, ""
    if at is not None and at > clock.now():
        version.publish_at = at
        _move(version, State.APPROVED)
        until = at.isoformat()
        planned = ArticlePlanned(article=article.pk, language=translation.language, version=version.number, until=until)
        emit(planned, actor=actor, desk_id=article.desk_id)
        return version
    return _publish(actor, article, translation, version)


@transaction.atomic
def publish_planned(*, version_id: int) -> bool:
    """Publish a version whose instant has come. False if it was changed, published or put off meanwhile."""
    found = Version.objects.beyond_walls("what was planned is published by itself").filter(pk=version_id)
    version = found.select_related("translation__article").first()
    if version is None:
        return False
    article = access.locked(version.translation.article)
    version.refresh_from_db()
    if version.state != State.APPROVED or version.publish_at is None or version.publish_at > clock.now():
        return False
    _publish(system(), article, version.translation, version)
    return True


@transaction.atomic
def withdraw(*, actor: Actor, translation: Translation) -> None:
    """Publish this translation no longer. Its words become a draft again, if none is open. Raises NotFound if it is not
    published."""
    article = access.locked(translation.article)
    licences.need(actor, article.desk_id, licences.to_publish(article))
    translation = Translation.objects.within(article.desk_id).select_related("published").get(pk=translation.pk)
    version = translation.published
    if version is None:
        raise NotFound
    translation.published, translation.published_at = None, None
    translation.save(update_fields=["published", "published_at"])
    _move(version, State.FORMER if open_version(translation) else State.DRAFT)
    fact = ArticleWithdrawn(article=article.pk, language=translation.language, version=version.number)
    emit(fact, actor=actor, desk_id=article.desk_id)


def roll_back(*, actor: Actor, translation: Translation, number: int) -> Version:
    """Begin a draft with the words of an earlier version; publishing it is a step of its own. Raises NotFound."""
    version = translation.versions.filter(number=number).first()
    if version is None:
        raise NotFound
    note = _("As version %(number)s") % {"number": number}
    return save_draft(actor=actor, translation=translation, said=words.of(version), note=note, is_in_step=False)


def _publish(actor: Actor, article: Article, translation: Translation, version: Version) -> Version:
    at, before = clock.now(), translation.published
    if before is not None:
        _move(before, State.FORMER)
    version.published_at, version.publish_at = at, None
    _move(version, State.PUBLISHED)
    translation.published, translation.published_at = version, at
    translation.first_published_at = translation.first_published_at or at
    translation.title, translation.summary = version.title, version.summary
    translation.slug = words.slug_of(version.title)
    translation.save()
    _count_on(actor, article, at)
    number = before.number if before else 0
    fact = ArticlePublished(article=article.pk, language=translation.language, version=version.number, before=number)
    emit(fact, actor=actor, desk_id=article.desk_id)
    return version


def _count_on(actor: Actor, article: Article, at: datetime) -> None:
    """What is published is no work in progress any more: how sure the desk is follows from who published it. The first
    review date is set."""
    article.changed_at = at
    before = Confidence(article.confidence)
    if before == Confidence.WORK_IN_PROGRESS:
        is_sure = actor.is_system or licences.has(actor, article.desk_id, Level.PUBLISHER)
        article.confidence = Confidence.VALIDATED if is_sure else Confidence.NOT_VALIDATED
        fact = ConfidenceChanged(article=article.pk, before=before, after=article.confidence)
        emit(fact, actor=actor, desk_id=article.desk_id)
    months = rules_of(article.desk_id).review_months
    if article.review_at is None and months:
        article.review_at = at + relativedelta(months=months)
    article.reviewed_at = at
    article.save(update_fields=["changed_at", "confidence", "review_at", "reviewed_at"])


def _opened(actor: Actor, translation: Translation) -> tuple[Article, Version]:
    article = access.locked(translation.article)
    actor.need("knowledge.write", article.desk_id)
    version = open_version(translation)
    if version is None:
        raise NotFound
    return article, version


def _check_written(version: Version) -> None:
    if words.is_empty(words.of(version)):
        raise Invalid(_("There is nothing to read yet."), {"resolution": _("Write what helps.")})


def _move(version: Version, state: State) -> None:
    version.state, version.changed_at = state, clock.now()
    version.save()
