"""Cutting a query's text into tokens. Knows the punctuation, and nothing of fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from django.utils.translation import gettext as _

from deskhand.kernel.query.errors import Place, QueryError
from deskhand.kernel.query.tree import Op
from deskhand.kernel.words import words

OPENING_QUOTES = '"“”„‟«»'
"""Straight quotes, and those that phones and word processors put in their place."""

_CLOSING = {'"': '"'} | dict.fromkeys("“”„‟«»", '"“”„‟«»')
_FIELD = re.compile(r"([^\W\d_][\w.-]*):(?!//)")
_OPERATOR = re.compile(r"<=|>=|<|>|")
_BARE_WORD = re.compile(rf"[^\s(){OPENING_QUOTES}]+")
_BARE_VALUE = re.compile(rf"[^\s(),{OPENING_QUOTES}]+")
_BLANK = re.compile(r"\s+")


class Kind(Enum):
    """What a token is."""

    OPEN = auto()
    CLOSE = auto()
    MINUS = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    WORD = auto()
    TERM = auto()


_KEYWORDS = {"AND": Kind.AND, "OR": Kind.OR, "NOT": Kind.NOT}
KEYWORDS = frozenset(_KEYWORDS)


@dataclass(frozen=True, slots=True)
class RawValue:
    """A value as it stands in the text, without its quotes."""

    text: str
    place: Place
    is_quoted: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """One token. ``text`` is the word or the field's name; only a TERM has ``op`` and ``values``."""

    kind: Kind
    text: str
    place: Place
    is_quoted: bool = False
    is_prefix: bool = False
    op: Op = Op.IS
    values: tuple[RawValue, ...] = ()


def tokens(text: str) -> list[Token]:
    """The tokens of a query. Words without a letter or digit are dropped, as a search finds nothing by them.

    Raises :class:`QueryError` for a quote that is not closed and a field without a value.
    """
    found: list[Token] = []
    for token in _Cutter(text).cut():
        if token.kind is Kind.WORD and not words(token.text):
            if found and found[-1].kind is Kind.MINUS:
                found.pop()
            continue
        found.append(token)
    return found


class _Cutter:
    """Walks once through the text; ``at`` is the position of the next character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def cut(self) -> Iterator[Token]:
        while self._skip_blanks():
            yield self._next()

    def _skip_blanks(self) -> bool:
        if blank := _BLANK.match(self.text, self.at):
            self.at = blank.end()
        return self.at < len(self.text)

    def _next(self) -> Token:
        char = self.text[self.at]
        if char in "()":
            return self._single(Kind.OPEN if char == "(" else Kind.CLOSE)
        if char == "-":
            return self._single(Kind.MINUS)
        if char in OPENING_QUOTES:
            return self._phrase()
        if field := _FIELD.match(self.text, self.at):
            return self._term(field)
        return self._word()

    def _single(self, kind: Kind) -> Token:
        start = self.at
        self.at += 1
        is_lone_dash = kind is Kind.MINUS and (self.at == len(self.text) or self.text[self.at].isspace())
        return Token(Kind.WORD if is_lone_dash else kind, self.text[start], Place(start, 1))

    def _word(self) -> Token:
        start, word = self.at, self._bare(_BARE_WORD)
        place = Place(start, len(word))
        if word in _KEYWORDS:
            return Token(_KEYWORDS[word], word, place)
        stem = word.rstrip("*")
        return Token(Kind.WORD, stem, place, is_prefix=stem != word)

    def _phrase(self) -> Token:
        start = self.at
        phrase = self._quoted()
        is_prefix = self.text.startswith("*", self.at)
        self.at += is_prefix
        return Token(Kind.WORD, phrase, Place(start, self.at - start), is_quoted=True, is_prefix=is_prefix)

    def _term(self, field: re.Match[str]) -> Token:
        start, self.at = self.at, field.end()
        op = Op(self._bare(_OPERATOR))
        values = tuple(self._values())
        place = Place(start, self.at - start)
        if not values:
            raise QueryError(
                _(
                    "After “{field}:” a value is missing. Write it right behind the colon; to search for the text, "
                    "put it in quotes."
                ).format(field=field[1]),
                place,
            )
        return Token(Kind.TERM, field[1], place, op=op, values=values)

    def _values(self) -> Iterator[RawValue]:
        while self.at < len(self.text):
            start, is_quoted = self.at, self.text[self.at] in OPENING_QUOTES
            value = self._quoted() if is_quoted else self._bare(_BARE_VALUE)
            if value or is_quoted:
                yield RawValue(value, Place(start, self.at - start), is_quoted)
            if not self.text.startswith(",", self.at):
                return
            self.at += 1

    def _bare(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return match[0] if match else ""

    def _quoted(self) -> str:
        start = self.at
        closing = _CLOSING[self.text[start]]
        self.at += 1
        content: list[str] = []
        while self.at < len(self.text):
            char = self.text[self.at]
            self.at += 1
            if char in closing:
                return "".join(content)
            if char == "\\" and self.at < len(self.text):
                char = self.text[self.at]
                self.at += 1
            content.append(char)
        raise QueryError(
            _("This quote is never closed."), Place(start, len(self.text) - start), suggestion=self.text[start:] + '"'
        )
