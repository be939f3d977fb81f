"""Text fields (``subject:vpn``) and free text: both are questions to the word index."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from deskhand.kernel.query.clause import MIN_PREFIX, AnyOf, Clause, Phrase, WordText, can_be_prefix
from deskhand.kernel.query.errors import QueryError
from deskhand.kernel.query.fields import Env, FieldSpec, Test
from deskhand.kernel.query.tokens import RawValue
from deskhand.kernel.query.tree import Term
from deskhand.kernel.query.values import Text, Value
from deskhand.kernel.words import words


@dataclass(frozen=True, kw_only=True)
class TextField(FieldSpec):
    """Words next to each other, in any case, accents aside; ``print*`` for words that begin so."""

    kind: str = "text"
    ask: Callable[[Clause, Env], Q]
    """The index's answer, within what ``env.actor`` may read."""
    read: Callable[[Any, Env], WordText]
    """The words of one record, as far as the same index answers from them before the same eyes."""

    @property
    def example(self) -> str:
        """As in ``subject:print*``."""
        return f"{self.name}:print*"

    def value(self, raw: RawValue) -> Value:
        """The text as written."""
        phrase = _phrase(raw.text)
        if not phrase.words:
            raise QueryError(_("“{value}” has no letter and no digit to look for.").format(value=raw.text), raw.place)
        if phrase.is_prefix and not can_be_prefix(phrase.words):
            raise QueryError(too_short(), raw.place)
        return Text(raw.text, raw.place)

    def to_q(self, term: Term, env: Env) -> Q:
        """One question to the index."""
        return self.clause_to_q(self._clause(term), env)

    def to_test(self, term: Term, env: Env) -> Test:
        """The same clause, answered by the record's own text."""
        return self.clause_to_test(self._clause(term), env)

    def clause_to_q(self, clause: Clause, env: Env) -> Q:
        """One question to the index."""
        return self.ask(clause, env)

    def clause_to_test(self, clause: Clause, env: Env) -> Test:
        """The same clause, answered by the record's own text."""
        return lambda subject: clause.matches(self.read(subject, env))

    def _clause(self, term: Term) -> Clause:
        return AnyOf(tuple(_phrase(value.text) for value in term.values if isinstance(value, Text)))


def too_short() -> str:
    """The sentence about a beginning of too few letters."""
    return _("Before the star at least {count} letters are needed.").format(count=MIN_PREFIX)


def _phrase(text: str) -> Phrase:
    return Phrase(tuple(words(text)), is_prefix=text.endswith("*"))
