"""Facts about articles."""

from __future__ import annotations

from dataclasses import dataclass, field

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
    """A category was made, changed, moved or removed, or its articles were put into another order (ordered): ``what``
    says which. The category 0 are the articles that stand in none."""

    shelf: int
    what: str


@event("knowledge_template.created", subject="template")
@dataclass(frozen=True, kw_only=True)
class TemplateCreated(Fact):
    """There is one more template to begin articles from."""

    template: int


@event("knowledge_template.edited", subject="template")
@dataclass(frozen=True, kw_only=True)
class TemplateEdited(Fact):
    """A template of articles says something else, or stands elsewhere: ``fields`` names what changed."""

    template: int
    fields: list[str]


@event("knowledge_template.deleted", subject="template")
@dataclass(frozen=True, kw_only=True)
class TemplateDeleted(Fact):
    """A template of articles is offered no more. It can be taken out again for a while."""

    template: int


@event("knowledge_template.restored", subject="template")
@dataclass(frozen=True, kw_only=True)
class TemplateRestored(Fact):
    """A template of articles that was deleted is offered again."""

    template: int


@event("knowledge.rules_changed", subject="desk")
@dataclass(frozen=True, kw_only=True)
class RulesChanged(Fact):
    """Settings of a desk's knowledge base changed: ``fields`` names them. ``is_opened``: from now on strangers read
    what is for everybody."""

    desk: int
    fields: list[str]
    is_opened: bool = False


@event("knowledge.model_changed", subject="desk")
@dataclass(frozen=True, kw_only=True)
class ModelChanged(Fact):
    """Another language model drafts answers on the desk, or none: ``fields`` names what changed of address, model and
    secret. Values are not kept."""

    desk: int
    fields: list[str]


@event("knowledge.licence_set", subject="desk")
@dataclass(frozen=True, kw_only=True)
class LicenceSet(Fact):
    """Somebody's word counts for something else than their role gives: candidate, contributor or publisher. ``level``
    is empty where their role counts again."""

    desk: int
    person: int
    before: str
    level: str


@event("article.review_due", subject="article")
@dataclass(frozen=True, kw_only=True)
class ArticleReviewDue(Fact):
    """The day came on which somebody looks whether it is still true (``until``, ISO 8601, UTC)."""

    article: int
    until: str


@event("article.expires_soon", subject="article")
@dataclass(frozen=True, kw_only=True)
class ArticleExpiresSoon(Fact):
    """People outside the desk do not read it any more from ``until`` on (ISO 8601, UTC)."""

    article: int
    until: str


@event("ticket.article_used", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class ArticleUsed(Fact):
    """An article was used on a ticket: ``how`` is attached, linked, inserted or written. A fact of the ticket, in whose
    history it stands; the article tells it by the rows of its uses."""

    ticket: int
    article: int
    how: str


@event("ticket.article_use_undone", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class ArticleUseUndone(Fact):
    """It was not used on that ticket after all."""

    ticket: int
    article: int


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


@event("article_import.taken_back", subject="batch")
@dataclass(frozen=True, kw_only=True)
class ArticleImportTakenBack(Fact):
    """What an import had added was taken back: so many articles were archived, deleted because nobody had read them,
    and left because somebody had worked on them since."""

    batch: int
    archived: int
    deleted: int
    left: int


@event("home.edited", subject="home")
@dataclass(frozen=True, kw_only=True)
class HomeEdited(Fact):
    """A home of the help center changed: ``what`` is made, changed, removed or restored; ``fields`` are codes."""

    home: int
    what: str
    fields: list[str] = field(default_factory=list)


@event("ticket.reply_drafted", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class ReplyDrafted(Fact):
    """An agent had a language model draft a reply from these ``articles``. ``cost`` is a decimal number in whatever
    currency the prices are in, empty if unknown. Nothing was sent by it."""

    ticket: int
    articles: list[int]
    model: str
    tokens_read: int
    tokens_written: int
    cost: str = ""
