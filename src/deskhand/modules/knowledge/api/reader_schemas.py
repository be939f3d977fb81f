"""What the API takes and gives of articles to whoever reads them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Query
from pydantic import Field

from deskhand.api.answers import Answer
from deskhand.api.schemas import Input, Text
from deskhand.modules.knowledge.models.use import TEXT_LIMIT, WORDS_LIMIT

FOUND_LIMIT = 30
"""Articles that one search answers."""

FOUND_USUALLY = 10
"""Articles that one search answers, unless told otherwise."""

Question = Annotated[
    Text, Query(min_length=1, max_length=WORDS_LIMIT, description="What somebody would ask.", example="VPN drops")
]
InLanguage = Annotated[
    Text, Query("", max_length=10, description="Code of the language to read in; yours, if left away.")
]
FoundLimit = Annotated[int, Query(ge=1, le=FOUND_LIMIT, description="How many articles at most.")]


class ArticleSearch(Input):
    """Something to look for, noted for the desk: its words, never who asked."""

    q: Annotated[Text, Field(min_length=1, max_length=WORDS_LIMIT, description="What somebody would ask.")]
    language: Annotated[Text, Field(max_length=10, description="Code of the language to read in; yours, if empty.")] = (
        ""
    )
    desk: Annotated[Text, Field(max_length=20, description="Key of one desk; all that help you, if empty.")] = ""
    limit: Annotated[int, Field(ge=1, le=FOUND_LIMIT)] = FOUND_USUALLY


class ArticleJudgement(Input):
    """Whether an article helped."""

    has_helped: bool
    language: Annotated[Text, Field(max_length=10, description="In which language it was read; yours, if empty.")] = ""


class ArticleMissing(Input):
    """What an article did not say."""

    text: Annotated[Text, Field(min_length=1, max_length=TEXT_LIMIT)]
    language: Annotated[Text, Field(max_length=10, description="In which language it was read; yours, if empty.")] = ""


class FoundArticle(Answer):
    """An article that answers, in the reader's language where it is published in it."""

    id: int
    desk: Annotated[str, Field(description="Key of the desk.")]
    language: Annotated[str, Field(description="Code of the language that it is offered in.")]
    title: str
    summary: str
    url: Annotated[str, Field(description="Its address in the help center.")]


class FoundArticles(Answer):
    """Articles that answer, the best first."""

    items: list[FoundArticle]


class OfferedFile(Answer):
    """A file that is offered below an article."""

    filename: str
    size: Annotated[int, Field(description="In bytes.")]
    url: str


class ReadArticle(FoundArticle):
    """An article as its readers read it: the published words, in clean HTML or, with `as=markdown`, in Markdown."""

    languages: Annotated[list[str], Field(description="Codes of the languages in which it can be read.")]
    issue: Annotated[str, Field(description="What happens.")]
    environment: Annotated[str, Field(description="Where it applies.")]
    resolution: Annotated[str, Field(description="What helps.")]
    cause: Annotated[str, Field(description="Why it happens.")]
    published_at: datetime
    follows: Annotated[bool, Field(description="Whether you hear of new versions by mail.")]
    files: list[OfferedFile]


class CitedAnswer(Answer):
    """A sentence that stands word for word in an article that you may read."""

    article: Annotated[int, Field(description="Id of the article.")]
    quote: str
    title: str
    language: Annotated[str, Field(description="Code of the language that it is written in.")]
    url: Annotated[str, Field(description="Its place in the article.")]


class CitedAnswers(Answer):
    """Sentences that answer a question, of different articles, the best first; none when unsure."""

    items: list[CitedAnswer]


CITED: dict[str, Any] = {
    "article": 31,
    "quote": "Restart the client, then sign in again.",
    "title": "VPN drops every ten minutes",
    "language": "en",
    "url": "/agent/it/knowledge/31/?language=en#:~:text=Restart%20the%20client",
}
FOUND: dict[str, Any] = {
    "id": 31,
    "desk": "it",
    "language": "en",
    "title": "VPN drops every ten minutes",
    "summary": "Why it happens, and how it stops.",
    "url": "/help/it/articles/31-vpn-drops-every-ten-minutes",
}
READ = FOUND | {
    "languages": ["de", "en"],
    "issue": "<p>The connection is lost every ten minutes.</p>",
    "environment": "",
    "resolution": "<p>Restart the client, then sign in again.</p>",
    "cause": "",
    "published_at": "2026-03-02T09:05:40Z",
    "follows": False,
    "files": [],
}
