"""Fields that point at other records: a person, a team, an organization, tags."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from deskhand.kernel.query.errors import QueryError, nearest
from deskhand.kernel.query.fields import MAX_SUGGESTIONS, Env, FieldSpec, Suggestion, Test
from deskhand.kernel.query.kinds.logic import any_q, any_test, is_empty_test
from deskhand.kernel.query.tokens import RawValue
from deskhand.kernel.query.tree import Term
from deskhand.kernel.query.values import Me, Nothing, Text, Value
from deskhand.kernel.words import fold


@dataclass(frozen=True, kw_only=True)
class _Pointing(FieldSpec):
    """What both kinds of pointing have in common: finding the ids that a name stands for."""

    find: Callable[[str, Env], Collection[int]]
    """Ids of the records that the text names, as far as ``env.actor`` may know of them."""
    suggest: Callable[[str, Env], Sequence[Suggestion]]
    """Names that begin with the text, within the same walls."""
    has_me: bool = False
    """Whether ``me`` can be meant."""
    offered: Callable[[Env], bool] | None = None
    """Whether there is anything to choose; None: always."""
    must_exist: bool = True
    """Whether a name that nothing has is a mistake; if not, it matches nothing (a tag nobody has used yet)."""

    @property
    def example(self) -> str:
        """As in ``assignee:me``."""
        return f"{self.name}:{'me' if self.has_me else 'none' if self.may_be_empty else _('name')}"

    def value(self, raw: RawValue) -> Value:
        """``me`` or a name; which record that is, is found out when the query is used."""
        if not raw.text.strip():
            raise QueryError(_("Between the quotes a name is missing."), raw.place)
        if self.has_me and not raw.is_quoted and fold(raw.text) == "me":
            return Me()
        return Text(raw.text, raw.place)

    def to_q(self, term: Term, env: Env) -> Q:
        """One question for all named records, one for ``none``."""
        parts = [self.ids_q(self._ids(term, env))]
        if Nothing() in term.values:
            parts.append(self.empty_q())
        return any_q(parts)

    def to_test(self, term: Term, env: Env) -> Test:
        """Names are looked up once, not once a record."""
        tests = [self.ids_test(frozenset(self._ids(term, env)))]
        if Nothing() in term.values:
            tests.append(self.empty_test())
        return any_test(tests)

    def is_offered(self, env: Env) -> bool:
        """As ``offered`` says."""
        return self.offered is None or self.offered(env)

    def complete(self, prefix: str, env: Env) -> Sequence[Suggestion]:
        """``me`` and ``none`` where they make sense, then names."""
        fixed = [("me", _("Me"))] * self.has_me + [("none", _("Empty"))] * self.may_be_empty
        first = [Suggestion(text, label) for text, label in fixed if text.startswith(fold(prefix))]
        return [*first, *self.suggest(prefix, env)][:MAX_SUGGESTIONS]

    @abstractmethod
    def ids_q(self, ids: Collection[int]) -> Q:
        """Records that point at one of these."""

    @abstractmethod
    def ids_test(self, ids: frozenset[int]) -> Test:
        """The same of one record."""

    @abstractmethod
    def empty_q(self) -> Q:
        """Records that point at nothing."""

    @abstractmethod
    def empty_test(self) -> Test:
        """The same of one record."""

    def _ids(self, term: Term, env: Env) -> list[int]:
        ids: set[int] = set()
        for value in term.values:
            if isinstance(value, Me) and env.me is not None:
                ids.add(env.me)
            elif isinstance(value, Text):
                ids.update(self._named(value, env))
        return sorted(ids)

    def _named(self, value: Text, env: Env) -> Collection[int]:
        found = self.find(value.text, env)
        if not found and self.must_exist:
            close = nearest(value.text, [one.text for one in self.suggest(value.text[:1], env)])
            raise QueryError(
                _("“{field}” finds nobody and nothing called “{value}”.").format(field=self.name, value=value.text),
                value.place,
                close,
            )
        return found


@dataclass(frozen=True, kw_only=True)
class ReferenceField(_Pointing):
    """Points at one record: ``assignee:me``, ``team:network,none``."""

    column: str
    read: Callable[[Any], int | None]

    def ids_q(self, ids: Collection[int]) -> Q:
        """By the key column."""
        return Q(**{f"{self.column}__in": ids})

    def ids_test(self, ids: frozenset[int]) -> Test:
        """By the key."""
        return lambda subject: self.read(subject) in ids

    def empty_q(self) -> Q:
        """NULL."""
        return Q(**{f"{self.column}__isnull": True})

    def empty_test(self) -> Test:
        """None."""
        return is_empty_test(self.read)


@dataclass(frozen=True, kw_only=True)
class ManyField(_Pointing):
    """Points at many records through a table of links: tags, followers. A record may have none; and a name that no
    record has yet is no mistake."""

    may_be_empty: bool = True
    must_exist: bool = False
    links: Callable[[], QuerySet[Any]]
    """All rows of that table."""
    own: str
    """Its column that holds our record's id."""
    other: str
    """Its column that holds the id pointed at."""
    read: Callable[[Any], Collection[int]]

    def ids_q(self, ids: Collection[int]) -> Q:
        """By a subquery, so that a record with two of the tags is still one row."""
        return Q(pk__in=self.links().filter(**{f"{self.other}__in": ids}).values(self.own)) if ids else Q(pk__in=())

    def ids_test(self, ids: frozenset[int]) -> Test:
        """Any of them."""
        return lambda subject: not ids.isdisjoint(self.read(subject))

    def empty_q(self) -> Q:
        """No link at all."""
        return ~Q(pk__in=self.links().values(self.own))

    def empty_test(self) -> Test:
        """No link at all."""
        return lambda subject: not self.read(subject)
