"""What the API takes and gives of articles beside a ticket."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Query
from pydantic import Field

from deskhand.api.answers import Answer, PersonRef
from deskhand.api.schemas import LARGEST_NUMBER, Input, Text
from deskhand.modules.knowledge.models.use import WORDS_LIMIT

TicketWords = Annotated[
    Text, Query("", max_length=WORDS_LIMIT, description="Words to look for instead of those of the ticket.")
]
OfArticle = Annotated[int | None, Query(None, ge=1, le=LARGEST_NUMBER, description="Only those of this article.")]
DoneToo = Annotated[bool, Query(False, description="Also those that are mended.")]


class NewUse(Input):
    """An article that was used for a ticket."""

    article: Annotated[int, Field(ge=1, le=LARGEST_NUMBER, description="Id of the article.")]
    how: Annotated[
        Literal["attached", "linked", "inserted"],
        Field(description="Marked as used, its link sent, or its text sent. Each article counts once a ticket."),
    ] = "attached"
    is_confirmed: Annotated[
        bool, Field(description="Its link or text goes to a requester who may not read it: that is meant.")
    ] = False


class ArticleUse(Answer):
    """An article that was used for a ticket."""

    article: Annotated[int, Field(description="Id of the article.")]
    title: Annotated[str, Field(description="In its first language.")]
    how: Annotated[
        Literal["attached", "linked", "inserted", "written"], Field(description="`written`: written from the ticket.")
    ]
    person: PersonRef | None
    at: datetime


class ArticleUses(Answer):
    """The articles that were used for a ticket, the newest first."""

    items: list[ArticleUse]


class ArticleHanded(ArticleUses):
    """The same after one more, and what goes into the answer."""

    html: Annotated[str, Field(description="The link or the text for the answer, in the requester's language.")]


class SuggestedArticle(Answer):
    """An article that may answer a ticket, in the language in which its requester would read it."""

    id: int
    title: str
    summary: str
    language: Annotated[str, Field(description="Code of the language that it is offered in.")]
    is_for_requester: Annotated[bool, Field(description="Whether the ticket's requester may read it.")]


class SuggestedArticles(Answer):
    """Articles that may answer a ticket, the best first, without those that were used for it already."""

    items: list[SuggestedArticle]


class BegunArticle(Answer):
    """What an article begins with that is written from a ticket. Names, addresses and numbers are masked."""

    language: Annotated[str, Field(description="Code of the requester's language.")]
    title: str
    issue: Annotated[str, Field(description="The requester's first words, as clean HTML.")]
    resolution: Annotated[str, Field(description="The last public answer, as clean HTML.")]
    marks: Annotated[list[str], Field(description="What stands in place of personal words: look at each.")]


class HelpfulArticle(Answer):
    """An article that was used for a ticket that was solved."""

    id: int
    title: str
    language: Annotated[str, Field(description="Code of the language that it is offered in.")]
    url: Annotated[str, Field(description="Its address in the workspace.")]


class AlikeTicket(Answer):
    """A ticket that was solved, and is like the one that was asked about."""

    number: int
    subject: str
    status: Annotated[str, Field(description="What its status is called.")]
    category: Annotated[str, Field(description="The category of its status.")]
    solved_at: datetime
    articles: Annotated[list[HelpfulArticle], Field(description="Articles that were used for it, those that you read.")]


class AlikeTickets(Answer):
    """Solved tickets like another one, the most alike first."""

    items: list[AlikeTicket]


ALIKE: dict[str, Any] = {
    "number": 987,
    "subject": "VPN connection lost every few minutes",
    "status": "Solved",
    "category": "resolved",
    "solved_at": "2026-02-14T10:12:00Z",
    "articles": [
        {"id": 31, "title": "VPN drops every ten minutes", "language": "en", "url": "/agent/it/knowledge/31/"}
    ],
}
SUGGESTED: dict[str, Any] = {
    "id": 31,
    "title": "VPN drops every ten minutes",
    "summary": "Why it happens, and how it stops.",
    "language": "en",
    "is_for_requester": True,
}
BEGUN: dict[str, Any] = {
    "language": "en",
    "title": "VPN drops every ten minutes",
    "issue": "<p>Since this morning, at home and in the office.</p>",
    "resolution": "<p>Hello [name], please restart the client once more.</p>",
    "marks": ["[name]"],
}
USE: dict[str, Any] = {
    "article": 31,
    "title": "VPN drops every ten minutes",
    "how": "linked",
    "person": {"id": 4, "name": "Jana Vogt", "email": "jana@eberfeld.example"},
    "at": "2026-03-02T09:05:40Z",
}
