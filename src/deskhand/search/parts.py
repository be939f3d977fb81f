"""The texts of one document, and who may find it by which of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from deskhand.kernel.query.clause import WordText
from deskhand.kernel.words import document_words

MAX_TITLE = 1_000
"""Characters of a title that are indexed."""


class Reach(Enum):
    """Which of a document's texts a question looks into."""

    TITLE = 1
    PUBLIC = 2
    ALL = 3

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of SearchText."""
        return ("title_words", "public_words", "internal_words")[: self.value]


@dataclass(frozen=True, slots=True)
class Parts:
    """The texts of one document: its title, what requesters may read, what only agents may."""

    title: str
    public: Sequence[str] = ()
    internal: Sequence[str] = ()

    def columns(self) -> dict[str, str]:
        """The words as the index keeps them, by column of SearchText."""
        cut = {"title_words": [self.title[:MAX_TITLE]], "public_words": self.public, "internal_words": self.internal}
        return {column: " ".join(document_words(texts)) for column, texts in cut.items()}

    def seen(self, reach: Reach) -> WordText:
        """The same for a predicate: what a question of this reach is answered from."""
        columns = self.columns()
        return WordText(f" {' '.join(columns[name] for name in reach.columns)} ")


@dataclass(frozen=True, slots=True)
class Audience:
    """Who asks, in terms of walls: desks on which internal notes count, and desks on which only public text does.

    An actor with a role on one desk who is a requester on another has both. Desks named in neither are not searched.
    """

    internal_desks: frozenset[int] = frozenset()
    public_desks: frozenset[int] = frozenset()

    def branches(self, *, title_only: bool = False) -> list[tuple[Reach, list[int]]]:
        """Disjoint sets of desks, each with what may be searched on it."""
        only_public = self.public_desks - self.internal_desks
        if title_only:
            found = [(Reach.TITLE, self.internal_desks | only_public)]
        else:
            found = [(Reach.ALL, self.internal_desks), (Reach.PUBLIC, only_public)]
        return [(reach, sorted(desks)) for reach, desks in found if desks]
