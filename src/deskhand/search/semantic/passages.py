"""Cutting long texts into passages, each with its place in the text, so that a citation can point to it.

Cut is between headings and paragraphs, inside a long paragraph between sentences, inside an endless sentence between
words. Paragraphs are separated by blank lines; a heading is a line that begins with ``#``, as in Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from deskhand.kernel.words import words

MAX_WORDS = 180
"""Words of one passage. In scripts without spaces each character counts."""

MAX_PASSAGES = 200
"""Passages of one text; what follows is found by words alone."""

_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n|#))*")
_SENTENCE = re.compile(
    r"""(?:\d{1,3}[.)]\s+)?\S(?:.|\n)*?(?:[.!?…]["'”“»)\]]*(?=\s|$)|[。！？]|(?=\n\s*(?:[-*•]|\d+[.)])\s)|\Z)"""
)
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a text: ``text[start:end]``."""

    text: str
    start: int
    end: int


def passages(text: str) -> list[Passage]:
    """The text in pieces of at most MAX_WORDS words (more only if a single word of a script without spaces has
    them), in order; none for a text without words."""
    found: list[tuple[int, int]] = []
    size = 0
    for start, end, count in _pieces(text):
        is_heading = text[start] == "#"
        if found and not is_heading and size + count <= MAX_WORDS:
            found[-1] = (found[-1][0], end)
            size += count
            continue
        found.append((start, end))
        size = count
    return [Passage(text[start:end], start, end) for start, end in found[:MAX_PASSAGES]]


def sentences(text: str) -> list[Passage]:
    """The sentences of a text, and the items of its lists, each with its place; headings are left out."""
    found = []
    for paragraph in _PARAGRAPH.finditer(text):
        start = paragraph.start()
        if text[start] == "#":
            start = text.find("\n", start, paragraph.end()) + 1
            if not start:
                continue
        found += [_trimmed(text, *span) for span in _spans(_SENTENCE, text, start, paragraph.end())]
    return [one for one in found if words(one.text)]


def _pieces(text: str) -> Iterator[tuple[int, int, int]]:
    """Spans that are not cut further, each with its number of words."""
    for paragraph in _PARAGRAPH.finditer(text):
        count = len(words(paragraph[0]))
        if count > MAX_WORDS:
            yield from _smaller(text, *paragraph.span())
        elif count:
            yield (*paragraph.span(), count)


def _smaller(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    for first, last in _spans(_SENTENCE, text, start, end):
        count = len(words(text[first:last]))
        if 0 < count <= MAX_WORDS:
            yield first, last, count
        elif count:
            for one, other in _spans(_WORD, text, first, last):
                yield one, other, len(words(text[one:other]))


def _spans(what: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    return (match.span() for match in what.finditer(text, start, end) if match[0].strip())


def _trimmed(text: str, start: int, end: int) -> Passage:
    kept = text[start:end].rstrip()
    return Passage(kept, start, start + len(kept))
