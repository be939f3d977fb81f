"""Loading the program, at the start of every command and server."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Load without looking for rubbish. What is loaded stays, and some hundred thousand objects of it were looked
    through again and again: an eighth of the start, and later a pause of a tenth of a second now and then."""
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()
