"""One ranked list from words and meaning: what both find comes first.

The places in the two lists are fused (reciprocal rank fusion), not their scores, which cannot be compared; a place by
words counts as far as the text has the question's words. The thresholds are measured (bench/README.md). Without the
extra words alone serve. Equal questions on equal texts get equal answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from deskhand.search.finding import Within, find
from deskhand.search.parts import Audience
from deskhand.search.semantic.elsewhere import beyond
from deskhand.search.semantic.nearest import Near, column_of, nearest
from deskhand.search.semantic.terms import MIN_COVERAGE, terms_of, texts_of
from deskhand.search.semantic.vectors import how_many

CANDIDATES = 50
"""Of each list, so many places are fused."""

FLATTEN = 10
"""How little the very first places are preferred to those behind them. Lower than usual: the lists are short."""

SURE = 0.0
"""By how much the nearest text must be beyond the rest of the world to be an answer by its meaning alone: see
:mod:`elsewhere`."""

BEHIND = 0.12
"""How far behind the nearest one another text may be and still be an answer by its meaning."""

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


def ranked(
    kind: str,
    text: str,
    audience: Audience,
    *,
    within: Within,
    limit: int = 10,
    meant: str = "",
    at_least: float = SURE,
) -> list[Ranked]:
    """Objects that answer a whole question, a sentence or a few words, best first; none rather than nonsense.

    ``within`` are the ids that the asker may read, or a query for them (one column). It is applied before anything is
    counted or scored. ``meant``: the kind of their vectors, where it is another than that of their words.
    ``at_least``: how sure meaning alone must be, see SURE.
    """
    if isinstance(within, QuerySet):
        within = frozenset(within.values_list(column_of(within), flat=True))
    by_words = _by_words(kind, text, audience, within, meant or kind)
    near = _by_meaning(meant or kind, text, within, by_words)
    answers = _answers(text, near, at_least)
    has_words = [(one, share**2) for one, share in by_words.items() if share >= MIN_COVERAGE or one in answers]
    scores = _fused(has_words[:CANDIDATES], [(one, 1.0) for one in answers])
    order = sorted(scores, key=lambda one: (-scores[one], -one))
    passages = {one.object_id: one for one in near}
    return [Ranked(one, scores[one], passages.get(one)) for one in order[:limit]]


def _answers(text: str, near: list[Near], at_least: float) -> list[int]:
    """Objects that are answers by their meaning alone: none, or the nearest and those that are not far behind it."""
    if not near or beyond(text, near[0].score) < at_least:
        return []
    return [one.object_id for one in near if one.score >= near[0].score - BEHIND]


def _by_words(kind: str, text: str, audience: Audience, within: Within, meant: str) -> dict[int, float]:
    """Which share of the question's words those have that have any of the best ones, in the order of the index."""
    terms = terms_of(kind, text, audience, within)
    found = find(kind, terms.clause, audience, within=within, limit=PRESELECTED if _is_beyond(meant) else CANDIDATES)
    texts = texts_of(kind, found[:CANDIDATES], audience)
    return {one: terms.coverage(texts[one]) if one in texts else 0.0 for one in found}


def _by_meaning(kind: str, text: str, within: Within, by_words: Iterable[int]) -> list[Near]:
    if _is_beyond(kind):
        return nearest(text, kind, within=by_words, out_of=within, limit=CANDIDATES)
    return nearest(text, kind, within=within, limit=CANDIDATES)


def _is_beyond(kind: str) -> bool:
    return how_many(kind) > VECTOR_LIMIT


def _fused(*lists: list[tuple[int, float]]) -> dict[int, float]:
    scores: dict[int, float] = {}
    for one in lists:
        for place, (object_id, weight) in enumerate(one):
            scores[object_id] = scores.get(object_id, 0.0) + weight / (FLATTEN + place)
    return scores
