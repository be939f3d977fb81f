"""What a word of the query language for a field is: how it asks the database and one ticket the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from deskhand.kernel.query import Env, FieldSpec
from deskhand.kernel.query.fields import Test
from deskhand.kernel.query.kinds.logic import any_q, any_test
from deskhand.kernel.query.tree import Op, Term
from deskhand.kernel.query.values import Nothing, Value
from deskhand.modules.fields.models import Value as Row


@dataclass(frozen=True, kw_only=True)
class CustomField(FieldSpec):
    """A field of one desk, or fields of one code and kind on several."""

    may_be_empty: bool = True
    ids: tuple[int, ...]
    desks: tuple[int, ...]

    def to_q(self, term: Term, env: Env) -> Q:
        """Tickets with a row of which this is true; ``none``: tickets without any."""
        return any_q(
            ~Q(pk__in=self._rows().values("ticket_id"))
            if isinstance(value, Nothing)
            else Q(pk__in=self._rows().filter(self.condition(term.op, value, env)).values("ticket_id"))
            for value in term.values
        )

    def to_test(self, term: Term, env: Env) -> Test:
        """The same, of the rows of one ticket."""
        return any_test(
            (lambda ticket: not self._held(ticket))
            if isinstance(value, Nothing)
            else self._holds(self.judge(term.op, value, env))
            for value in term.values
        )

    def condition(self, op: Op, value: Value, env: Env) -> Q:
        """A condition on rows of values."""
        raise NotImplementedError

    def judge(self, op: Op, value: Value, env: Env) -> Callable[[Row], bool]:
        """The same condition, of one row."""
        raise NotImplementedError

    def _holds(self, judge: Callable[[Row], bool]) -> Test:
        return lambda ticket: any(judge(row) for row in self._held(ticket))

    def _rows(self) -> Any:
        return Row.objects.within(list(self.desks)).filter(field_id__in=self.ids)

    def _held(self, ticket: Any) -> list[Row]:
        return list(self._rows().filter(ticket_id=ticket.pk))
