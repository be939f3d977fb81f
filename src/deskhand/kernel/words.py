"""Cutting text into words, once and in one place.

Whatever is indexed and whatever is searched for goes through :func:`words`, so both databases and the
predicate on one record see the same words:

- **folded**: case folded (``ß`` is ``ss``), accents off (``é`` is ``e``, ``ł`` is ``l``), compatibility forms
  unified (``ﬁ`` is ``fi``, full-width letters are plain ones);
- **cut**: a word is a run of letters and digits; everything else separates;
- scripts written without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese), and Korean, whose particles
  stick to the noun, are cut into **single characters**. A run of them is searched as a phrase, so any part of
  a sentence is found, even one character, with no dictionary.

What is deliberately not done: no stemming, no stop words, ``Müller`` and ``Mueller`` stay different words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

MAX_WORD_LENGTH = 64
"""Characters of a word that count; the rest of a longer one (a hash, base64) is ignored, here and in queries."""

MAX_RUN = 12_000
"""Words of one text that are kept in order, so that phrases are found in them (about 60 printed pages)."""

MAX_TAIL = 12_000
"""Words kept beyond MAX_RUN: only those that did not occur before, each alone, so that no phrase spans them."""

MAX_SIZE = 300_000
"""Bytes of one text's words in all; what follows is not found. PostgreSQL keeps at most a megabyte per document."""

GAP = "\ue000"
"""A word that no text contains (private use): between two parts of one document, so that no phrase spans both."""

# Letters that Unicode does not take apart into a plain letter and an accent.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i"})

# Accents of Latin, Greek and Cyrillic, and the optional vowel points of Hebrew and Arabic. Marks of other scripts
# (Indic vowels, Japanese voicing) carry meaning and stay.
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
)


def _marks(*ranges: tuple[int, int]) -> str:
    """The combining marks in these ranges, as the inside of a character class."""
    found = (chr(code) for first, last in ranges for code in range(first, last + 1))
    return "".join(char for char in found if unicodedata.category(char).startswith("M"))


# Burmese, Khmer, Thai and Lao, kana, Han, Hangul, the rare Han of the upper planes.
_SINGLE = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e50-\u0e59\u0e81-\u0edf\u1000-\u1049\u1050-\u109d\u1780-\u17d3\u17e0-\u17e9"
    "\u3005-\u3007\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003ffff"
)
_SINGLE_WORD = re.compile(f"[{_SINGLE}]")
_INNER_MARKS = _marks((0x0900, 0x0DFF), (0x0F00, 0x0FFF), (0x1700, 0x177F), (0x1A00, 0x1AAF), (0x1B00, 0x1CFF))
_WORD = re.compile(f"[{_SINGLE}]|(?:[^\\W_{_SINGLE}]|[{_INNER_MARKS}])+")
_ASCII_WORD = re.compile("[a-z0-9]+")


def fold(text: str) -> str:
    """The text with case, accents and compatibility forms folded away; folding twice changes nothing more."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", apart).translate(_PLAIN))


def words(text: str) -> list[str]:
    """The folded words of a text, in order; empty for a text without a letter or digit."""
    folded = fold(text)
    cut = _ASCII_WORD if folded.isascii() else _WORD
    return [word[:MAX_WORD_LENGTH] for word in cut.findall(folded)]


def is_single(word: str) -> bool:
    """Whether the word is one character of a script that is cut into characters: nothing can follow inside it."""
    return _SINGLE_WORD.fullmatch(word) is not None


def phrases(text: str) -> list[tuple[str, ...]]:
    """What somebody typed, cut at white space: each piece is to be found as one phrase (``e-mail``, ``印刷``)."""
    return [tuple(found) for piece in text.split() if (found := words(piece))]


def document_words(parts: Iterable[str]) -> list[str]:
    """The words of a document's parts as both index and predicate see them: a GAP before each part, long texts
    cut as MAX_RUN, MAX_TAIL and MAX_SIZE say."""
    kept: list[str] = []
    seen: set[str] = set()
    tail = size = 0
    for word in _with_gaps(parts):
        size += len(word.encode())
        if len(kept) < MAX_RUN:
            kept.append(word)
        elif word not in seen and word != GAP:
            kept += (GAP, word)
            tail += 1
        if tail == MAX_TAIL or size > MAX_SIZE:
            break
        seen.add(word)
    return kept


def _with_gaps(parts: Iterable[str]) -> Iterator[str]:
    for part in parts:
        if found := words(part):
            yield GAP
            yield from found
