"""What the API gives of measures and gaps."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Query
from pydantic import Field

from deskhand.api.answers import Answer
from deskhand.api.schemas import Day, Input, Text
from deskhand.modules.knowledge.models.article import NOTE_LIMIT
from deskhand.modules.knowledge.models.use import WORDS_LIMIT

First = Annotated[Day | None, Query(None, description="First day; 29 days before the last one, unless said.")]
Last = Annotated[Day | None, Query(None, description="Last day, included; today, unless said.")]
Share = Annotated[float | None, Field(description="Of 1; null where there is nothing to divide by.")]
Steps = Annotated[Literal["weeks", "months"], Query("weeks", description="How long each of the 12 stretches is.")]
Kind = Literal["search", "tickets"]


class Counts(Answer):
    """Numbers of records. Those of now (``stale``, ``due``, ``expiring``, ``flagged``, ``decaying``) do not depend
    on the period."""

    resolved: Annotated[int, Field(description="Tickets that were resolved.")]
    linked: Annotated[int, Field(description="Of them those on which an article was used.")]
    opened: Annotated[int, Field(description="Tickets that were opened.")]
    uses: Annotated[int, Field(description="Uses of articles on tickets.")]
    written: Annotated[int, Field(description="Articles written from a ticket.")]
    reused: Annotated[int, Field(description="Uses of articles that were there.")]
    touched: Annotated[int, Field(description="Articles used or remarked on.")]
    changed: Annotated[int, Field(description="Of them those published anew after it.")]
    published: Annotated[int, Field(description="Articles published for the first time; without imported ones.")]
    judged: Annotated[int, Field(description="Readers who said whether an article helped.")]
    helped: Annotated[int, Field(description="Readers whom an article helped.")]
    answered: Annotated[int, Field(description="Of them those who are not counted as requests spared.")]
    confirmed: Annotated[int, Field(description="Requests spared, of which somebody said so.")]
    inferred: Annotated[int, Field(description="Requests that were probably spared.")]
    searches: Annotated[int, Field(description="Searches.")]
    unanswered: Annotated[int, Field(description="Searches without result.")]
    stale: Annotated[int, Field(description="Articles with a translation that is stale.")]
    due: Annotated[int, Field(description="Articles that are to be reviewed.")]
    expiring: Annotated[int, Field(description="Articles that have expired, or will within 30 days.")]
    flagged: Annotated[int, Field(description="Articles of which something is to be mended.")]
    decaying: Annotated[int, Field(description="Articles whose decay is 50 or more of 100.")]


class OfShelf(Answer):
    """The figures of a category, with what stands below it."""

    shelf: Annotated[int | None, Field(description="Id of the category; null: without one.")]
    name: str
    articles: int
    uses: int
    spared: int
    helped: int
    judged: int


class ShownTrend(Answer):
    """How much articles helped in one stretch of days."""

    first: Annotated[date, Field(description="First day, in the desk's time zone.")]
    last: Annotated[date, Field(description="Last day, included.")]
    link_rate: Share
    reuse: Share
    modify_rate: Share
    score: Annotated[
        float | None,
        Field(description="Self-service score: (confirmed + inferred + answered) / opened. It may be above 1."),
    ]
    deflection_confirmed: Share
    deflection: Annotated[float | None, Field(description="With what is inferred. Of 1.")]
    without_result: Share
    helpful: Annotated[float | None, Field(description="Of 1; null below 30 answers, too.")]
    publish_median_hours: Annotated[float | None, Field(description="From begin to first publication.")]


class ShownMeasures(ShownTrend):
    """How much articles help, as far as whoever asks may read them. Of nobody in person."""

    counts: Counts
    publish_p90_hours: Annotated[float | None, Field(description="What nine of ten stayed below.")]
    shelves: list[OfShelf]


class ShownTrends(Answer):
    """The same over time, the oldest first."""

    items: list[ShownTrend]


class ShownSearch(Answer):
    """Searches for the same words that found nothing."""

    key: Annotated[str, Field(description="The words, folded: they name the gap.")]
    words: Annotated[str, Field(description="As somebody typed them.")]
    count: int
    last_at: datetime
    places: Annotated[list[str], Field(description="Where, in words.")]
    languages: list[str]


class ShownAsking(Answer):
    """Tickets that ask the same, of which none has an article."""

    key: Annotated[str, Field(description="Words that they have in common: they name the gap.")]
    title: Annotated[str, Field(description="The subject of the newest.")]
    count: int
    last_at: datetime
    tickets: Annotated[list[int], Field(description="Numbers of the newest of them.")]


class ShownGaps(Answer):
    """What is to be written, the most asked first. Only what whoever asks may read is counted."""

    searches: list[ShownSearch]
    tickets: list[ShownAsking]


class NewDecision(Input):
    """A gap about which nothing is to be written."""

    kind: Annotated[Kind, Field(description="Which list it stands on.")]
    key: Annotated[Text, Field(min_length=1, max_length=WORDS_LIMIT)]
    reason: Annotated[Text, Field(min_length=1, max_length=NOTE_LIMIT, description="Why nothing is to be written.")]


class ShownGap(Answer):
    """A gap that is off the list."""

    id: int
    kind: Kind
    key: str
    state: Literal["put_away", "written", "answered"]
    reason: str
    article: Annotated[int | None, Field(description="Id of the article; null for one that may not be read.")]
    at: datetime


class ShownDecisions(Answer):
    """Gaps that are off the list, the newest first."""

    items: list[ShownGap]


GAP: dict[str, Any] = {
    "id": 7,
    "kind": "search",
    "key": "canteen menu",
    "state": "put_away",
    "reason": "Not our desk.",
    "article": None,
    "at": "2026-03-02T09:00:00Z",
}

GAPS: dict[str, Any] = {
    "searches": [
        {
            "key": "door badge",
            "words": "Door badge",
            "count": 12,
            "last_at": "2026-03-02T09:00:00Z",
            "places": ["Portal"],
            "languages": ["en"],
        }
    ],
    "tickets": [
        {
            "key": "flickers monitor",
            "title": "Monitor flickers",
            "count": 5,
            "last_at": "2026-03-02T09:00:00Z",
            "tickets": [1042, 1038, 1017],
        }
    ],
}

MEASURES: dict[str, Any] = {
    "first": "2026-02-01",
    "last": "2026-03-02",
    "counts": {
        "resolved": 80,
        "linked": 52,
        "opened": 90,
        "uses": 61,
        "written": 9,
        "reused": 52,
        "touched": 30,
        "changed": 11,
        "published": 12,
        "judged": 44,
        "helped": 36,
        "answered": 21,
        "confirmed": 15,
        "inferred": 19,
        "searches": 310,
        "unanswered": 24,
        "stale": 3,
        "due": 5,
        "expiring": 1,
        "flagged": 4,
        "decaying": 2,
    },
    "link_rate": 0.65,
    "reuse": 0.8525,
    "modify_rate": 0.3667,
    "score": 0.6111,
    "deflection_confirmed": 0.1429,
    "deflection": 0.2742,
    "without_result": 0.0774,
    "helpful": 0.8182,
    "publish_median_hours": 6.5,
    "publish_p90_hours": 71.0,
    "shelves": [{"shelf": 12, "name": "Network", "articles": 18, "uses": 40, "spared": 20, "helped": 25, "judged": 30}],
}
_ALONE = ("counts", "publish_p90_hours", "shelves")
TRENDS: dict[str, Any] = {"items": [{name: said for name, said in MEASURES.items() if name not in _ALONE}]}
