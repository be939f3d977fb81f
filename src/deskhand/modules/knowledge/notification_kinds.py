"""What people are told of articles: one waits for review or came back, is to be mended, or its day has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.models import Event
from deskhand.kernel.reactions import afterwards
from deskhand.modules.knowledge import hearers
from deskhand.modules.knowledge.events import (
    ArticleExpiresSoon,
    ArticleFlagged,
    ArticleReviewDue,
    ArticleSentBack,
    ArticleSentToReview,
)
from deskhand.modules.knowledge.models import Article, Flag, Translation, Version
from deskhand.modules.knowledge.querysets import MODULE
from deskhand.notify.actions import tell
from deskhand.notify.kinds import Kind, Line, register
from deskhand.notify.models import Notification

ONE_NOTICE = timedelta(days=1)
"""Readers' remarks on one article within this time are one notice."""

WAITS, BACK, MEND, DUE, EXPIRES = (
    "article_waits",
    "article_sent_back",
    "article_flagged",
    "article_review_due",
    "article_expires",
)

ICONS = {WAITS: "eye", BACK: "undo-2", MEND: "flag", DUE: "calendar", EXPIRES: "calendar"}


@dataclass(frozen=True)
class _Known:
    """What lines are made of: facts by the notifications' ids, and by the articles' ids their titles, what the actor
    reads of them, and ids and instants of readers' remarks."""

    facts: Mapping[int, Mapping[str, Any]]
    articles: Mapping[int, Article]
    titles: Mapping[tuple[int, str], str]
    remarks: Mapping[int, Sequence[tuple[int, datetime]]] = field(default_factory=dict)


def lines(rows: Sequence[Notification], actor: Actor) -> Mapping[int, Line]:
    """What was told of articles that the reader may still read as one of the desk's own. Four queries, however many
    there are."""
    known = _known(rows, actor)
    return {
        row.pk: _line(row, known.facts[row.pk], known.articles[known.facts[row.pk]["article"]], known)
        for row in rows
        if known.facts.get(row.pk, {}).get("article") in known.articles
    }


def _known(rows: Sequence[Notification], actor: Actor) -> _Known:
    told = dict(Event.objects.filter(pk__in={row.event_id for row in rows}).values_list("pk", "values"))
    facts = {row.pk: told.get(row.event_id, {}) for row in rows}
    wanted = {values.get("article") for values in facts.values()} - {None}
    served = Article.objects.served_by(actor).select_related("desk").filter(pk__in=wanted)
    articles = {one.pk: one for one in served}
    spoken = Translation.objects.scoped(article_id__in=list(articles)).order_by("-pk")
    titles = {(one.article_id, one.language): one.title for one in spoken}
    remarks: dict[int, list[tuple[int, datetime]]] = {}
    if first := min((values["flag"] for values in facts.values() if "flag" in values), default=0):
        said = Flag.objects.scoped(article_id__in=list(articles)).filter(source=Flag.Source.READER, pk__gte=first)
        for article, pk, at in said.values_list("article_id", "pk", "at"):
            remarks.setdefault(article, []).append((pk, at))
    return _Known(facts, articles, titles, remarks)


def _line(row: Notification, values: Mapping[str, Any], article: Article, known: _Known) -> Line:
    language = values.get("language") or article.language
    title = known.titles.get((article.pk, language)) or known.titles.get((article.pk, article.language), "")
    url = reverse("knowledge:article", args=[article.desk.key, article.pk])
    if row.kind in (WAITS, BACK):
        url += f"?language={language}&draft"
    elif row.kind == MEND:
        url += "#mend"
    return Line(_words(row, values, article, known), title, url, ICONS[row.kind])


def _words(row: Notification, values: Mapping[str, Any], article: Article, known: _Known) -> str:
    if row.kind == MEND:
        if values.get("source") != Flag.Source.READER:
            return _("Somebody says what is to be mended in an article")
        until = row.at + ONE_NOTICE
        said = known.remarks.get(article.pk, ())
        count = max(1, sum(pk >= values["flag"] and at < until for pk, at in said))
        words = ngettext("A reader says what was missing", "%(num)s readers say what was missing", count)
        return words % {"num": count}
    return {
        WAITS: _("An article waits for review"),
        BACK: _("A version came back with words"),
        DUE: _("Look whether this article is still true"),
        EXPIRES: _("This article expires soon"),
    }[row.kind]


def _register(code: str, title: Promise, detail: Promise) -> None:
    register(Kind(code=code, title=title, detail=detail, lines=lines, mail=False, module=MODULE))


_register(
    WAITS,
    gettext_lazy("An article waits for review"),
    gettext_lazy("Somebody asks for a version to be published, on a desk on which I publish."),
)
_register(
    BACK,
    gettext_lazy("My version of an article came back"),
    gettext_lazy("A reviewer wants something changed in what I wrote."),
)
_register(
    MEND,
    gettext_lazy("Something in an article is to be mended"),
    gettext_lazy("A colleague or a reader says so of an article that I own; of one that nobody owns, the leads hear."),
)
_register(
    DUE,
    gettext_lazy("An article is to be looked at again"),
    gettext_lazy("The review day of an article that I own has come; of one that nobody owns, the leads hear."),
)
_register(
    EXPIRES,
    gettext_lazy("An article expires soon"),
    gettext_lazy("Soon people outside the desk do not read an article any more that I own."),
)


@afterwards(ArticleSentToReview)
def tell_publishers(fact: ArticleSentToReview) -> None:
    """Whoever can publish it, but for its author; nobody once it is not in review any more."""
    article, version = hearers.article_of(fact.meta.desk_id, fact.article), _version(fact)
    if article is not None and version is not None and version.state == "in_review":
        tell(kind=WAITS, fact=fact, people=hearers.publishers(article) - {version.written_by_id or 0})


@afterwards(ArticleSentBack)
def tell_its_author(fact: ArticleSentBack) -> None:
    """Whoever wrote the version."""
    article, version = hearers.article_of(fact.meta.desk_id, fact.article), _version(fact)
    if article is not None and version is not None and version.written_by_id is not None:
        tell(kind=BACK, fact=fact, people=hearers.readers(article, {version.written_by_id}))


@afterwards(ArticleFlagged)
def tell_who_mends(fact: ArticleFlagged) -> None:
    """Whoever answers for the article. What readers say within a day is one notice."""
    article = hearers.article_of(fact.meta.desk_id, fact.article)
    if article is not None:
        people = hearers.answering(article)
        tell(kind=MEND, fact=fact, people=people - _told_of_readers(fact) if fact.source == "reader" else people)


@afterwards(ArticleReviewDue)
def tell_of_review(fact: ArticleReviewDue) -> None:
    """Whoever answers for the article."""
    article = hearers.article_of(fact.meta.desk_id, fact.article)
    if article is not None and article.review_at is not None and article.review_at <= clock.now():
        tell(kind=DUE, fact=fact, people=hearers.answering(article))


@afterwards(ArticleExpiresSoon)
def tell_of_expiry(fact: ArticleExpiresSoon) -> None:
    """Whoever answers for the article."""
    article = hearers.article_of(fact.meta.desk_id, fact.article)
    if article is not None and article.expires_at is not None:
        tell(kind=EXPIRES, fact=fact, people=hearers.answering(article))


def _version(fact: ArticleSentToReview | ArticleSentBack) -> Version | None:
    found: Version | None = (
        Version.objects.within(fact.meta.desk_id)
        .filter(translation__article_id=fact.article, translation__language=fact.language, number=fact.version)
        .first()
    )
    return found


def _told_of_readers(fact: ArticleFlagged) -> set[int]:
    """Who was told within the day of what another reader said of the article."""
    told = Notification.objects.filter(kind=MEND, at__gt=fact.meta.at - ONE_NOTICE)
    others = Event.objects.filter(
        subject_kind="article",
        subject_id=fact.article,
        code=fact.code,
        at__gt=fact.meta.at - ONE_NOTICE,
        values__source="reader",
    )
    before = told.filter(event_id__in=others.exclude(pk=fact.meta.id).values("pk"))
    return set(before.values_list("person_id", flat=True))
