"""Reading a query: text -> tree.

::

    query := and ("OR" and)*              "and" binds tighter than "or"
    and   := not (["AND"] not)*
    not   := ("-" | "NOT")* atom
    atom  := "(" query ")" | field ":" [< <= > >=] value ("," value)* | word | "some words" | begin*

The three joining words are written in capitals; ``or`` is a word to look for.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from deskhand.kernel.query.clause import can_be_prefix
from deskhand.kernel.query.errors import Place, QueryError
from deskhand.kernel.query.fields import Fields
from deskhand.kernel.query.kinds.text import too_short
from deskhand.kernel.query.tokens import Kind, Token, tokens
from deskhand.kernel.query.tree import EVERYTHING, Node, Words, all_of, any_of, negation
from deskhand.kernel.words import words

MAX_LENGTH = 2_000
"""Characters of a query."""

MAX_TERMS = 50
"""Terms and words in a query; each value of a list counts."""

MAX_DEPTH = 10
"""Brackets inside brackets."""

# No database takes these; a blank in their place keeps every position right.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def parse(text: str, fields: Fields, *, is_typing: bool = False) -> Node:
    """The tree of a query; the empty text is :data:`EVERYTHING`.

    With ``is_typing`` (a search box that answers while one types) the last bare word may still go on.
    Raises :class:`QueryError`, which points at what is wrong.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(
            _("A search may have {limit} characters; this one has {count}.").format(limit=MAX_LENGTH, count=len(text)),
            Place(MAX_LENGTH, len(text) - MAX_LENGTH),
        )
    found = tokens(_UNSTORABLE.sub(" ", text))
    if is_typing and found:
        found[-1] = _unfinished(found[-1], len(text))
    return _Parser(found, fields).query() if found else EVERYTHING


def _unfinished(last: Token, end: int) -> Token:
    is_at_end = last.place.position + last.place.length == end
    if last.kind is Kind.WORD and not last.is_quoted and is_at_end and can_be_prefix(tuple(words(last.text))):
        return Token(Kind.WORD, last.text, last.place, is_prefix=True)
    return last


class _Parser:
    """Recursive descent; ``at`` is the index of the next token."""

    def __init__(self, found: list[Token], fields: Fields) -> None:
        self.tokens = found
        self.fields = fields
        self.at = 0
        self.terms = 0
        self.depth = 0

    def query(self) -> Node:
        tree = self._or()
        if self.at < len(self.tokens):
            raise QueryError(
                _("This bracket closes nothing. To search for it, put the text in quotes."), self.tokens[self.at].place
            )
        return tree

    def _or(self) -> Node:
        parts = [self._and()]
        while self._take(Kind.OR):
            parts.append(self._and())
        return any_of(parts)

    def _and(self) -> Node:
        parts = [self._not()]
        while self._kind() not in (None, Kind.OR, Kind.CLOSE):
            self._take(Kind.AND)
            parts.append(self._not())
        return all_of(parts)

    def _not(self) -> Node:
        is_negated = False
        while self._take(Kind.MINUS) or self._take(Kind.NOT):
            is_negated = not is_negated
        atom = self._atom()
        return negation(atom) if is_negated else atom

    def _atom(self) -> Node:
        kind = self._kind()
        if kind is Kind.OPEN:
            return self._group()
        if kind is Kind.TERM:
            return self._term(self._next())
        if kind is Kind.WORD:
            return self._words(self._next())
        raise self._missing()

    def _group(self) -> Node:
        opening = self._next()
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise QueryError(_("Brackets may be nested {limit} deep.").format(limit=MAX_DEPTH), opening.place)
        tree = self._or()
        if not self._take(Kind.CLOSE):
            raise QueryError(_("This bracket is never closed."), opening.place)
        self.depth -= 1
        return tree

    def _term(self, token: Token) -> Node:
        self._count(token, len(token.values))
        return self.fields.of(token).term(token)

    def _words(self, token: Token) -> Node:
        self._count(token, 1)
        self.fields.search(token.place)
        if token.is_prefix and not can_be_prefix(tuple(words(token.text))):
            raise QueryError(too_short(), token.place)
        return Words(token.text, token.is_prefix, token.place)

    def _count(self, token: Token, terms: int) -> None:
        self.terms += terms
        if self.terms > MAX_TERMS:
            raise QueryError(
                _("A search may have {limit} terms; from here on it has more.").format(limit=MAX_TERMS), token.place
            )

    def _missing(self) -> QueryError:
        """Something was to follow, and did not."""
        if self.at == 0:
            place = self.tokens[0].place
            return QueryError(_("Something must stand before “{word}”.").format(word=self.tokens[0].text), place)
        before = self.tokens[self.at - 1]
        return QueryError(_("Something must follow “{word}”.").format(word=before.text), before.place)

    def _kind(self) -> Kind | None:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else None

    def _next(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def _take(self, kind: Kind) -> bool:
        if self._kind() is not kind:
            return False
        self.at += 1
        return True
