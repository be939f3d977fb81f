"""Answers with citations: the sentences that say it, word for word, and where they stand. Nothing is made up, and where
nothing is near enough nothing is said.

First the passages are found that are near the question, among what the asker may read; then their sentences are weighed
one by one. The texts come from whoever owns them, so that a citation points into what is shown today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from deskhand.kernel.query.clause import Phrase, WordText
from deskhand.kernel.words import words
from deskhand.search.semantic import embedding
from deskhand.search.semantic.elsewhere import beyond
from deskhand.search.semantic.nearest import Ids, Near, nearest_passages
from deskhand.search.semantic.passages import Passage, sentences
from deskhand.search.semantic.stopwords import STOP_WORDS

PASSAGES = 8
"""Passages that are read for an answer."""

MAX_SENTENCES = 60
"""Sentences that are weighed for one answer: the first ones of the nearest passages."""

SURE = 0.1
"""By how much the nearest passage must be beyond the rest of the world (:mod:`elsewhere`); else there is no answer.
Measured: bench/README.md."""

SAID = 0.1
"""The score that a passage, and the cosine that a sentence must reach to be quoted."""

TextsOf = Callable[[Sequence[Near]], Iterable[str | None]]
"""For each passage the whole text in which it stands; None if the asker may not read it, or it is gone."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A sentence that stands word for word in a text: ``texts[text][start:end]`` of the object in this language."""

    object_id: int
    part: int
    language: str
    text: int
    start: int
    end: int
    quote: str
    score: float


def answers(question: str, kind: str, texts_of: TextsOf, *, within: Ids, limit: int = 3) -> list[Citation]:
    """The sentences that answer a question, best first, at most one of each passage; none when unsure, and none
    without the extra.

    ``within`` are the ids that the asker may read: nothing else is looked at (see :mod:`nearest`).
    """
    near = nearest_passages(question, kind, within=within, limit=PASSAGES, at_least=SAID, per_object=2)
    if not near or beyond(question, near[0].score) < SURE:
        return []
    return best_of(question, zip(near, texts_of(near), strict=True), limit=limit)


def best_of(question: str, found: Iterable[tuple[Near, str | None]], *, limit: int = 3) -> list[Citation]:
    """The same for passages that the caller has, each with its whole text. Does not judge whether to answer at all."""
    held = [(near, text) for near, text in found if text is not None and near.score >= SAID]
    told = [(near, one) for near, text in held for one in _sentences(near, text)][:MAX_SENTENCES]
    scored = zip(told, _scores(question, [one.text for _, one in told]), strict=True)
    cited = [_citation(near, one, 0.5 * near.score + 0.5 * score) for (near, one), score in scored if score >= SAID]
    best: dict[tuple[int, str, int], Citation] = {}
    for one in sorted(cited, key=lambda each: (-each.score, -each.object_id, each.start)):
        best.setdefault((one.object_id, one.language, one.part), one)
    return list(best.values())[:limit]


def _sentences(near: Near, text: str) -> list[Passage]:
    """Of one passage, with their places in the whole text. A text that became shorter meanwhile has fewer."""
    cut = sentences(text[near.start : near.end])
    return [Passage(one.text, near.start + one.start, near.start + one.end) for one in cut]


def _scores(question: str, told: list[str]) -> list[float]:
    """Cosines, and a little more for the question's own words: a name or a number says more than it means."""
    if not told:
        return []
    import numpy as np

    vectors = embedding.embed(told).astype(np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    cosines = vectors @ embedding.question(question)
    asked = [Phrase((word,)) for word in dict.fromkeys(words(question)) if word not in STOP_WORDS]
    return [float(cosine) + _shared(asked, one) for cosine, one in zip(cosines, told, strict=True)]


def _shared(asked: list[Phrase], text: str) -> float:
    seen = WordText.of([text])
    return 0.2 * sum(one.matches(seen) for one in asked) / len(asked) if asked else 0.0


def _citation(near: Near, one: Passage, score: float) -> Citation:
    place = (near.object_id, near.part, near.language, near.text, one.start, one.end)
    return Citation(*place, quote=one.text, score=round(score, 4))
