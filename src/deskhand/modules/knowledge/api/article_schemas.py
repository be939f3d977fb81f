"""What the API gives of articles, to the desk's own people."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from deskhand.api.answers import Answer, Page, PersonRef

AudienceWord = Literal["public", "requesters", "organizations", "agents", "teams", "named"]
ConfidenceWord = Literal["wip", "not_validated", "validated", "archived"]
StateWord = Literal["draft", "in_review", "approved", "published", "former"]


class RowName(Answer):
    """An organization or a team that an audience is narrowed to."""

    id: int
    name: str


class ArticleVersion(Answer):
    """A version of an article in one language: when it stood for readers, and who wrote it."""

    number: Annotated[int, Field(description="Counts the versions of the translation from 1.")]
    edition: Annotated[int, Field(description="Counts how often its draft was saved.")]
    state: Annotated[StateWord, Field(description="`approved`: it is published by itself at `publish_at`.")]
    title: str
    summary: str
    note: Annotated[str, Field(description="What its author said about the change.")]
    written_by: PersonRef | None
    reviewer: Annotated[PersonRef | None, Field(description="Who published it or sent it back.")]
    review_note: Annotated[str, Field(description="What the reviewer wants changed.")]
    made_from: Annotated[
        int | None,
        Field(description="For a translation: number of the version of the source that it says the same as."),
    ]
    publish_at: Annotated[datetime | None, Field(description="When it is published by itself.")]
    created_at: datetime
    changed_at: datetime
    published_at: datetime | None


class ArticleWords(ArticleVersion):
    """A version with its words: clean HTML, or Markdown with `as=markdown`."""

    issue: Annotated[str, Field(description="What happens, in the words of those who ask.")]
    environment: Annotated[str, Field(description="Where it applies.")]
    resolution: Annotated[str, Field(description="What helps.")]
    cause: Annotated[str, Field(description="Why it happens.")]


class OpenVersion(Answer):
    """The version of a translation that somebody works on, in short."""

    number: int
    edition: int
    state: Literal["draft", "in_review", "approved"]
    publish_at: datetime | None


class TranslationLine(Answer):
    """An article in one language, in short."""

    language: Annotated[str, Field(description="Code of the language.")]
    title: str
    summary: str
    url: Annotated[str, Field(description="Its address in the help center, for those who may read it.")]
    is_published: bool
    is_stale: Annotated[bool, Field(description="Its source has been published anew since.")]
    published_at: Annotated[datetime | None, Field(description="Since when this version stands.")]
    first_published_at: datetime | None
    open: Annotated[OpenVersion | None, Field(description="What somebody works on; null for nothing.")]


class TranslationWhole(TranslationLine):
    """An article in one language, with its words. The ETag names the version that a draft is saved over."""

    published: Annotated[ArticleWords | None, Field(description="What readers read.")]
    draft: Annotated[ArticleWords | None, Field(description="What somebody works on.")]


class ArticleState(Answer):
    """An article without its words."""

    id: int
    desk: Annotated[str, Field(description="Key of the desk.")]
    title: Annotated[str, Field(description="In its first language.")]
    language: Annotated[str, Field(description="Code of its first language, the source of the others.")]
    confidence: Annotated[ConfidenceWord, Field(description="How sure the desk is. `wip`: work in progress.")]
    audience: Annotated[AudienceWord, Field(description="Who may read it, once it is published and validated.")]
    organizations: Annotated[list[RowName], Field(description="Whose people read it, for `organizations`.")]
    teams: Annotated[list[RowName], Field(description="Who reads it, for `teams`.")]
    people: Annotated[list[PersonRef], Field(description="Who reads it, for `named`.")]
    shelf: Annotated[int | None, Field(description="Id of its category.")]
    position: Annotated[int, Field(description="Its place in the category.")]
    owner: PersonRef | None
    keywords: Annotated[str, Field(description="Other words that people use for it; searched, not shown.")]
    is_featured: Annotated[bool, Field(description="Named first on the help center's first page.")]
    review_at: Annotated[datetime | None, Field(description="When somebody looks whether it is still true.")]
    expires_at: Annotated[datetime | None, Field(description="From then on only the desk's own people read it.")]
    replaced_by: Annotated[int | None, Field(description="Id of the article that took its place, if you read that.")]
    uses: Annotated[int, Field(description="On how many tickets it was used.")]
    flags: Annotated[int, Field(description="How many things about it are to be mended.")]
    origin: Annotated[str, Field(description="What it is called where it was imported from.")]
    created_at: datetime
    changed_at: datetime


class ArticleLine(ArticleState):
    """An article in a list."""

    translations: list[TranslationLine]


class WholeArticle(ArticleState):
    """An article with its words in every language. The ETag names its state, for `If-Match` with a change of it."""

    translations: list[TranslationWhole]


class ArticleLines(Page[ArticleLine]):
    """A page of articles."""


class ArticleVersions(Page[ArticleVersion]):
    """A page of versions."""


class DifferenceRun(Answer):
    """A run of text that stayed, went or came."""

    what: Literal["same", "gone", "new"]
    text: str


class PartDifference(Answer):
    """A part that says something else, word by word."""

    part: Annotated[str, Field(description="What the part is called.")]
    runs: list[DifferenceRun]


class VersionDifferences(Answer):
    """What is different between two versions. How words look is not compared."""

    before: int
    after: int
    changes: list[PartDifference]


class ArticleFileShown(Answer):
    """A file of an article: a picture in its text, or one that is offered below it."""

    id: int
    filename: str
    content_type: str
    size: Annotated[int, Field(description="In bytes.")]
    is_inline: Annotated[bool, Field(description="A picture for the text.")]
    url: Annotated[str, Field(description="Its address on the pages, and in the text as the `src` of a picture.")]
    added_at: datetime


class ArticleFilesShown(Answer):
    """The files of an article, the oldest first."""

    items: list[ArticleFileShown]


class FlagShown(Answer):
    """Something about an article that is to be mended."""

    id: int
    article: Annotated[int, Field(description="Id of the article.")]
    source: Annotated[Literal["agent", "reader"], Field(description="Who said it: a colleague, or a reader.")]
    text: str
    person: Annotated[PersonRef | None, Field(description="Null for a reader who was not signed in.")]
    language: Annotated[str | None, Field(description="In which language a reader read it.")]
    at: datetime
    done_at: datetime | None
    done_by: PersonRef | None


class FlagsShown(Page[FlagShown]):
    """A page of things to mend."""


_JANA = {"id": 4, "name": "Jana Vogt", "email": "jana@eberfeld.example"}
_VERSION: dict[str, Any] = {
    "number": 3,
    "edition": 2,
    "state": "published",
    "title": "VPN drops every ten minutes",
    "summary": "Why it happens, and how it stops.",
    "note": "",
    "written_by": _JANA,
    "reviewer": _JANA,
    "review_note": "",
    "made_from": None,
    "publish_at": None,
    "created_at": "2026-03-01T08:00:00Z",
    "changed_at": "2026-03-02T09:05:40Z",
    "published_at": "2026-03-02T09:05:40Z",
}
VERSION = _VERSION
WORDS = _VERSION | {
    "issue": "<p>The connection is lost every ten minutes.</p>",
    "environment": "",
    "resolution": "<p>Restart the client, then sign in again.</p>",
    "cause": "",
}
_LINE: dict[str, Any] = {
    "language": "en",
    "title": "VPN drops every ten minutes",
    "summary": "Why it happens, and how it stops.",
    "url": "/help/it/articles/31-vpn-drops-every-ten-minutes",
    "is_published": True,
    "is_stale": False,
    "published_at": "2026-03-02T09:05:40Z",
    "first_published_at": "2026-01-12T10:00:00Z",
    "open": None,
}
TRANSLATION = _LINE | {"published": WORDS, "draft": None}
_STATE: dict[str, Any] = {
    "id": 31,
    "desk": "it",
    "title": "VPN drops every ten minutes",
    "language": "en",
    "confidence": "validated",
    "audience": "requesters",
    "organizations": [],
    "teams": [],
    "people": [],
    "shelf": 12,
    "position": 1,
    "owner": _JANA,
    "keywords": "tunnel, remote",
    "is_featured": False,
    "review_at": "2027-03-02T09:05:40Z",
    "expires_at": None,
    "replaced_by": None,
    "uses": 7,
    "flags": 0,
    "origin": "",
    "created_at": "2026-01-12T09:00:00Z",
    "changed_at": "2026-03-02T09:05:40Z",
}
LINE = _STATE | {"translations": [_LINE]}
WHOLE = _STATE | {"translations": [TRANSLATION]}
FILE: dict[str, Any] = {
    "id": 8,
    "filename": "client.png",
    "content_type": "image/png",
    "size": 48213,
    "is_inline": True,
    "url": "/help/files/q8Zb1mS0vT2xY4wR6uN8pL0kJ3hG5fD7/client.png",
    "added_at": "2026-03-02T09:00:00Z",
}
FLAG: dict[str, Any] = {
    "id": 5,
    "article": 31,
    "source": "reader",
    "text": "It does not say where the client is.",
    "person": None,
    "language": "en",
    "at": "2026-03-04T14:20:00Z",
    "done_at": None,
    "done_by": None,
}
