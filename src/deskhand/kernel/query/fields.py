"""What a field of the query language is, and the set of fields that a query may use.

The kernel knows no ticket. ``tickets`` describes its fields with the kinds in :mod:`deskhand.kernel.query.kinds`, a
module adds its own, and both are gathered into one :class:`Fields` per request.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any, Protocol, TypeAlias

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.kernel.query.clause import Clause
from deskhand.kernel.query.errors import NOWHERE, Place, QueryError, nearest
from deskhand.kernel.query.tokens import RawValue, Token
from deskhand.kernel.query.tree import Op, Term
from deskhand.kernel.query.values import Nothing, Range, Value
from deskhand.kernel.words import fold

MAX_SUGGESTIONS = 12
"""Completions offered at once."""


Label: TypeAlias = str | Promise
"""Text for people; lazily translated."""

Test: TypeAlias = Callable[[Any], bool]
"""A question about one record held in memory."""


@dataclass(frozen=True, slots=True)
class Env:
    """What a query's meaning depends on besides its text. Two runs in equal environments mean the same."""

    now: datetime
    """Aware; relative times count from here."""
    me: int | None = None
    """The person that ``me`` stands for; None where nobody asks (automation): then ``me`` is nobody."""
    zone: tzinfo = UTC
    """Whose midnight begins a day."""
    actor: Actor | None = None
    """Whose eyes: names, teams and completions that this actor may not see do not exist. None sees nothing."""
    desk_id: int | None = None
    """The desk that the query is asked on, if on one."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value that could follow: what to write, quotes included, and what to show beside it."""

    text: str
    label: Label


@dataclass(frozen=True, kw_only=True)
class FieldSpec(ABC):
    """One field. ``kind`` says what its values are (choice, person, instant, ...): builder and help page go by it."""

    kind: str
    name: str
    title: Label
    aliases: tuple[str, ...] = ()
    is_ordered: bool = False
    """Whether ``<``, ``>`` and ``..`` make sense."""
    may_be_empty: bool = False
    """Whether ``none`` makes sense."""

    @property
    @abstractmethod
    def example(self) -> str:
        """A term that shows what can be written."""

    @abstractmethod
    def value(self, raw: RawValue) -> Value:
        """The meaning of what was written; raises :class:`QueryError` pointing at it."""

    @abstractmethod
    def to_q(self, term: Term, env: Env) -> Q:
        """The database's side: never NULL, so that its negation is everything else."""

    @abstractmethod
    def to_test(self, term: Term, env: Env) -> Test:
        """The same question about one record."""

    def is_offered(self, env: Env) -> bool:
        """Whether completions name it: not where there is nothing to choose. It is understood all the same."""
        return True

    def complete(self, prefix: str, env: Env) -> Sequence[Suggestion]:
        """Values that begin with the prefix, best first, at most MAX_SUGGESTIONS."""
        return ()

    def term(self, token: Token) -> Term:
        """The checked term for a token that names this field."""
        if token.op is not Op.IS:
            self._check_comparison(token)
        values = tuple(dict.fromkeys(self._value_or_range(raw) for raw in token.values))
        if token.op is not Op.IS and isinstance(values[0], Nothing | Range):
            raise QueryError(
                _("“{value}” cannot be compared with {op}; leave the sign away.").format(
                    value=token.values[0].text, op=token.op
                ),
                token.values[0].place,
            )
        return Term(self.name, token.op, values, token.place)

    def _check_comparison(self, token: Token) -> None:
        if not self.is_ordered:
            raise QueryError(
                _("“{field}” has no order, so {op} says nothing about it. Write “{example}”.").format(
                    field=self.name, op=token.op, example=self.example
                ),
                token.place,
            )
        if len(token.values) > 1:
            raise QueryError(_("Compare with one value, not with a list."), token.values[1].place)

    def _value_or_range(self, raw: RawValue) -> Value:
        if self.may_be_empty and not raw.is_quoted and fold(raw.text) == "none":
            return Nothing()
        if self.is_ordered and not raw.is_quoted and ".." in raw.text:
            return self._range(raw)
        return self.value(raw)

    def _range(self, raw: RawValue) -> Range:
        low, high = raw.text.split("..", 1)
        if not low and not high:
            raise QueryError(
                _("A range needs at least one end, as in “{example}”.").format(example=self.example), raw.place
            )
        sides = [self.value(RawValue(side, raw.place)) if side else None for side in (low, high)]
        return Range(*sides)


class WordSearch(Protocol):
    """What free text is searched with."""

    def clause_to_q(self, clause: Clause, env: Env) -> Q:
        """Records whose words answer the clause."""

    def clause_to_test(self, clause: Clause, env: Env) -> Test:
        """The same question about one record."""


class Fields:
    """The fields that a query may use, by name and alias; ``words`` is the field that free text searches."""

    def __init__(self, specs: Iterable[FieldSpec], words: WordSearch | None = None) -> None:
        self.specs = tuple(specs)
        self.words = words
        self._by_name: dict[str, FieldSpec] = {}
        for spec in self.specs:
            for name in (spec.name, *spec.aliases):
                if self._by_name.setdefault(fold(name), spec) is not spec:
                    raise ValueError(f"Two fields are called {name!r}: {self._by_name[fold(name)]!r} and {spec!r}.")

    def __iter__(self) -> Iterator[FieldSpec]:
        return iter(self.specs)

    def having(self, *specs: FieldSpec) -> Fields:
        """These fields and more."""
        return Fields((*self.specs, *specs), self.words)

    def get(self, name: str) -> FieldSpec | None:
        """By name or alias, in any case."""
        return self._by_name.get(fold(name))

    def of(self, token: Token) -> FieldSpec:
        """The field that a token names; raises :class:`QueryError` with the name that was probably meant."""
        return self._known(token.text, Place(token.place.position, len(token.text)))

    def behind(self, term: Term) -> FieldSpec:
        """The term's field; raises :class:`QueryError` if it went away since the query was written."""
        return self._known(term.field, term.place)

    def _known(self, name: str, place: Place) -> FieldSpec:
        if spec := self.get(name):
            return spec
        suggestion = nearest(name, self._by_name)
        if suggestion:
            message = _("There is no field “{name}”. Did you mean “{suggestion}”?")
        else:
            message = _("There is no field “{name}”. To search for the text, put it in quotes.")
        raise QueryError(message.format(name=name, suggestion=suggestion), place, suggestion)

    def search(self, place: Place = NOWHERE) -> WordSearch:
        """What free text is searched with; raises :class:`QueryError` where only fields can be asked."""
        if self.words is None:
            raise QueryError(
                _("Free text cannot be searched here; use a field, as in “{example}”.").format(
                    example=self.specs[0].example if self.specs else ""
                ),
                place,
            )
        return self.words
