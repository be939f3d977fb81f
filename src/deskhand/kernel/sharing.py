"""Answers that several pieces of work share while they are done together: settings of a desk that each of a batch of
letters would ask for. Outside of :func:`shared` nothing is kept, so that nothing can be stale for longer than a batch.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

_T = TypeVar("_T")
_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("kept", default=None)


@contextmanager
def shared() -> Iterator[None]:
    """Keep answers until the end of the block."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once(key: Hashable, answer: Callable[[], _T]) -> _T:
    """``answer()``, asked once within :func:`shared`. For what the work itself does not change."""
    kept = _kept.get()
    if kept is None:
        return answer()
    if key not in kept:
        kept[key] = answer()
    found: _T = kept[key]
    return found
