"""Writing: an article is begun, its open version saved, a translation begun, a draft thrown away."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.modules.knowledge import access, words
from deskhand.modules.knowledge.events import ArticleCreated, ArticleTranslated, DraftDiscarded
from deskhand.modules.knowledge.models import OPEN, Article, Shelf, State, Translation, Version, rules_of
from deskhand.modules.knowledge.words import Words

ARTICLE_LIMIT = 50_000
"""Articles of a desk."""


@transaction.atomic
def create_article(
    *, actor: Actor, desk: Desk, language: str, said: Words, shelf: Shelf | None = None, ticket_id: int = 0
) -> Article:
    """Begin an article with a draft, for the audience that the desk begins with; its author owns it. ``ticket_id``: the
    ticket that it is written from. Raises Invalid with fields."""
    actor.need("knowledge.write", desk.pk)
    _check_language(language)
    if shelf is not None and shelf.desk_id != desk.pk:
        raise NotFound
    clean, rules = words.taken(said), rules_of(desk.pk)
    at = clock.now()
    article: Article = Article.objects.create(
        desk=desk,
        shelf=shelf,
        position=_next_position(desk.pk, shelf),
        language=language,
        audience=rules.first_audience,
        owner_id=actor.person_id,
        created_at=at,
        created_by_id=actor.person_id,
        changed_at=at,
    )
    _draft(_translation(article, language, clean), clean, actor, number=1)
    emit(ArticleCreated(article=article.pk, language=language, ticket=ticket_id), actor=actor, desk_id=desk.pk)
    return article


@transaction.atomic
def begin_translation(*, actor: Actor, article: Article, language: str, said: Words) -> Translation:
    """Begin the article in another language, as a draft that says the same as the published words of its source (else
    as its newest ones). Raises Conflict if there is one in that language."""
    actor.need("knowledge.write", article.desk_id)
    _check_language(language)
    article = access.locked(article)
    if article.translations.filter(language=language).exists():
        raise Conflict(_("There is a translation into this language already. Load the page again."))
    clean = words.taken(said)
    translation = _translation(article, language, clean)
    _draft(translation, clean, actor, number=1, made_from=source_version(article))
    emit(ArticleTranslated(article=article.pk, language=language), actor=actor, desk_id=article.desk_id)
    return translation


@transaction.atomic
def save_draft(
    *,
    actor: Actor,
    translation: Translation,
    said: Words,
    note: str = "",
    known: tuple[int, int] | None = None,
    is_in_step: bool = True,
) -> Version:
    """Save the open version, or begin one after the published one. ``known`` is number and edition of what the author
    saw: raises Conflict, writing nothing, if it has changed since. A version in review or planned becomes a draft
    again. ``is_in_step``: the translation now says what its source says."""
    article = access.locked(translation.article)
    actor.need("knowledge.write", article.desk_id)
    clean = words.taken(said)
    translation = Translation.objects.within(article.desk_id).get(pk=translation.pk)
    version = open_version(translation)
    _check_known(translation, version, known)
    made_from = source_version(article) if is_in_step and translation.language != article.language else None
    if version is None:
        version = _draft(translation, clean, actor, number=_next_number(translation), note=note, made_from=made_from)
    else:
        _save_over(version, clean, actor, note, made_from)
    if translation.published_id is None:
        _name(translation, clean)
    Article.objects.within(article.desk_id).filter(pk=article.pk).update(changed_at=clock.now())
    return version


@transaction.atomic
def discard_draft(*, actor: Actor, translation: Translation) -> None:
    """Throw the open version away; what is published stays. The first version of an article cannot be thrown away by
    this (:func:`delete_article` does). Raises NotFound without an open version, Conflict for a first one."""
    article = access.locked(translation.article)
    actor.need("knowledge.write", article.desk_id)
    version = open_version(translation)
    if version is None:
        raise NotFound
    if not translation.versions.exclude(pk=version.pk).exists():
        raise Conflict(_("This is the only version. Delete the article, or this translation, instead."))
    number = version.number
    version.delete()
    fact = DraftDiscarded(article=article.pk, language=translation.language, version=number)
    emit(fact, actor=actor, desk_id=article.desk_id)


def open_version(translation: Translation) -> Version | None:
    """The version that somebody works on, if there is one."""
    found: Version | None = translation.versions.filter(state__in=OPEN).first()
    return found


def source_version(article: Article) -> Version | None:
    """What translations are made from: the published version of the source language, else its newest one."""
    source = article.translations.filter(language=article.language).select_related("published").first()
    if source is None:
        return None
    found: Version | None = source.published or source.versions.first()
    return found


def _check_language(language: str) -> None:
    if language not in dict(settings.LANGUAGES):
        known = ", ".join(dict(settings.LANGUAGES))
        raise Invalid(
            _("This language is not known."), {"language": _("Known languages: %(words)s.") % {"words": known}}
        )


def _check_known(translation: Translation, version: Version | None, known: tuple[int, int] | None) -> None:
    if known is None:
        return
    now = version or translation.published or translation.versions.first()
    if now is not None and (now.number, now.edition) != known:
        raise Conflict(_("Somebody else has saved this article meanwhile. Compare your words with theirs."))


def _translation(article: Article, language: str, said: Words) -> Translation:
    made: Translation = Translation.objects.create(
        article=article, language=language, title=said.title, summary=said.summary, slug=words.slug_of(said.title)
    )
    return made


def _name(translation: Translation, said: Words) -> None:
    translation.title, translation.summary, translation.slug = said.title, said.summary, words.slug_of(said.title)
    translation.save(update_fields=["title", "summary", "slug"])


def _draft(
    translation: Translation,
    said: Words,
    actor: Actor,
    *,
    number: int,
    note: str = "",
    made_from: Version | None = None,
) -> Version:
    at = clock.now()
    made: Version = Version.objects.create(
        translation=translation,
        number=number,
        note=note,
        made_from=made_from,
        written_by_id=actor.person_id,
        created_at=at,
        changed_at=at,
        **said.columns(),
    )
    return made


def _save_over(version: Version, said: Words, actor: Actor, note: str, made_from: Version | None) -> None:
    for name, value in said.columns().items():
        setattr(version, name, value)
    version.state, version.publish_at, version.edition = State.DRAFT, None, version.edition + 1
    version.note, version.written_by_id, version.changed_at = note or version.note, actor.person_id, clock.now()
    version.made_from = made_from or version.made_from
    version.save()


def _next_number(translation: Translation) -> int:
    return int(translation.versions.aggregate(top=Max("number"))["top"] or 0) + 1


def _next_position(desk_id: int, shelf: Shelf | None) -> int:
    last = Article.objects.within(desk_id).filter(shelf=shelf).aggregate(top=Max("position"))["top"]
    if Article.objects.within(desk_id).count() >= ARTICLE_LIMIT:
        raise Invalid(_("A desk keeps at most %(limit)s articles. Delete some first.") % {"limit": ARTICLE_LIMIT})
    return int(last or 0) + 1
