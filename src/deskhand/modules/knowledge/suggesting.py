"""What stands beside a ticket: articles that may answer it, those that were used on it, and which of them its requester
may read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.urls import reverse

from deskhand.accounts.actors import actor_for
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor, Channel
from deskhand.modules.knowledge import shown
from deskhand.modules.knowledge.finding import QUESTION_LIMIT, find
from deskhand.modules.knowledge.models import Article, Translation, Use
from deskhand.modules.knowledge.models.use import How
from deskhand.tickets.models import Ticket

SUGGESTED = 5
"""Articles that are suggested at once."""

USED_SHOWN = 20
"""Used articles that stand beside a ticket, the newest."""

WORDS_READ = 12
"""Words of what somebody is writing, and of a subject, that a suggestion goes by: the last and the first ones."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An article beside a ticket, in the language in which its requester would read it."""

    article_id: int
    title: str
    summary: str
    language: str
    is_for_requester: bool
    is_other_language: bool


@dataclass(frozen=True, slots=True)
class Used:
    """An article that was used on a ticket."""

    article_id: int
    title: str
    how: str
    language: str
    desk_key: str
    person: str
    at: datetime

    @property
    def said(self) -> str:
        """In which way, in words."""
        return str(How(self.how).label)


def suggested(
    actor: Actor, ticket: Ticket, *, question: str = "", written: str = "", limit: int = SUGGESTED
) -> list[Suggestion]:
    """Articles of the ticket's desk that the actor may read and that may answer it, best first, without those that were
    used on it already. They go by ``question``, if there is one, else by what is being ``written`` and by what the
    ticket says."""
    language, gone = language_of(ticket), _used_ids(ticket)
    asked = question.strip() or about(ticket, written)
    found = find(actor, asked, language=language, desk_ids=[ticket.desk_id], limit=limit + len(gone))
    hits = [one for one in found if one.article_id not in gone][:limit]
    open_ones = for_requester(ticket, [one.article_id for one in hits])
    return [
        Suggestion(
            article_id=one.article_id,
            title=one.translation.title,
            summary=one.translation.summary,
            language=one.translation.language,
            is_for_requester=one.article_id in open_ones,
            is_other_language=one.translation.language != language.partition("-")[0],
        )
        for one in hits
    ]


def about(ticket: Ticket, written: str = "") -> str:
    """What a ticket is about, as a question: the newest words that somebody is writing, the subject, the last public
    words."""
    newest = written.split()[-WORDS_READ:]
    return " ".join([*newest, *ticket.subject.split()[:WORDS_READ], ticket.public_snippet])[:QUESTION_LIMIT]


def language_of(ticket: Ticket) -> str:
    """The language that its requester reads."""
    return ticket.requester.language or ticket.desk.language


def for_requester(ticket: Ticket, articles: Collection[int]) -> set[int]:
    """Those of these articles that the ticket's requester may read. Whoever only claims to be somebody reads what
    strangers read."""
    if not articles:
        return set()
    eyes = actor_for(ticket.requester, Channel.PORTAL)
    if ticket.is_unproven:
        eyes = Actor(person_id=None, name="", channel=Channel.PORTAL)
    found = Article.objects.outward_to(eyes, clock.now()).filter(pk__in=list(articles), desk_id=ticket.desk_id)
    return set(found.values_list("pk", flat=True))


def used_on(actor: Actor, desk_id: int, ticket_id: int) -> list[Used]:
    """The articles that were used on a ticket, of those that the actor may read; the newest first. One query."""
    titles = Translation.objects.within(desk_id).filter(
        article_id=OuterRef("article_id"), language=OuterRef("article__language")
    )
    mine = Article.objects.served_by(actor).values("pk")
    rows: Any = Use.objects.within(desk_id).filter(ticket_id=ticket_id, article_id__in=mine)
    rows = rows.annotate(title=Subquery(titles.values("title")[:1]))
    columns = ("article_id", "title", "how", "article__language", "article__desk__key", "person__name", "at")
    return [
        Used(article, title or "", how, language, key, person or "", at)
        for article, title, how, language, key, person, at in rows.values_list(*columns)[:USED_SHOWN]
    ]


def address_for(ticket: Ticket, translation: Translation, *, is_for_requester: bool) -> str:
    """Where a link in an answer leads: to the help center, or, for what its requester may not read, to the desk's own
    page."""
    key = ticket.desk.key
    own = reverse("knowledge:article", args=[key, translation.article_id])
    return settings.DESKHAND.base_url.rstrip("/") + (shown.address(translation, key) if is_for_requester else own)


def _used_ids(ticket: Ticket) -> set[int]:
    return set(Use.objects.within(ticket.desk_id).filter(ticket=ticket).values_list("article_id", flat=True))
