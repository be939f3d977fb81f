"""One ranked list from words and meaning: what both find comes first.

The places in the two lists are fused (reciprocal rank fusion), not their scores, which cannot be compared; a place by
words counts as far as the text has the question's words. The thresholds are measured (bench/README.md). Without the
extra words alone serve. Equal questions on equal texts get equal answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from deskhand.search.finding import find
from deskhand.search.parts import Audience
from deskhand.search.semantic.nearest import Near, nearest
from deskhand.search.semantic.terms import MIN_COVERAGE, terms_of, texts_of
from deskhand.search.semantic.vectors import how_many

CANDIDATES = 50
"""Of each list, so many places are fused."""

FLATTEN = 10
"""How little the very first places are preferred to those behind them. Lower than usual: the lists are short."""

NEAR = 0.25
"""The cosine from which on a text is an answer by its meaning alone."""

VAGUE = 0.2
"""The cosine from which on meaning supports what has some of the words, too."""

SOME_COVERAGE = 0.2
"""How much of what the words weigh is enough where meaning supports it."""

VECTOR_LIMIT = 100_000
"""Passages of one kind among which meaning is searched exactly. Beyond, words choose the candidates."""

PRESELECTED = 1_000
"""Objects that words choose then."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One answer: the object, what it scored (more is better; comparable within one list alone), and the passage whose
    meaning was nearest, None if it was found by its words alone."""

    object_id: int
    score: float
    near: Near | None = None


def ranked(kind: str, text: str, audience: Audience, *, within: QuerySet[Any, Any], limit: int = 10) -> list[Ranked]:
    """Objects that answer a whole question, a sentence or a few words, best first; none rather than nonsense.

    ``within`` is a query for the ids that the asker may read (one column). It is applied before anything is counted
    or scored.
    """
    by_words = _by_words(kind, text, audience, within)
    near = {one.object_id: one for one in _by_meaning(kind, text, within, by_words)}
    has_words = [(one, share) for one, share in by_words.items() if _is_answer(share, near.get(one))]
    has_meaning = [(one, 1.0) for one in near if _is_answer(by_words.get(one, 0.0), near[one])]
    scores = _fused(has_words[:CANDIDATES], has_meaning)
    order = sorted(scores, key=lambda one: (-scores[one], -one))
    return [Ranked(one, scores[one], near.get(one)) for one in order[:limit]]


def _is_answer(share: float, near: Near | None) -> bool:
    if share >= MIN_COVERAGE:
        return True
    score = near.score if near else 0.0
    return score >= NEAR or (score >= VAGUE and share >= SOME_COVERAGE)


def _by_words(kind: str, text: str, audience: Audience, within: QuerySet[Any, Any]) -> dict[int, float]:
    """Which share of the question's words those have that have any of the best ones, in the order of the index."""
    terms = terms_of(kind, text, audience, within)
    found = find(kind, terms.clause, audience, within=within, limit=PRESELECTED if _is_beyond(kind) else CANDIDATES)
    texts = texts_of(kind, found[:CANDIDATES], audience)
    return {one: terms.coverage(texts[one]) if one in texts else 0.0 for one in found}


def _by_meaning(kind: str, text: str, within: QuerySet[Any, Any], by_words: Iterable[int]) -> list[Near]:
    return nearest(text, kind, within=by_words if _is_beyond(kind) else within, limit=CANDIDATES, at_least=VAGUE)


def _is_beyond(kind: str) -> bool:
    return how_many(kind) > VECTOR_LIMIT


def _fused(*lists: list[tuple[int, float]]) -> dict[int, float]:
    scores: dict[int, float] = {}
    for one in lists:
        for place, (object_id, weight) in enumerate(one):
            scores[object_id] = scores.get(object_id, 0.0) + weight / (FLATTEN + place)
    return scores
