"""What is searched: articles with known questions, solved tickets with known likes, and many others around them."""

from __future__ import annotations

import itertools
import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DESK = 1
SEED = 20_260
FIRST_OTHER = 1_000
"""Ids of the known ones lie below."""

LIKES = 4
"""Solved tickets of each topic: two in English, two in German."""


@dataclass(frozen=True)
class Topic:
    """An article, and what people ask for whom it was written."""

    title: str
    text: str
    en: tuple[str, str]
    de: tuple[str, str]

    @property
    def questions(self) -> tuple[str, ...]:
        return (*self.en, *self.de)


@dataclass(frozen=True)
class Corpus:
    """``topics`` by id; those with an even place set thresholds, the others are measured."""

    topics: tuple[Topic, ...]
    unanswerable: tuple[str, ...]
    background: dict[str, list[str]]

    def half(self, *, held_aside: bool) -> list[tuple[int, Topic]]:
        return [(place, topic) for place, topic in enumerate(self.topics, start=1) if place % 2 == held_aside]

    def aside(self, *, held_aside: bool) -> list[str]:
        """Questions without an answer, halved likewise."""
        return [one for place, one in enumerate(self.unanswerable) if place % 2 == held_aside]

    def others(self, count: int) -> Iterator[tuple[str, str]]:
        """Title and text of so many more articles, the same ones each time."""
        chance = random.Random(SEED)  # noqa: S311 (nothing secret)
        pairs = list(itertools.product(self.background["systems"], self.background["troubles"]))
        for number in range(count):
            system, trouble = pairs[number % len(pairs)]
            lines = [chance.choice(self.background[name]) for name in ("remedies", "notes", "notes")]
            title = f"{system[0].upper()}{system[1:]} {trouble} ({number})"
            text = f"The {system} {trouble}. " + " ".join(dict.fromkeys(lines))
            yield title, text.replace("{number}", str(chance.randint(2, 980)))


def read() -> Corpus:
    """The corpus as it lies beside this file."""
    told: dict[str, Any] = tomllib.loads((Path(__file__).parent / "topics.toml").read_text())
    topics = tuple(Topic(one["title"], one["text"], tuple(one["en"]), tuple(one["de"])) for one in told["topic"])
    return Corpus(topics, tuple(told["questions"]["unanswerable"]), told["background"])


def put_articles(corpus: Corpus, count: int) -> None:
    """So many articles in all: words and vectors."""
    known = [(place, topic.title, topic.text) for place, topic in enumerate(corpus.topics, start=1)]
    more = corpus.others(count - len(known))
    _put("article", [*known, *((FIRST_OTHER + place, *one) for place, one in enumerate(more))])


def put_tickets(corpus: Corpus, count: int) -> None:
    """So many solved tickets in all: what people asked of each topic, and troubles of other systems."""
    known = [
        (place * LIKES + like, subject, subject)
        for place, topic in enumerate(corpus.topics, start=1)
        for like, subject in enumerate(topic.questions)
    ]
    more = corpus.others(count - len(known))
    others = [(FIRST_OTHER + place, title, text.partition(". ")[0]) for place, (title, text) in enumerate(more)]
    _put("ticket", [*known, *others])


def _put(kind: str, rows: list[tuple[int, str, str]]) -> None:
    from django.db import transaction

    from deskhand.search import index
    from deskhand.search.semantic import store

    index.put_many(kind, (index.Entry(one, DESK, index.Parts(title, [text])) for one, title, text in rows))
    for some in _batched(rows, 200):
        with transaction.atomic():
            for one, title, text in some:
                store.put(kind, one, DESK, "", [text], title=title)


def _batched(rows: list[tuple[int, str, str]], size: int) -> Iterator[list[tuple[int, str, str]]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))
