"""Which passages mean nearly the same as a text: exact, over all passages of the objects that the asker may read.

**The wall.** ``within`` has to be said. It decides which vectors are looked at at all; what is not in it gets no score,
is not counted and takes nobody's place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import QuerySet

from deskhand.search.models import SearchVector
from deskhand.search.semantic import embedding
from deskhand.search.semantic.embedding import DIMENSION
from deskhand.search.semantic.vectors import Shelf, Vectors, shelf

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pairs = list[tuple[Vectors, NDArray[np.intp]]]

COMMON_SHARE = 0.75
"""How much counts against a passage that it is like all others: what a whole library has in common tells nothing of any
of its articles, as a word that all of them have. Measured: bench/README.md."""

FEW = 50
"""Passages of which nobody can tell yet what is common: the fewer there are, the less is left out."""

SAMPLE = 500
"""Passages, about, by which is told what all have in common."""

BLOCK = 256
"""Vectors that are multiplied at once: as many as stay in the processor's cache when they are made floats."""

Ids = QuerySet[Any, Any] | Iterable[int]


class Near(NamedTuple):
    """A passage that is near: ``score`` is the cosine less what all passages have in common. ``start`` and ``end`` are
    places in the text with the number ``text`` of those that were put for the object in this language."""

    object_id: int
    part: int
    score: float
    language: str
    text: int
    start: int
    end: int


def nearest(
    text: str, kind: str, *, within: Ids, limit: int = 10, at_least: float = 0.0, out_of: Ids | None = None
) -> list[Near]:
    """The objects nearest to a text, each by its nearest passage, best first, newer before older among equals.

    ``within`` are the ids that the asker may read, or a query for them (one column). Where they were chosen from
    those for this text, ``out_of`` are all that the asker may read: what is common is told by these. Empty without the
    extra.
    """
    return _found(text, kind, within, limit, at_least, per_object=1, out_of=out_of)


def nearest_passages(
    text: str, kind: str, *, within: Ids, limit: int = 10, at_least: float = 0.0, per_object: int = 3
) -> list[Near]:
    """The passages nearest to a text, of each object so many at most, otherwise as :func:`nearest`."""
    return _found(text, kind, within, limit, at_least, per_object)


def _found(
    text: str, kind: str, within: Ids, limit: int, at_least: float, per_object: int, out_of: Ids | None = None
) -> list[Near]:
    if not text.strip() or not embedding.is_available():
        return []
    allowed = _ids(within)
    held = shelf(kind) if len(allowed) else None
    if held is None:
        return []
    rows = _rows(held, allowed)
    common = _common(rows if out_of is None else _rows(held, _ids(out_of)))
    ids, objects, scores = _scored(rows, embedding.question(text) - COMMON_SHARE * common)
    best = _best(ids, objects, scores, at_least)
    return _told(_spread(best, limit, per_object))


def _ids(within: Ids) -> NDArray[np.int64]:
    import numpy as np

    if isinstance(within, QuerySet):
        return np.fromiter((row[0] for row in within.values_list(column_of(within)).iterator()), np.int64)
    return np.fromiter(within, np.int64)


def column_of(query: QuerySet[Any, Any]) -> str:
    """The one column that a query was narrowed to, else its key."""
    return str((*query.query.values_select, "pk")[0])


def _scored(
    pairs: Pairs, question: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
    """Ids, objects and scores of these passages, and of nothing else."""
    import numpy as np

    return (
        np.concatenate([vectors.ids[rows] for vectors, rows in pairs]),
        np.concatenate([vectors.objects[rows] for vectors, rows in pairs]),
        np.concatenate([_cosines(vectors, rows, question) for vectors, rows in pairs]),
    )


def _rows(held: Shelf, allowed: NDArray[np.int64]) -> Pairs:
    """Where the passages of what is allowed stand, in the file and beside it."""
    import numpy as np

    filed = np.flatnonzero(np.isin(held.filed.objects, allowed) & held.still_filed)
    loose = np.flatnonzero(np.isin(held.loose.objects, allowed))
    return [(held.filed, filed), (held.loose, loose)]


def _common(pairs: Pairs) -> NDArray[np.float32]:
    """What these passages have in common: their mean direction, or that of a sample. Of what is allowed alone: nothing
    else has a part in any score."""
    import numpy as np

    number = sum(len(rows) for _, rows in pairs)
    step = -(-number // SAMPLE)
    found, taken = np.zeros(DIMENSION, np.float32), 0
    for vectors, rows in pairs:
        some = rows if step <= 1 else rows[_lot(vectors.ids[rows]) % step == 0]
        found += vectors.scales[some] @ vectors.matrix[some].astype(np.float32)
        taken += len(some)
    share = number / (number + FEW)
    return found * np.float32(share / max(1, taken))


def _lot(ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """A number for each row that has nothing to do with the order in which they were written."""
    return ids * 2_654_435_761 % 4_294_967_296


def _cosines(vectors: Vectors, rows: NDArray[np.intp], question: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    scores = np.empty(len(rows), np.float32)
    floats = np.empty((BLOCK, DIMENSION), np.float32)
    for start in range(0, len(rows), BLOCK):
        some = rows[start : start + BLOCK]
        block = floats[: len(some)]
        # A slice is read where it lies; rows picked one by one are copied first.
        is_run = some[-1] - some[0] == len(some) - 1
        block[:] = vectors.matrix[some[0] : some[-1] + 1] if is_run else vectors.matrix[some]
        np.dot(block, question, out=scores[start : start + len(some)])
    scores *= vectors.scales[rows]
    return scores


def _best(
    ids: NDArray[np.int64], objects: NDArray[np.int64], scores: NDArray[np.float32], at_least: float
) -> Iterator[tuple[float, int, int]]:
    """Score, object and row of the passages, best first; sorted piece by piece, as far as somebody reads."""
    import numpy as np

    near = np.flatnonzero(scores >= at_least)
    taken = 256
    while len(near):
        cut = min(taken, len(near))
        floor = np.partition(scores[near], len(near) - cut)[len(near) - cut]
        top, near = near[scores[near] >= floor], near[scores[near] < floor]
        for row in top[np.lexsort((-ids[top], -objects[top], -scores[top]))]:
            yield float(scores[row]), int(objects[row]), int(ids[row])
        taken *= 4


def _spread(best: Iterator[tuple[float, int, int]], limit: int, per_object: int) -> list[tuple[float, int]]:
    """So many of each object; score and row."""
    kept: list[tuple[float, int]] = []
    counts: dict[int, int] = {}
    for score, object_id, row in best:
        if len(kept) >= limit:
            break
        counts[object_id] = counts.get(object_id, 0) + 1
        if counts[object_id] <= per_object:
            kept.append((score, row))
    return kept


def _told(found: list[tuple[float, int]]) -> list[Near]:
    """With their places. What was removed in this very moment is left out."""
    rows = SearchVector.objects.in_bulk([row for _, row in found])
    return [
        Near(one.object_id, one.part, score, one.language, one.text_number, one.start, one.end)
        for score, row in found
        if (one := rows.get(row)) is not None
    ]
