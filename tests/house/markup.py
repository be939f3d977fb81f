"""Templates taken apart: Jinja's own words out, and what is left read as HTML."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment

HOLE = "\ue000"
"""Stands where a template prints something."""
WORDY = ("alt", "aria-label", "aria-description", "placeholder", "title", "data-confirm")
"""Attributes that a person reads or hears."""


@dataclass
class Skeleton(HTMLParser):
    """What a template says by itself: its tags as written, and its text with line numbers."""

    tags: list[tuple[int, str]] = field(default_factory=list)
    texts: list[tuple[int, str]] = field(default_factory=list)
    raw: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag; what its wordy attributes say is text."""
        self.raw = tag if tag in ("script", "style", "code", "kbd") else ""
        self.tags.append((self.getpos()[0], self.get_starttag_text() or ""))
        self.texts += [(self.getpos()[0], value or "") for name, value in attrs if name in WORDY]

    def handle_endtag(self, tag: str) -> None:
        """Text counts again after a script, style or command."""
        self.raw = ""

    def handle_data(self, words: str) -> None:
        """Text of its own, not of a script or command."""
        if not self.raw:
            self.texts.append((self.getpos()[0], words))


@functools.cache
def skeleton(path: Path) -> Skeleton:
    """A template as HTML with holes; `{% trans %}` is Jinja's word too."""
    found = Skeleton()
    found.feed(_without_jinja(path.read_text()))
    found.close()
    return found


def _without_jinja(source: str) -> str:
    kept: list[str] = []
    is_translated = False
    inside: list[str] = []
    for _line, kind, words in Environment(autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do"]).lex(source):
        if kind == "block_begin":
            inside = []
        elif kind == "block_end":
            first = "".join(inside).split()[:1]
            is_translated = first == ["trans"] if first in (["trans"], ["endtrans"]) else is_translated
        elif kind == "variable_end":
            kept.append("x" if "".join(kept[-1:]).endswith(("<", "</")) else HOLE)
        elif kind == "data" and not is_translated:
            kept.append(words)
            continue
        else:
            inside.append(words)
        kept.append("\n" * words.count("\n"))
    return "".join(kept)


def attribute_names(tag: str) -> set[str]:
    """Names of a written tag's attributes."""
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", '""', tag)
    return {name.lower() for name in re.findall(r"[\s\ue000\"]([a-zA-Z@:][\w:.@-]*)(?==)", bare)}


def has_unquoted_value(tag: str) -> bool:
    """True if an attribute's value stands without quotation marks."""
    bare = re.sub(r"=\s*(\"[^\"]*\"|'[^']*')", "", tag)
    return bool(re.search(r"[\w-]\s*=\s*[^\s>\"']", bare))
