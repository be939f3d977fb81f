"""How long it takes: embedding, ranking by words and meaning, and the exact search among many vectors."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from typing import Any

from bench.semantic.corpus import DESK, Corpus

VECTORS = 100_000
TURNS = 40


def measured(corpus: Corpus) -> dict[str, Any]:
    """Milliseconds of one call: the median, and for whole questions the slowest of twenty, too."""
    from deskhand.search.index import Audience
    from deskhand.search.models import SearchDocument
    from deskhand.search.semantic import embedding
    from deskhand.search.semantic.hybrid import ranked

    topics = [topic for _, topic in corpus.half(held_aside=True)]
    questions = [question for topic in topics for question in topic.questions]
    within = SearchDocument.objects.filter(kind="article").values("object_id")
    audience = Audience(public_desks=frozenset({DESK}))
    embedding.question.cache_clear()
    asked = _each(lambda one: ranked("article", one, audience, within=within), questions)
    return {
        "embed_question_ms": _median(_each(lambda one: embedding.embed([one]), questions)),
        "embed_article_ms": _median(_each(lambda one: embedding.embed([one]), [topic.text for topic in topics])),
        "ranked_ms": _median(asked),
        "ranked_p95_ms": round(statistics.quantiles(asked, n=20)[-1], 1),
        "articles": within.count(),
        **_exact(),
    }


def _exact() -> dict[str, float]:
    """The scores of so many vectors, all of them allowed, and every second object of them, from a mapped file."""
    import tempfile
    from pathlib import Path

    import numpy as np

    from deskhand.search.semantic import nearest, vectors
    from deskhand.search.semantic.embedding import DIMENSION

    chance = np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vectors.bin"
        chance.integers(-127, 128, size=(VECTORS, DIMENSION), dtype=np.int8).tofile(path)
        matrix = np.memmap(path, dtype=np.int8, mode="r", shape=(VECTORS, DIMENSION))
        objects = np.repeat(np.arange(VECTORS // 5), 5)
        filed = vectors.Vectors(np.arange(VECTORS), objects, np.ones(VECTORS, np.float32), matrix)
        shelf = vectors.Shelf(_no_lineage(), 1, 1, filed, vectors._nothing(), np.empty(0, np.int64))
        question = chance.standard_normal(DIMENSION).astype(np.float32)

        def search(allowed: Any) -> None:
            rows = nearest._rows(shelf, allowed)
            found = nearest._scored(rows, question - nearest.COMMON_SHARE * nearest._common(rows))
            nearest._spread(nearest._best(*found, at_least=-1e9), 10, 1)

        everything, half = np.unique(objects), np.unique(objects)[::2]
        search(everything)
        return {
            "vectors": VECTORS,
            "exact_ms": _median(_each(search, [everything] * TURNS)),
            "exact_of_half_ms": _median(_each(search, [half] * TURNS)),
        }


def _no_lineage() -> Any:
    from uuid import UUID

    return UUID(int=0)


def _each(work: Callable[[Any], object], what: Iterable[Any]) -> list[float]:
    taken = []
    for one in what:
        began = time.perf_counter()
        work(one)
        taken.append((time.perf_counter() - began) * 1_000)
    return taken


def _median(taken: list[float]) -> float:
    return round(statistics.median(taken), 1)
