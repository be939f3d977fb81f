"""Which words of a whole question are worth looking for, how much each says, and how much of them a text has.

A search box asks for all of its words. A sentence that somebody wrote cannot be asked for like that: no article has all
of them. So the rarest of its words are asked for, any of them, and what was found is kept only if it has enough of
what they weigh.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import log

from deskhand.kernel.query.clause import AnyOf, Clause, Phrase, WordText
from deskhand.kernel.words import is_single, words
from deskhand.search.finding import Within, count
from deskhand.search.models import SearchDocument, SearchText
from deskhand.search.parts import Audience, Reach
from deskhand.search.semantic.stopwords import STOP_WORDS

MAX_ASKED = 16
"""Different words of a question that are counted; what follows in a long text is left out."""

MAX_TERMS = 8
"""The rarest of them, which are looked for."""

COMMON = 500
"""Nobody counts documents of a word beyond this; it says little then."""

MIN_COVERAGE = 0.6
"""How much of what the terms weigh a text must have to be an answer by its words alone."""

OPEN_FROM = 4
"""Letters from which on a word is asked for as a beginning: ``printer`` finds ``printers``."""

ENDING = 2
"""Letters that are left out at the end of a word of seven letters and more: ``printers`` finds ``printer``, and
``Druckern`` finds ``Drucker``."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The words that are looked for, and what each weighs."""

    weights: dict[Phrase, float]

    @property
    def clause(self) -> Clause:
        """Any of them."""
        return AnyOf(tuple(self.weights))

    def coverage(self, text: WordText) -> float:
        """Which share of the weight of all terms the text has: 0 to 1."""
        whole = sum(self.weights.values())
        return sum(weight for term, weight in self.weights.items() if term.matches(text)) / whole if whole else 0.0


def terms_of(kind: str, text: str, audience: Audience, within: Within) -> Terms:
    """The rarest words of a question, counted among what the asker may read."""
    asked = _phrases(text)
    counted = {term: count(kind, term, audience, within=within, limit=COMMON).number for term in asked}
    rarest = sorted(asked, key=lambda term: counted[term] or COMMON)[:MAX_TERMS]
    return Terms({term: 1.0 + log(COMMON / max(1, counted[term])) for term in rarest})


def texts_of(kind: str, ids: Iterable[int], audience: Audience) -> dict[int, WordText]:
    """The words of documents as far as the audience may read them, by object."""
    reach = {desk: one for one, desks in audience.branches() for desk in desks}
    found = SearchDocument.objects.filter(kind=kind, object_id__in=list(ids), desk_id__in=list(reach))
    rows = SearchText.objects.filter(document__in=found).select_related("document")
    return {row.document.object_id: _seen(row, reach[row.document.desk_id]) for row in rows}


def _seen(row: SearchText, reach: Reach) -> WordText:
    return WordText(f" {' '.join(getattr(row, column) for column in reach.columns)} ")


def _phrases(text: str) -> list[Phrase]:
    found = dict.fromkeys(word for word in words(text) if word not in STOP_WORDS and _says_something(word))
    if runs := _runs(found):
        return runs[:MAX_ASKED]
    return [_opened(word) for word in found][:MAX_ASKED]


def _opened(word: str) -> Phrase:
    kept = word[:-ENDING] if len(word) >= OPEN_FROM + ENDING + 1 and word.isalpha() else word
    return Phrase((kept,), len(word) >= OPEN_FROM)


def _says_something(word: str) -> bool:
    return len(word) > 1 or is_single(word)


def _runs(found: Iterable[str]) -> list[Phrase]:
    """For scripts that are cut into characters: single ones say nothing, so pairs of neighbours are asked for, beside
    the words of other scripts."""
    phrases: list[Phrase] = []
    before = ""
    is_cut = False
    for word in found:
        single = is_single(word)
        is_cut = is_cut or single
        if single and before:
            phrases.append(Phrase((before, word)))
        elif not single:
            phrases.append(_opened(word))
        before = word if single else ""
    return phrases if is_cut else []
