"""Tickets that ask the same thing: by the words of their subjects, and by what they mean, where that is kept (of
tickets that are solved, with search by meaning installed): nothing is embedded while somebody waits for a page.

Deterministic: the same subjects in the same order give the same clusters. Each subject joins the cluster whose first
subject it is nearest to, if it is near enough, else begins one of its own; the oldest come first, so a cluster keeps
its first subject while it grows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log, sqrt
from typing import TYPE_CHECKING, Any

from deskhand.kernel.words import words
from deskhand.search.semantic import embedding
from deskhand.search.semantic.stopwords import STOP_WORDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MIN_CLUSTER = 3
"""Tickets that ask the same before it is called a gap."""

NEAR_BY_WORDS = 0.5
"""How much two subjects must share, as the cosine of their words weighed by how rare they are."""

NEAR_BY_MEANING = 0.72
"""How near two subjects must be by meaning, as the cosine of their vectors."""

KEY_WORDS = 3
"""Words by which a cluster is called and known again."""

MIN_LETTERS = 2
"""Shorter words say nothing here."""


@dataclass(slots=True)
class Cluster:
    """Positions of the subjects that ask the same, the oldest first, and what they have in common."""

    members: list[int] = field(default_factory=list)
    terms: Counter[str] = field(default_factory=Counter)

    @property
    def key(self) -> str:
        """The words that most of them have: in the order of the alphabet, so that it stays the same."""
        most = sorted(self.terms.items(), key=lambda one: (-one[1], one[0]))[:KEY_WORDS]
        return " ".join(sorted(term for term, _count in most))


def clusters_of(subjects: Sequence[str], kept: Mapping[int, bytes]) -> list[Cluster]:
    """Clusters of at least MIN_CLUSTER, the largest first. Give the oldest subjects first; ``kept`` are the vectors
    that are kept of some of them, by position."""
    terms = [_terms(one) for one in subjects]
    weights = _weights(terms)
    vectors = _rows(kept, len(subjects))
    firsts: Any = None if vectors is None else vectors.copy()
    found: list[Cluster] = []
    holding: dict[str, set[int]] = {}
    for position, own in enumerate(terms):
        if not own:
            continue
        scores = _by_words(own, found, holding, terms, weights)
        if vectors is not None:
            scores = _with_meaning(scores, firsts[: len(found)] @ vectors[position])
        at = min(scores, key=lambda at: (-round(scores[at], 6), at), default=None)
        if at is None:
            at = len(found)
            found.append(Cluster())
            if vectors is not None:
                firsts[at] = vectors[position]
            for term in own:
                holding.setdefault(term, set()).add(at)
        found[at].members.append(position)
        found[at].terms.update(own)
    large = [one for one in found if len(one.members) >= MIN_CLUSTER]
    return sorted(large, key=lambda one: (-len(one.members), one.key))


def _terms(subject: str) -> frozenset[str]:
    """The words that say what it is about: no filler, no numbers."""
    kept = (one for one in words(subject) if one not in STOP_WORDS and not one.isdecimal())
    return frozenset(one for one in kept if len(one) >= MIN_LETTERS or not one.isascii())


def _weights(terms: Sequence[frozenset[str]]) -> Mapping[str, float]:
    """The rarer a word among the subjects, the more it says."""
    counted = Counter(term for own in terms for term in own)
    return {term: log(1 + len(terms) / count) for term, count in counted.items()}


def _by_words(
    own: frozenset[str],
    found: Sequence[Cluster],
    holding: Mapping[str, set[int]],
    terms: Sequence[frozenset[str]],
    weights: Mapping[str, float],
) -> dict[int, float]:
    """The clusters that are near enough by words: only those are looked at that share one."""
    scores = {}
    for at in sorted({at for term in own for at in holding.get(term, ())}):
        near = _shared(own, terms[found[at].members[0]], weights)
        if near >= NEAR_BY_WORDS:
            scores[at] = near
    return scores


def _with_meaning(scores: dict[int, float], near: Any) -> dict[int, float]:
    """And those that are near enough by meaning, which are looked at all."""
    for at in (near >= NEAR_BY_MEANING).nonzero()[0].tolist():
        scores[at] = max(scores.get(at, 0.0), float(near[at]))
    return scores


def _shared(one: frozenset[str], other: frozenset[str], weights: Mapping[str, float]) -> float:
    def length(terms: frozenset[str]) -> float:
        return sqrt(sum(weights[term] ** 2 for term in sorted(terms)))

    both = sum(weights[term] ** 2 for term in sorted(one & other))
    return both / (length(one) * length(other)) if both else 0.0


def _rows(kept: Mapping[int, bytes], count: int) -> NDArray[np.float32] | None:
    """One row of length one for each subject, of nothing where its meaning is not kept; None if none is."""
    if not kept or not embedding.is_available():
        return None
    import numpy as np

    found = np.zeros((count, embedding.DIMENSION), dtype=np.float32)
    for position, vector in kept.items():
        if len(vector) == embedding.DIMENSION:
            found[position] = np.frombuffer(vector, dtype=np.int8)
    found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
    return found
