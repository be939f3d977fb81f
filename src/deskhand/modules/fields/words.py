"""What the query language may ask of fields: one class for each way of comparing. Each asks the database and one ticket
the same, and a property test holds the two together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from deskhand.kernel.query import Env, FieldSpec, QueryError, Suggestion
from deskhand.kernel.query.clause import Phrase, WordText, can_be_prefix
from deskhand.kernel.query.errors import nearest
from deskhand.kernel.query.fields import MAX_SUGGESTIONS, Test
from deskhand.kernel.query.kinds.logic import any_q
from deskhand.kernel.query.kinds.text import too_short
from deskhand.kernel.query.tokens import RawValue
from deskhand.kernel.query.tree import Op, Term
from deskhand.kernel.query.values import Me, Text, Value
from deskhand.kernel.words import fold, words
from deskhand.modules.fields.custom_word import CustomField
from deskhand.modules.fields.models import Field, FieldKind, Option
from deskhand.modules.fields.models import Value as Row
from deskhand.modules.fields.ordered_words import AmountWord, DayWord
from deskhand.modules.fields.queries import in_order
from deskhand.tickets import query_names


@dataclass(frozen=True, kw_only=True)
class OptionWord(CustomField):
    """``device:laptop,phone``, by code or label; in a tree a node stands for all below it, too."""

    kind: str = "choice"

    @property
    def example(self) -> str:
        """As in ``device:laptop``."""
        return f"{self.name}:{self._options[0].code if self._options else 'none'}"

    @cached_property
    def _options(self) -> list[Option]:
        """Read when it is first asked for, not with each list."""
        return in_order(list(Option.objects.within(list(self.desks)).filter(field_id__in=self.ids)))

    def value(self, raw: RawValue) -> Value:
        """The code, whichever name was written."""
        folded = fold(raw.text)
        for one in self._options:
            if folded in (fold(one.code), fold(one.label)):
                return Text(one.code, raw.place)
        codes = [one.code for one in self._options]
        message = _("“{field}” knows no “{value}”. It can be: {codes}.")
        shown = ", ".join(codes[:MAX_SUGGESTIONS])
        raise QueryError(
            message.format(field=self.name, value=raw.text, codes=shown), raw.place, nearest(raw.text, codes)
        )

    def condition(self, op: Op, value: Value, env: Env) -> Q:
        """Any of the options meant."""
        return Q(option_id__in=self._meant(value))

    def judge(self, op: Op, value: Value, env: Env) -> Callable[[Row], bool]:
        """The same."""
        meant = frozenset(self._meant(value))
        return lambda row: row.option_id in meant

    def _meant(self, value: Value) -> list[int]:
        found = [one.pk for one in self._options if isinstance(value, Text) and one.code == value.text]
        for pk in found:
            found += [one.pk for one in self._options if one.parent_id == pk]
        return found

    def complete(self, prefix: str, env: Env) -> Sequence[Suggestion]:
        """By code or label."""
        folded = fold(prefix)
        fitting = [
            Suggestion(Text(one.code).to_text(), one.label)
            for one in self._options
            if fold(one.code).startswith(folded) or fold(one.label).startswith(folded)
        ]
        return fitting[:MAX_SUGGESTIONS]


@dataclass(frozen=True, kw_only=True)
class NamedWord(CustomField):
    """``boss:me``, ``boss:mara@kestrel.example``, ``customer:"Kestrel Biotech"``."""

    column: str
    find: Callable[[str, Env], Collection[int]]
    suggest: Callable[[str, Env], Sequence[Suggestion]]

    @property
    def example(self) -> str:
        """As in ``boss:me``."""
        return f"{self.name}:{'me' if self.column == 'person_id' else 'none'}"

    def value(self, raw: RawValue) -> Value:
        """``me`` or a name."""
        if not raw.text.strip():
            raise QueryError(_("Between the quotes a name is missing."), raw.place)
        if self.column == "person_id" and not raw.is_quoted and fold(raw.text) == "me":
            return Me()
        return Text(raw.text, raw.place)

    def condition(self, op: Op, value: Value, env: Env) -> Q:
        """Any of those who are called so."""
        return Q(**{f"{self.column}__in": self._meant(value, env)})

    def judge(self, op: Op, value: Value, env: Env) -> Callable[[Row], bool]:
        """The same."""
        meant = frozenset(self._meant(value, env))
        return lambda row: getattr(row, self.column) in meant

    def _meant(self, value: Value, env: Env) -> list[int]:
        if isinstance(value, Me):
            return [env.me] if env.me is not None else []
        return sorted(self.find(value.text, env)) if isinstance(value, Text) else []

    def complete(self, prefix: str, env: Env) -> Sequence[Suggestion]:
        """Names that begin so."""
        return self.suggest(prefix, env)[:MAX_SUGGESTIONS]


@dataclass(frozen=True, kw_only=True)
class BoxWord(CustomField):
    """``approved:yes``, ``approved:no``. A box that nobody ticked is ``no``."""

    kind: str = "choice"
    may_be_empty: bool = False

    @property
    def example(self) -> str:
        """As in ``approved:yes``."""
        return f"{self.name}:yes"

    def value(self, raw: RawValue) -> Value:
        """Yes, or nothing."""
        folded = fold(raw.text)
        if folded in ("yes", fold(_("Yes"))):
            return Text("yes", raw.place)
        if folded in ("no", fold(_("No"))):
            return Text("no", raw.place)
        raise QueryError(_("Write yes or no."), raw.place, "yes")

    def to_q(self, term: Term, env: Env) -> Q:
        """Whether there is a row."""
        ticked = Q(pk__in=self._rows().filter(is_on=True).values("ticket_id"))
        return any_q(ticked if value == Text("yes") else ~ticked for value in term.values)

    def to_test(self, term: Term, env: Env) -> Test:
        """The same."""
        wanted = frozenset(value == Text("yes") for value in term.values)
        return lambda ticket: any(row.is_on for row in self._held(ticket)) in wanted

    def complete(self, prefix: str, env: Env) -> Sequence[Suggestion]:
        """Both."""
        both = (Suggestion("yes", _("Yes")), Suggestion("no", _("No")))
        return [one for one in both if one.text.startswith(fold(prefix))]


@dataclass(frozen=True, kw_only=True)
class TextWord(CustomField):
    """Words next to each other; ``room:west*`` for words that begin so."""

    kind: str = "text"

    @property
    def example(self) -> str:
        """As in ``room:west*``."""
        return f"{self.name}:west*"

    def value(self, raw: RawValue) -> Value:
        """The text as written."""
        phrase = _phrase(raw.text)
        if not phrase.words:
            raise QueryError(_("“{value}” has no letter and no digit to look for.").format(value=raw.text), raw.place)
        if phrase.is_prefix and not can_be_prefix(phrase.words):
            raise QueryError(too_short(), raw.place)
        return Text(raw.text, raw.place)

    def condition(self, op: Op, value: Value, env: Env) -> Q:
        """A stretch of the folded words."""
        phrase = _phrase(value.text if isinstance(value, Text) else "")
        return Q(words__contains=f" {' '.join(phrase.words)}{'' if phrase.is_open else ' '}")

    def judge(self, op: Op, value: Value, env: Env) -> Callable[[Row], bool]:
        """The same."""
        phrase = _phrase(value.text if isinstance(value, Text) else "")
        return lambda row: phrase.matches(WordText(row.words))


def _phrase(text: str) -> Phrase:
    return Phrase(tuple(words(text)), is_prefix=text.endswith("*"))


_WORDS: Mapping[str, type[CustomField]] = {
    FieldKind.TEXT: TextWord,
    FieldKind.URL: TextWord,
    FieldKind.NUMBER: AmountWord,
    FieldKind.MONEY: AmountWord,
    FieldKind.DATE: DayWord,
    FieldKind.CHOICE: OptionWord,
    FieldKind.CHOICES: OptionWord,
    FieldKind.TREE: OptionWord,
    FieldKind.CHECKBOX: BoxWord,
}


def spec_for(fields: Sequence[Field]) -> FieldSpec:
    """The word for fields of one code and kind."""
    first = fields[0]
    common: dict[str, Any] = {
        "name": first.code,
        "title": first.label,
        "ids": tuple(one.pk for one in fields),
        "desks": tuple(one.desk_id for one in fields),
    }
    if first.kind == FieldKind.PERSON:
        return NamedWord(
            **common,
            kind="person",
            column="person_id",
            find=query_names.people,
            suggest=query_names.suggest_people,
        )
    if first.kind == FieldKind.ORGANIZATION:
        return NamedWord(
            **common,
            kind="organization",
            column="organization_id",
            find=query_names.organizations,
            suggest=query_names.suggest_organizations,
        )
    return _WORDS[first.kind](**common)
