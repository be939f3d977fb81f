"""Whole numbers: ``number:1042``, ``reopened:>2``, ``number:1000..1100``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from deskhand.kernel.query.errors import QueryError
from deskhand.kernel.query.fields import Env, FieldSpec, Test
from deskhand.kernel.query.kinds.bounds import Bounds
from deskhand.kernel.query.kinds.logic import any_q, any_test, is_empty_test
from deskhand.kernel.query.tokens import RawValue
from deskhand.kernel.query.tree import Op, Term
from deskhand.kernel.query.values import Nothing, Number, Range, Value

_NUMBER = re.compile(r"#?(-?[0-9]{1,18})")


@dataclass(frozen=True, kw_only=True)
class NumberField(FieldSpec):
    """A whole number of at most 18 digits; a leading ``#`` is ignored."""

    kind: str = "number"
    is_ordered: bool = True
    column: str
    read: Callable[[Any], int | None]

    @property
    def example(self) -> str:
        """As in ``number:>=2``."""
        return f"{self.name}:>=2"

    def value(self, raw: RawValue) -> Value:
        """The number."""
        match = _NUMBER.fullmatch(raw.text)
        if match is None:
            raise QueryError(_("“{value}” is not a whole number.").format(value=raw.text), raw.place)
        return Number(int(match[1]))

    def to_q(self, term: Term, env: Env) -> Q:
        """Comparisons on the column."""
        return any_q(
            Q(**{f"{self.column}__isnull": True})
            if isinstance(value, Nothing)
            else _bounds(term.op, value).to_q(self.column)
            for value in term.values
        )

    def to_test(self, term: Term, env: Env) -> Test:
        """The same comparisons."""
        return any_test(
            is_empty_test(self.read) if isinstance(value, Nothing) else _bounds(term.op, value).to_test(self.read)
            for value in term.values
        )


def _bounds(op: Op, value: Value) -> Bounds[int]:
    if isinstance(value, Range):
        return Bounds(low=_number(value.low), high=_number(value.high))
    number = _number(value)
    if number is None:
        raise TypeError(f"{value!r} is not a number.")
    return Bounds.compared(op, number, number, end_in=True)


def _number(value: Value | None) -> int | None:
    return value.number if isinstance(value, Number) else None
