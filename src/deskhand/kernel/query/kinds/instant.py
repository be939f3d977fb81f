"""Moments: ``updated:<2d``, ``created:today``, ``created:2026-11-01..2026-11-20``, ``created:>=2026-11``.

A length of time counts back from now: ``<2d`` is less than two days ago, ``>2d`` longer ago than that, and ``2d``
alone is the last two days. A calendar word is a stretch of the asker's own days: before it, in it, after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from deskhand.kernel.query.errors import QueryError, nearest
from deskhand.kernel.query.fields import Env, FieldSpec, Suggestion, Test
from deskhand.kernel.query.kinds.logic import any_q, any_test, is_empty_test
from deskhand.kernel.query.kinds.stretch import stretch
from deskhand.kernel.query.tokens import RawValue, Token
from deskhand.kernel.query.tree import Op, Term
from deskhand.kernel.query.values import Day, Minute, Month, Named, Nothing, Period, Span, Unit, Value, Year
from deskhand.kernel.words import fold

FIRST_YEAR, LAST_YEAR = 1900, 2999
"""Years that dates may have."""

_SPAN = re.compile(r"([0-9]{1,4})([mhdw])")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2})(?:[T ]([0-9]{1,2}):([0-9]{2}))?)?)?")


@dataclass(frozen=True, kw_only=True)
class InstantField(FieldSpec):
    """A moment kept with its time zone."""

    kind: str = "instant"
    is_ordered: bool = True
    column: str
    read: Callable[[Any], datetime | None]

    @property
    def example(self) -> str:
        """As in ``updated:<2d``."""
        return f"{self.name}:<2d"

    def value(self, raw: RawValue) -> Value:
        """A length of time, a date in ISO order, or a calendar word."""
        folded = fold(raw.text)
        if folded in set(Period):
            return Named(Period(folded))
        if span := _SPAN.fullmatch(folded):
            return Span(int(span[1]), Unit(span[2]))
        if value := _date(raw.text):
            return value
        raise QueryError(
            _(
                "“{value}” is not a time. Write 2d, 3h or 1w for how long ago, a date like 2026-11-30, or one of: "
                "{words}."
            ).format(value=raw.text, words=", ".join(Period)),
            raw.place,
            nearest(raw.text, Period),
        )

    def term(self, token: Token) -> Term:
        """``updated:2d`` is the last two days."""
        term = super().term(token)
        if term.op is Op.IS and len(term.values) == 1 and isinstance(term.values[0], Span):
            return Term(term.field, Op.AT_MOST, term.values, term.place)
        return term

    def to_q(self, term: Term, env: Env) -> Q:
        """Comparisons on the column."""
        return any_q(
            Q(**{f"{self.column}__isnull": True})
            if isinstance(value, Nothing)
            else stretch(term.op, value, env).to_q(self.column)
            for value in term.values
        )

    def to_test(self, term: Term, env: Env) -> Test:
        """The same comparisons."""
        return any_test(
            is_empty_test(self.read) if isinstance(value, Nothing) else stretch(term.op, value, env).to_test(self.read)
            for value in term.values
        )

    def complete(self, prefix: str, env: Env) -> Sequence[Suggestion]:
        """Calendar words and the usual lengths."""
        usual = {
            "today": _("Today"),
            "yesterday": _("Yesterday"),
            "this-week": _("This week"),
            "last-week": _("Last week"),
            "this-month": _("This month"),
            "last-month": _("Last month"),
            "<1h": _("Less than an hour ago"),
            "<1d": _("Less than a day ago"),
            ">7d": _("More than a week ago"),
        }
        if self.may_be_empty:
            usual["none"] = _("Empty")
        return [Suggestion(text, label) for text, label in usual.items() if text.startswith(fold(prefix))]


def _date(text: str) -> Value | None:
    """The date in ISO order, as exact as it was written; None if the calendar has no such date."""
    match = _DATE.fullmatch(text)
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        return None
    parts = [int(part) for part in match.groups() if part is not None]
    try:
        match len(parts):
            case 1:
                return Year(parts[0])
            case 2:
                return Month(date(parts[0], parts[1], 1).year, parts[1])
            case 3:
                return Day(date(*parts))
            case _:
                year, month, day, hour, minute = parts
                return Minute(datetime(year, month, day, hour, minute))  # noqa: DTZ001 - the asker's own clock
    except ValueError:
        return None
