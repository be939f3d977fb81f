"""All vectors of a kind as arrays in memory: one file that all processes map, and what has changed since it was made.

The table is the truth; the file is made from it by whichever process finds it missing or too old, beside the old one,
and put in its place in one step. A process that had mapped the old one keeps it until it looks again. A lost or torn
file is made again. A few vectors need no file.
"""

from __future__ import annotations

import fcntl
import json
import os
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from deskhand.search.models import SearchVector, VectorState
from deskhand.search.semantic import embedding
from deskhand.search.semantic.embedding import DIMENSION, MODEL

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_LOOSE = 2_000
"""Changed passages that are read from the table into memory; beyond, the file is made anew."""

HEADER = 4_096
"""Bytes before the vectors: what the file is, as JSON."""

FORMAT = 1
"""Of the file; another number, and it is made anew."""

READ = 2_000
"""Rows that are read at once when a file is made."""


@dataclass(frozen=True)
class Vectors:
    """Passages of one kind: where they are, whose, their vectors and one over the length of each."""

    ids: NDArray[np.int64]
    objects: NDArray[np.int64]
    scales: NDArray[np.float32]
    matrix: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class Shelf:
    """What is searched: the file up to ``base``, and what changed between it and ``version``, which wins."""

    lineage: UUID
    base: int
    version: int
    filed: Vectors
    loose: Vectors
    changed: NDArray[np.int64]
    """Objects whose passages in the file no longer count."""

    @cached_property
    def still_filed(self) -> NDArray[np.bool_]:
        """Which passages of the file count."""
        import numpy as np

        return np.isin(self.filed.objects, self.changed, invert=True)


_shelves: dict[str, Shelf] = {}


def shelf(kind: str) -> Shelf | None:
    """What there is of a kind now; None if nothing ever was. One query, unless something has changed."""
    state = VectorState.objects.filter(kind=kind).first()
    if state is None:
        return None
    have = _shelves.get(kind)
    if have is None or not _is_current(have, state):
        have = _shelves[kind] = _mended(kind, state, have)
    return have


def how_many(kind: str) -> int:
    """Passages of a kind that can be found by meaning; 0 without the extra."""
    held = shelf(kind) if embedding.is_available() else None
    return len(held.filed) + len(held.loose) if held else 0


def path_of(kind: str) -> Path:
    """Where the file of a kind lies: in the data folder, but no part of a backup."""
    folder: Path = settings.DESKHAND.data / "vectors"
    return folder / f"{kind}.bin"


def _is_current(have: Shelf, state: VectorState) -> bool:
    return have.lineage == state.lineage and have.version == state.version


def _mended(kind: str, state: VectorState, have: Shelf | None) -> Shelf:
    """The newest file, with what came after it."""
    base, filed = _filed(kind, state, have)
    if _is_far_behind(kind, base):
        with _building(kind):
            base, filed = _newest_file(kind, state) or (0, _nothing())
            if _is_far_behind(kind, base):
                _build(kind, state)
                base, filed = _newest_file(kind, state) or (0, _nothing())
    loose, changed = _since(kind, base)
    return Shelf(state.lineage, base, state.version, filed, loose, changed)


def _is_far_behind(kind: str, base: int) -> bool:
    return _after(kind, base)[MAX_LOOSE:].exists()


def _after(kind: str, base: int) -> QuerySet[SearchVector]:
    return SearchVector.objects.filter(kind=kind, model=MODEL, version__gt=base).order_by("version", "pk")


def _filed(kind: str, state: VectorState, have: Shelf | None) -> tuple[int, Vectors]:
    found = _newest_file(kind, state)
    if found is not None:
        return found
    if have is not None and have.lineage == state.lineage and state.whole_since <= have.base <= state.version:
        return have.base, have.filed  # The file was lost; what is mapped is as good.
    return 0, _nothing()


def _nothing() -> Vectors:
    import numpy as np

    return _arrays([], [], np.zeros((0, DIMENSION), dtype=np.int8))


def _arrays(ids: Any, objects: Any, matrix: NDArray[np.int8]) -> Vectors:
    import numpy as np

    return Vectors(np.asarray(ids, np.int64), np.asarray(objects, np.int64), _scales(matrix), matrix)


def _scales(matrix: NDArray[np.int8]) -> NDArray[np.float32]:
    import numpy as np

    lengths: NDArray[np.float32] = np.linalg.norm(matrix.astype(np.float32), axis=1)
    scales: NDArray[np.float32] = (1.0 / np.maximum(lengths, 1.0)).astype(np.float32)
    return scales


def _since(kind: str, base: int) -> tuple[Vectors, NDArray[np.int64]]:
    """What has changed after a version, and the objects it is of, those without words among them."""
    import numpy as np

    found = list(_after(kind, base).values_list("pk", "object_id", "vector")[: 2 * MAX_LOOSE])
    changed = np.unique(np.asarray([row[1] for row in found], np.int64))
    kept = [row for row in found if len(row[2]) == DIMENSION]
    matrix = np.frombuffer(b"".join(bytes(row[2]) for row in kept), np.int8).reshape(-1, DIMENSION)
    return _arrays([row[0] for row in kept], [row[1] for row in kept], matrix), changed


def _newest_file(kind: str, state: VectorState) -> tuple[int, Vectors] | None:
    """The file, if there is one of this database and model that has nothing that was removed since, and is whole."""
    import numpy as np

    try:
        with path_of(kind).open("rb") as file:
            header = json.loads(file.read(HEADER))
            count, base = int(header["count"]), int(header["version"])
            told = (header["format"], header["model"], header["lineage"])
            is_ours = told == (FORMAT, MODEL, str(state.lineage)) and state.whole_since <= base <= state.version
            if not is_ours or os.fstat(file.fileno()).st_size != HEADER + count * (DIMENSION + 20):
                return None
            mapped = np.memmap(file, dtype=np.uint8, mode="r") if count else np.zeros(HEADER, dtype=np.uint8)
    except (OSError, ValueError, KeyError, TypeError):
        return None  # Not there, or torn: it is made again.
    ends = np.cumsum([HEADER, count * DIMENSION, count * 8, count * 8, count * 4])
    matrix, ids, objects, scales = (mapped[start:end] for start, end in pairwise(ends))
    whole = Vectors(
        ids.view(np.int64), objects.view(np.int64), scales.view(np.float32), matrix.view(np.int8).reshape(-1, DIMENSION)
    )
    return base, whole


@contextmanager
def _building(kind: str) -> Iterator[None]:
    """One process at a time makes the file of a kind; the others wait and find it made."""
    path_of(kind).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path_of(kind).with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(kind: str, state: VectorState) -> None:
    """Write the file of all vectors up to a version. What changes meanwhile is newer than it says of itself."""
    target = path_of(kind)
    making = target.with_suffix(".new")
    with making.open("wb") as file:
        file.write(b" " * HEADER)
        count = _write_rows(kind, file)
        told = {"format": FORMAT, "model": MODEL, "lineage": str(state.lineage), "version": state.version}
        file.seek(0)
        file.write(json.dumps(told | {"count": count}).encode().ljust(HEADER))
    making.replace(target)


def _write_rows(kind: str, file: BinaryIO) -> int:
    import numpy as np

    ids, objects, scales = array("q"), array("q"), array("f")
    for rows in _batches(kind):
        matrix = np.frombuffer(b"".join(bytes(vector) for _, _, vector in rows), np.int8).reshape(-1, DIMENSION)
        file.write(matrix.tobytes())
        ids.extend(row[0] for row in rows)
        objects.extend(row[1] for row in rows)
        scales.frombytes(_scales(matrix).tobytes())
    for column in (ids, objects, scales):
        file.write(column.tobytes())
    return len(ids)


def _batches(kind: str) -> Iterator[list[tuple[int, int, Any]]]:
    """Whole vectors of the model in use by their ids. No query stays open: writers do not wait for the reader."""
    last = 0
    rows = SearchVector.objects.filter(kind=kind, model=MODEL).order_by("pk")
    while found := list(rows.filter(pk__gt=last).values_list("pk", "object_id", "vector")[:READ]):
        last = found[-1][0]
        yield [row for row in found if len(row[2]) == DIMENSION]
