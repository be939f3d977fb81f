"""Keeping vectors: written with the object, changed where its text changed, gone with it.

Embedding takes milliseconds and needs no transaction; writing takes a short one. :func:`written` parts the two, as jobs
want it; :func:`put` does both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b
from time import time_ns
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from deskhand.search.models import SearchVector, VectorState
from deskhand.search.semantic import embedding
from deskhand.search.semantic.embedding import MODEL
from deskhand.search.semantic.passages import passages

MAX_PARTS = 400
"""Passages of one object in one language that are embedded; what follows is found by words alone."""

BATCH = 500
"""Rows written at once."""


def put(kind: str, object_id: int, desk_id: int, language: str, texts: Sequence[str], *, title: str = "") -> None:
    """Embed an object's texts in one language and write what has changed. May be repeated. Without the
    extra nothing happens."""
    finish = written(kind, object_id, desk_id, language, texts, title=title)
    if finish is not None:
        finish()


def written(
    kind: str, object_id: int, desk_id: int, language: str, texts: Sequence[str], *, title: str = ""
) -> Callable[[], None] | None:
    """Embed what has changed, outside any transaction; returns the function that writes it, None if nothing has.

    ``title`` counts with every passage, so that a passage is found by what its article is about; it needs not be among
    the texts. Passages and their places are those of :func:`passages.passages`, text by text.
    """
    if not embedding.is_available():
        return None
    before = list(_rows(kind, object_id, language).order_by("part"))
    after = _cut(SearchVector(kind=kind, object_id=object_id, language=language, desk_id=desk_id), texts, title)
    if [_identity(row) for row, _ in after] == [_identity(row) for row in before]:
        return None
    _fill(after, {bytes(row.digest): bytes(row.vector) for row in before if row.model == MODEL}, title)
    return lambda: _replace(kind, object_id, language, [row for row, _ in after])


@transaction.atomic
def remove(kind: str, *object_ids: int, languages: Sequence[str] | None = None) -> None:
    """Forget objects, or only some of their languages. Unknown ones are passed over."""
    rows = SearchVector.objects.filter(kind=kind, object_id__in=object_ids)
    if languages is not None:
        rows = rows.filter(language__in=languages)
    if rows.exists():
        state = _locked(kind)
        rows.delete()
        state.version = state.whole_since = _next(state)
        state.save(update_fields=["version", "whole_since"])


def behind(kind: str, ids: QuerySet[Any, Any], limit: int) -> list[int]:
    """Of these ids (one column), some that have no vectors yet, or have some of another model: for catching up after
    the extra was installed, an import, or a change of the model. Empty without the extra."""
    if not embedding.is_available():
        return []
    wanted = ids.values_list("pk", flat=True)
    mine = SearchVector.objects.filter(kind=kind, object_id=OuterRef("pk"))
    stale = wanted.filter(~Exists(mine.filter(model=MODEL)) | Exists(mine.exclude(model=MODEL)))
    return list(stale.order_by("-pk")[:limit])


def left_over(kind: str, desk_id: int, ids: QuerySet[Any, Any], limit: int) -> list[int]:
    """Some objects of a desk that have vectors though they are not among these ids (one column): what went while
    nobody listened."""
    rows = SearchVector.objects.filter(kind=kind, desk_id=desk_id).exclude(object_id__in=ids)
    return list(rows.values_list("object_id", flat=True).distinct().order_by("object_id")[:limit])


def _cut(like: SearchVector, texts: Sequence[str], title: str) -> list[tuple[SearchVector, str]]:
    """A row for each passage, without its vector, and the text that it is made of."""
    found: list[tuple[SearchVector, str]] = []
    for number, text in enumerate(texts):
        for passage in passages(text):
            place = {"text_number": number, "start": passage.start, "end": passage.end}
            found.append((_row(like, len(found), f"{title}\0{passage.text}", **place), passage.text))
    return found[:MAX_PARTS] or [(_row(like, 0, "", text_number=0, start=0, end=0), "")]


def _row(like: SearchVector, part: int, text: str, **place: int) -> SearchVector:
    return SearchVector(
        kind=like.kind,
        object_id=like.object_id,
        language=like.language,
        desk_id=like.desk_id,
        part=part,
        model=MODEL,
        digest=blake2b(text.encode(errors="replace"), digest_size=16).digest(),
        vector=b"",
        **place,
    )


def _fill(rows: list[tuple[SearchVector, str]], known: dict[bytes, bytes], title: str) -> None:
    """Give each row its vector; texts that were embedded before are not embedded again, empty ones never."""
    new = [(row, text) for row, text in rows if text and bytes(row.digest) not in known]
    vectors = embedding.embed([text for _, text in new])
    if new and title:
        vectors = embedding.titled(embedding.embed([title]), vectors)
    made = {bytes(row.digest): vector.tobytes() for (row, _), vector in zip(new, vectors, strict=True)}
    for row, text in rows:
        row.vector = (known | made)[bytes(row.digest)] if text else b""


def _identity(row: SearchVector) -> tuple[Any, ...]:
    return (row.part, row.model, bytes(row.digest), row.text_number, row.start, row.end, row.desk_id)


@transaction.atomic
def _replace(kind: str, object_id: int, language: str, rows: list[SearchVector]) -> None:
    state = _locked(kind)
    state.version = _next(state)
    _rows(kind, object_id, language).delete()
    # Whoever reads what is new reads the whole object: its other languages count as changed, too.
    SearchVector.objects.filter(kind=kind, object_id=object_id).update(version=state.version)
    for row in rows:
        row.version = state.version
    SearchVector.objects.bulk_create(rows, batch_size=BATCH)
    state.save(update_fields=["version"])


def _rows(kind: str, object_id: int, language: str) -> QuerySet[SearchVector]:
    return SearchVector.objects.filter(kind=kind, object_id=object_id, language=language)


def _locked(kind: str) -> VectorState:
    VectorState.objects.get_or_create(kind=kind)
    return VectorState.objects.select_for_update().get(kind=kind)


def _next(state: VectorState) -> int:
    return max(state.version + 1, time_ns() // 1_000)
