"""A field with a fixed list of codes: status, priority, kind, channel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from deskhand.kernel.query.errors import QueryError, nearest
from deskhand.kernel.query.fields import MAX_SUGGESTIONS, Env, FieldSpec, Label, Suggestion, Test
from deskhand.kernel.query.kinds.logic import any_q, any_test, is_empty_test
from deskhand.kernel.query.tokens import RawValue
from deskhand.kernel.query.tree import Op, Term
from deskhand.kernel.query.values import Nothing, Range, Text, Value
from deskhand.kernel.words import fold


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the list. It is written as ``code`` and understood by its translated label and aliases, too."""

    code: str
    label: Label
    stored: tuple[object, ...] = ()
    """What the database holds for it; the code itself if not said. Several, where one word stands for a group."""
    aliases: tuple[str, ...] = ()
    is_quiet: bool = False
    """Understood, and neither offered nor listed: what it stands for is not there for everybody."""

    @property
    def held(self) -> tuple[object, ...]:
        """What the database holds for it."""
        return self.stored or (self.code,)

    def is_called(self, folded: str) -> bool:
        """Whether this is a name of it."""
        return folded in {fold(name) for name in (self.code, str(self.label), *self.aliases)}


@dataclass(frozen=True, kw_only=True)
class ChoiceField(FieldSpec):
    """``status:new,open`` and, if ordered, ``priority:>=high``: the list goes from low to high."""

    kind: str = "choice"
    column: str
    read: Callable[[Any], object]
    choices: tuple[Choice, ...]

    @property
    def example(self) -> str:
        """As in ``priority:>=low``."""
        return f"{self.name}:{'>=' if self.is_ordered else ''}{self.choices[0].code}"

    def value(self, raw: RawValue) -> Value:
        """The code, whichever name was written."""
        folded = fold(raw.text)
        for choice in self.choices:
            if choice.is_called(folded):
                return Text(choice.code, raw.place)
        codes = [choice.code for choice in self.choices if not choice.is_quiet]
        raise QueryError(
            _("“{field}” knows no “{value}”. It can be: {codes}.").format(
                field=self.name, value=raw.text, codes=", ".join(codes)
            ),
            raw.place,
            nearest(raw.text, codes),
        )

    def to_q(self, term: Term, env: Env) -> Q:
        """One comparison with a list."""
        return any_q(self._value_q(term.op, value) for value in term.values)

    def to_test(self, term: Term, env: Env) -> Test:
        """One look into a set."""
        return any_test(self._value_test(term.op, value) for value in term.values)

    def complete(self, prefix: str, env: Env) -> Sequence[Suggestion]:
        """By code or label."""
        folded = fold(prefix)
        found = [
            Suggestion(Text(choice.code).to_text(), choice.label)
            for choice in self.choices
            if not choice.is_quiet
            and (fold(choice.code).startswith(folded) or fold(str(choice.label)).startswith(folded))
        ]
        return found[:MAX_SUGGESTIONS]

    def _value_q(self, op: Op, value: Value) -> Q:
        if isinstance(value, Nothing):
            return Q(**{f"{self.column}__isnull": True})
        return Q(**{f"{self.column}__in": self._held(op, value)})

    def _value_test(self, op: Op, value: Value) -> Test:
        if isinstance(value, Nothing):
            return is_empty_test(self.read)
        held = frozenset(self._held(op, value))
        return lambda subject: self.read(subject) in held

    def _held(self, op: Op, value: Value) -> list[object]:
        return [held for choice in self._chosen(op, value) for held in choice.held]

    def _chosen(self, op: Op, value: Value) -> tuple[Choice, ...]:
        if isinstance(value, Range):
            low = self._place_of(value.low) if value.low else 0
            high = self._place_of(value.high) if value.high else len(self.choices) - 1
            return self.choices[low : high + 1]
        at = self._place_of(value)
        match op:
            case Op.IS:
                return self.choices[at : at + 1]
            case Op.LESS:
                return self.choices[:at]
            case Op.AT_MOST:
                return self.choices[: at + 1]
            case Op.MORE:
                return self.choices[at + 1 :]
            case Op.AT_LEAST:
                return self.choices[at:]

    def _place_of(self, value: Value) -> int:
        for place, choice in enumerate(self.choices):
            if isinstance(value, Text) and choice.code == value.text:
                return place
        raise QueryError(_("“{field}” no longer knows “{value}”.").format(field=self.name, value=value.to_text()))
