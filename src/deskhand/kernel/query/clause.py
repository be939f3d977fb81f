"""What the word index is asked: phrases joined by "all of" and "any of".

The search app turns a clause into its database's own syntax; :meth:`Clause.matches` answers the same question for
the words of one document held in memory. Both must agree, and a property test says so.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass

from deskhand.kernel.words import document_words, is_single

MIN_PREFIX = 3
"""Letters needed before ``*``: shorter beginnings match half of all words."""


@dataclass(frozen=True, slots=True)
class WordText:
    """The words of one document, padded by spaces so that a phrase is a plain substring."""

    padded: str

    @classmethod
    def of(cls, parts: Iterable[str]) -> WordText:
        """From the document's texts, cut as the index cuts them."""
        return cls(f" {' '.join(document_words(parts))} ")


class Clause(ABC):
    """A question about the words of one document."""

    __slots__ = ()

    @abstractmethod
    def matches(self, text: WordText) -> bool:
        """Whether the document answers it."""


@dataclass(frozen=True, slots=True)
class Phrase(Clause):
    """These folded words, next to each other; with ``is_prefix`` the last one may go on."""

    words: tuple[str, ...]
    is_prefix: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the last word may really go on: a Chinese character has nothing to go on with."""
        return self.is_prefix and bool(self.words) and not is_single(self.words[-1])

    def matches(self, text: WordText) -> bool:
        """A phrase of no words matches nothing."""
        end = "" if self.is_open else " "
        return bool(self.words) and f" {' '.join(self.words)}{end}" in text.padded


@dataclass(frozen=True, slots=True)
class AllOf(Clause):
    """Every one of the clauses, anywhere in the document."""

    clauses: tuple[Clause, ...]

    def matches(self, text: WordText) -> bool:
        """True for no clauses, as for ``all()``."""
        return all(clause.matches(text) for clause in self.clauses)


@dataclass(frozen=True, slots=True)
class AnyOf(Clause):
    """At least one of the clauses."""

    clauses: tuple[Clause, ...]

    def matches(self, text: WordText) -> bool:
        """False for no clauses, as for ``any()``."""
        return any(clause.matches(text) for clause in self.clauses)


def can_be_prefix(words: tuple[str, ...]) -> bool:
    """Whether the last word is long enough to be searched as the beginning of a word."""
    return bool(words) and (len(words[-1]) >= MIN_PREFIX or is_single(words[-1]))
