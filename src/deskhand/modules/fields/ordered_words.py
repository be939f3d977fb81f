"""Words of the query language for fields with an order: numbers, amounts of money, days."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from deskhand.kernel.query import Env, InstantField, QueryError, Suggestion
from deskhand.kernel.query.kinds.bounds import Bounds
from deskhand.kernel.query.kinds.stretch import stretch
from deskhand.kernel.query.tokens import RawValue
from deskhand.kernel.query.tree import Op
from deskhand.kernel.query.values import Minute, Range, Value
from deskhand.modules.fields.custom_word import CustomField
from deskhand.modules.fields.models import Value as Row
from deskhand.modules.fields.values import digits

_AMOUNT = re.compile(r"-?[0-9]{1,14}(\.[0-9]{1,4})?")


@dataclass(frozen=True, slots=True)
class Amount(Value):
    """A number with digits behind the point."""

    number: Decimal

    def to_text(self) -> str:
        """As in ``12.5``."""
        return digits(self.number)


@dataclass(frozen=True, kw_only=True)
class AmountWord(CustomField):
    """``cost:>=100``, ``cost:10..20.5``."""

    kind: str = "number"
    is_ordered: bool = True

    @property
    def example(self) -> str:
        """As in ``cost:>=100``."""
        return f"{self.name}:>=100"

    def value(self, raw: RawValue) -> Value:
        """The number."""
        if _AMOUNT.fullmatch(raw.text) is None:
            raise QueryError(_("“{value}” is not a number.").format(value=raw.text), raw.place)
        return Amount(Decimal(raw.text).normalize() + 0)

    def condition(self, op: Op, value: Value, env: Env) -> Q:
        """Comparisons on the column."""
        return _amounts(op, value).to_q("number")

    def judge(self, op: Op, value: Value, env: Env) -> Callable[[Row], bool]:
        """The same comparisons."""
        test: Callable[[Row], bool] = _amounts(op, value).to_test(lambda row: row.number)
        return test


def _amounts(op: Op, value: Value) -> Bounds[Decimal]:
    if isinstance(value, Range):
        return Bounds(low=_amount(value.low), high=_amount(value.high))
    number = _amount(value)
    if number is None:
        raise TypeError(f"{value!r} is not a number.")
    return Bounds.compared(op, number, number, end_in=True)


def _amount(value: Value | None) -> Decimal | None:
    return value.number if isinstance(value, Amount) else None


@dataclass(frozen=True, kw_only=True)
class DayWord(CustomField):
    """``due:2026-12``, ``due:<today``; what counts back from now counts whole days."""

    kind: str = "instant"
    is_ordered: bool = True

    @property
    def example(self) -> str:
        """As in ``due:this-week``."""
        return f"{self.name}:this-week"

    @property
    def _instants(self) -> InstantField:
        return InstantField(name=self.name, title=self.title, column="day", read=lambda row: None)

    def value(self, raw: RawValue) -> Value:
        """A date in ISO order, a calendar word, or a length of time."""
        found = self._instants.value(raw)
        if isinstance(found, Minute):
            raise QueryError(_("“{field}” holds days without a time.").format(field=self.name), raw.place)
        return found

    def condition(self, op: Op, value: Value, env: Env) -> Q:
        """Comparisons on the column."""
        return _days(op, value, env).to_q("day")

    def judge(self, op: Op, value: Value, env: Env) -> Callable[[Row], bool]:
        """The same comparisons."""
        test: Callable[[Row], bool] = _days(op, value, env).to_test(lambda row: row.day)
        return test

    def complete(self, prefix: str, env: Env) -> Sequence[Suggestion]:
        """Calendar words."""
        return self._instants.complete(prefix, env)


def _days(op: Op, value: Value, env: Env) -> Bounds[date]:
    found = stretch(op, value, env)

    def day(at: datetime | None) -> date | None:
        return at.astimezone(env.zone).date() if at is not None else None

    return Bounds(low=day(found.low), high=day(found.high), low_in=found.low_in, high_in=found.high_in)
