"""What is wrong with a query, in words, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from deskhand.kernel.errors import Invalid
from deskhand.kernel.words import fold


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the query text: where it begins and how long it is, in characters."""

    position: int
    length: int


NOWHERE = Place(0, 0)
"""The place of what was not written but built by a program."""


class QueryError(Invalid):
    """A query that cannot be understood.

    ``message`` is translated and says what to do; ``position`` and ``length`` (characters) point at the word;
    ``suggestion``, if any, is the text to put in that word's place.
    """

    code = "query"

    def __init__(self, message: str, place: Place = NOWHERE, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.position = place.position
        self.length = place.length
        self.suggestion = suggestion


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant, or None if none is near."""
    by_folded = {fold(one): one for one in known}
    found = get_close_matches(fold(word), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None
