"""Facts about articles."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("article.created", subject="article")
@dataclass(frozen=True, kw_only=True)
class ArticleCreated(Fact):
    """An article was begun, in a language. ``ticket`` is the id of the ticket that it was written from, 0 for none."""

    article: int
    language: str
    ticket: int = 0


@event("article.translated", subject="article")
@dataclass(frozen=True, kw_only=True)
class ArticleTranslated(Fact):
    """A translation was begun."""

    article: int
    language: str


@event("article.sent_to_review", subject="article")
@dataclass(frozen=True, kw_only=True)
class ArticleSentToReview(Fact):
    """A draft waits for somebody with the licence to publish it."""

    article: int
    language: str
    version: int


@event("article.sent_back", subject="article")
@dataclass(frozen=True, kw_only=True)
class ArticleSentBack(Fact):
    """A reviewer wants changes. Their words are on the version."""

    article: int
    language: str
    version: int


@event("article.planned", subject="article")
@dataclass(frozen=True, kw_only=True)
class ArticlePlanned(Fact):
    """A version was approved and is published by itself at ``until`` (ISO 8601, UTC)."""

    article: int
    language: str
    version: int
    until: str


@event("article.published", subject="article")
@dataclass(frozen=True, kw_only=True)
class ArticlePublished(Fact):
    """A version stands for readers from now on. ``before`` is the number of the one that stood there, 0 for none."""

    article: int
    language: str
    version: int
    before: int = 0


@event("article.withdrawn", subject="article")
@dataclass(frozen=True, kw_only=True)
class ArticleWithdrawn(Fact):
    """A translation is not published any more."""

    article: int
    language: str
    version: int


@event("article.draft_discarded", subject="article")
@dataclass(frozen=True, kw_only=True)
class DraftDiscarded(Fact):
    """The open version of a translation was thrown away."""

    article: int
    language: str
    version: int


@event("article.audience_changed", subject="article")
@dataclass(frozen=True, kw_only=True)
class AudienceChanged(Fact):
    """Other people may read an article. ``rows`` and ``rows_before`` are ids of organizations, teams or people, as the
    audience has them. ``is_wider``: somebody may read it now who could not before."""

    article: int
    before: str
    after: str
    rows_before: list[int]
    rows: list[int]
    is_wider: bool


@event("article.confidence_changed", subject="article")
@dataclass(frozen=True, kw_only=True)
class ConfidenceChanged(Fact):
    """The desk is more or less sure of an article, or has archived it. ``replaced_by`` is the id of the article that
    takes its place, 0 for none."""

    article: int
    before: str
    after: str
    replaced_by: int = 0


@event("article.governed", subject="article")
@dataclass(frozen=True, kw_only=True)
class ArticleGoverned(Fact):
    """Owner, review date, expiry, keywords, or whether it is featured changed: ``fields`` names them."""

    article: int
    fields: list[str]


@event("article.moved", subject="article")
@dataclass(frozen=True, kw_only=True)
class ArticleMoved(Fact):
    """An article stands in another category, or at another place in it. Ids; 0 is none."""

    article: int
    before: int
    after: int


@event("article.reviewed", subject="article")
@dataclass(frozen=True, kw_only=True)
class ArticleReviewed(Fact):
    """Somebody looked and found it still true (``by_use``: it was used on a ticket). The review date moved on."""

    article: int
    by_use: bool


@event("article.deleted", subject="article")
@dataclass(frozen=True, kw_only=True)
class ArticleDeleted(Fact):
    """An article that was never published was deleted for good."""

    article: int


@event("shelf.edited", subject="shelf")
@dataclass(frozen=True, kw_only=True)
class ShelfEdited(Fact):
    """A category was made, changed, moved or removed: ``what`` says which."""

    shelf: int
    what: str


@event("article.used", subject="article")
@dataclass(frozen=True, kw_only=True)
class ArticleUsed(Fact):
    """An article was used on a ticket: ``how`` is attached, linked, inserted or written."""

    article: int
    ticket: int
    how: str


@event("article.use_undone", subject="article")
@dataclass(frozen=True, kw_only=True)
class ArticleUseUndone(Fact):
    """It was not used on that ticket after all."""

    article: int
    ticket: int


@event("article.flagged", subject="article")
@dataclass(frozen=True, kw_only=True)
class ArticleFlagged(Fact):
    """Somebody says what is to be mended: ``source`` is agent or reader. Their words are in the flag's row."""

    article: int
    flag: int
    source: str


@event("article.flag_done", subject="article")
@dataclass(frozen=True, kw_only=True)
class ArticleFlagDone(Fact):
    """What was to be mended is done, or needs no doing."""

    article: int
    flag: int


@event("article_import.done", subject="batch")
@dataclass(frozen=True, kw_only=True)
class ArticlesImported(Fact):
    """An archive was imported; ``count`` is the number of its pages. Each article that was added or changed has facts
    of its own."""

    batch: int
    count: int
