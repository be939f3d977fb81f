"""How well the right text is found: by words alone, by meaning alone, by both. On the topics that set no threshold."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from unittest.mock import patch

from bench.semantic.corpus import DESK, LIKES, Corpus

PLACES = 5
"""Recall counts the first so many."""

Way = Callable[[str, str], list[int]]
Asked = list[tuple[str, set[int]]]


def articles(corpus: Corpus, *, held_aside: bool = True) -> dict[str, dict[str, float]]:
    """Questions to articles, each way: recall, first places, and questions without an answer that got one."""
    asked = [(one, {place}) for place, topic in corpus.half(held_aside=held_aside) for one in topic.questions]
    return _by_ways("article", asked, corpus.aside(held_aside=held_aside))


def tickets(corpus: Corpus, *, held_aside: bool = True) -> dict[str, dict[str, float]]:
    """New tickets to solved ones of the same topic, in either language."""
    asked = [
        (one, {place * LIKES, place * LIKES + 1})
        for place, topic in corpus.half(held_aside=held_aside)
        for one in (topic.en[1], topic.de[1])
    ]
    return _by_ways("ticket", asked, corpus.aside(held_aside=held_aside))


def answered(corpus: Corpus, *, held_aside: bool = True) -> dict[str, float]:
    """Questions that are answered, answered from the right article, and answered though nobody wrote an answer."""
    from deskhand.search.semantic.answers import answers

    texts = {place: topic.text for place, topic in enumerate(corpus.topics, start=1)}
    ids = list(texts)

    def first(question: str) -> int | None:
        found = answers(question, "article", lambda near: [texts.get(one.object_id) for one in near], within=ids)
        return found[0].object_id if found else None

    asked = [(one, place) for place, topic in corpus.half(held_aside=held_aside) for one in topic.questions]
    got = [(first(question), place) for question, place in asked]
    nonsense = [first(question) for question in corpus.aside(held_aside=held_aside)]
    given = [one for one in got if one[0] is not None]
    return {
        "answered": round(len(given) / len(got), 3),
        "right_of_answered": round(sum(one == place for one, place in given) / max(1, len(given)), 3),
        "answered_though_unanswerable": round(sum(one is not None for one in nonsense) / len(nonsense), 3),
    }


def _by_ways(kind: str, asked: Asked, unanswerable: list[str]) -> dict[str, dict[str, float]]:
    absent = patch("deskhand.search.semantic.embedding.is_available", return_value=False)
    return {
        "words": _of(kind, _hybrid, asked, unanswerable, absent),
        "meaning": _of(kind, _meaning, asked, unanswerable),
        "both": _of(kind, _hybrid, asked, unanswerable),
    }


def _of(
    kind: str, way: Way, asked: Asked, unanswerable: list[str], around: AbstractContextManager[object] | None = None
) -> dict[str, float]:
    with around or nullcontext():
        found = [(way(kind, question)[:PLACES], right) for question, right in asked]
        nonsense = [bool(way(kind, question)) for question in unanswerable]
    shown = sum(len(one) for one, _ in found)
    return {
        "recall_at_5": round(sum(bool(right & set(one)) for one, right in found) / len(found), 3),
        "first": round(sum(bool(one) and one[0] in right for one, right in found) / len(found), 3),
        "relevant_of_shown": round(sum(len(right & set(one)) for one, right in found) / max(1, shown), 3),
        "found_though_unanswerable": round(sum(nonsense) / len(nonsense), 3),
    }


def _hybrid(kind: str, question: str) -> list[int]:
    from deskhand.search.index import Audience
    from deskhand.search.models import SearchDocument
    from deskhand.search.semantic.hybrid import ranked

    within = SearchDocument.objects.filter(kind=kind).values("object_id")
    found = ranked(kind, question, Audience(public_desks=frozenset({DESK})), within=within, limit=PLACES)
    return [one.object_id for one in found]


def _meaning(kind: str, question: str) -> list[int]:
    from deskhand.search.models import SearchDocument
    from deskhand.search.semantic.hybrid import NEAR
    from deskhand.search.semantic.nearest import nearest

    within = SearchDocument.objects.filter(kind=kind).values("object_id")
    return [one.object_id for one in nearest(question, kind, within=within, limit=PLACES, at_least=NEAR)]
