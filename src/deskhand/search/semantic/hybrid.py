"""One ranked list from words and meaning: what both find comes first.

The places in the two lists are fused (reciprocal rank fusion), not their scores, which cannot be compared. Without the
extra words alone serve. Equal questions on equal texts get equal answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from deskhand.search.finding import find
from deskhand.search.parts import Audience
from deskhand.search.semantic.terms import MIN_COVERAGE, terms_of, texts_of

CANDIDATES = 50
"""Of each list, so many places are fused."""

FLATTEN = 60
"""How little the very first places are preferred to those behind them; the usual constant of this fusion."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One answer: the object, what it scored (more is better; comparable within one list alone), and the part whose
    meaning was nearest, None if it was found by its words alone."""

    object_id: int
    score: float
    part: int | None = None
    language: str = ""


def ranked(kind: str, text: str, audience: Audience, *, within: QuerySet[Any, Any], limit: int = 10) -> list[Ranked]:
    """Objects that answer a whole question, a sentence or a few words, best first; none rather than nonsense.

    ``within`` is a query for the ids that the asker may read (one column). It is applied before anything is counted
    or scored.
    """
    by_words = _by_words(kind, text, audience, within)
    scores = {object_id: 1.0 / (FLATTEN + place) for place, object_id in enumerate(by_words)}
    order = sorted(scores, key=lambda object_id: (-scores[object_id], -object_id))
    return [Ranked(object_id, scores[object_id]) for object_id in order[:limit]]


def _by_words(kind: str, text: str, audience: Audience, within: QuerySet[Any, Any]) -> list[int]:
    terms = terms_of(kind, text, audience, within)
    found = find(kind, terms.clause, audience, within=within, limit=CANDIDATES)
    texts = texts_of(kind, found, audience)
    return [one for one in found if one in texts and terms.coverage(texts[one]) >= MIN_COVERAGE]
