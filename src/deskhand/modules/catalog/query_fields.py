"""``item:laptop``, ``cost:>=1000`` and ``answer:model=lab``: tickets by what was ordered with them. Nobody is told of
orders of desks that they do not serve, or on which the module is off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import DecimalField, ExpressionWrapper, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.kernel import slots, switches
from deskhand.kernel.query import Env, FieldSpec, Suggestion
from deskhand.kernel.query.errors import QueryError
from deskhand.kernel.query.fields import Test
from deskhand.kernel.query.kinds.logic import any_q, any_test
from deskhand.kernel.query.tokens import RawValue
from deskhand.kernel.query.tree import Op, Term
from deskhand.kernel.query.values import Nothing, Range, Text, Value
from deskhand.kernel.words import fold
from deskhand.modules.catalog.models import Item, OrderLine
from deskhand.modules.catalog.querysets import MODULE

COMPARED = {Op.IS: "", Op.LESS: "__lt", Op.MORE: "__gt", Op.AT_MOST: "__lte", Op.AT_LEAST: "__gte"}

SUGGESTED = 12
"""Items that are offered while somebody types."""

_TOTAL = ExpressionWrapper(F("price") * F("quantity"), output_field=DecimalField(max_digits=20, decimal_places=2))


def lines_for(env: Env) -> Any:
    """Lines of which the asker may know; automation knows of all where the module is on."""
    rows = OrderLine.objects.within(switches.desks_with(MODULE)) if env.actor is None else None
    found = rows if rows is not None else OrderLine.objects.served_by(env.actor)
    return found.filter(ticket__desk_id=F("desk_id"))


@dataclass(frozen=True, kw_only=True)
class LineField(FieldSpec):
    """A question about the line of a ticket: both sides ask the same rows."""

    def rows(self, op: Op, value: Value, env: Env) -> Any:
        """The lines that answer it."""
        raise NotImplementedError

    def to_q(self, term: Term, env: Env) -> Q:
        """Tickets with such a line."""
        return any_q(self._q(term.op, value, env) for value in term.values)

    def to_test(self, term: Term, env: Env) -> Test:
        """The same question about one ticket."""
        return any_test(self._test(term.op, value, env) for value in term.values)

    def _q(self, op: Op, value: Value, env: Env) -> Q:
        if isinstance(value, Nothing):
            return ~Q(pk__in=lines_for(env).order_by().values("ticket_id"))
        return Q(pk__in=self.rows(op, value, env).order_by().values("ticket_id"))

    def _test(self, op: Op, value: Value, env: Env) -> Test:
        if isinstance(value, Nothing):
            return lambda ticket: not lines_for(env).filter(ticket_id=ticket.pk).exists()
        return lambda ticket: bool(self.rows(op, value, env).filter(ticket_id=ticket.pk).exists())


@dataclass(frozen=True, kw_only=True)
class ItemField(LineField):
    """Which item was ordered, by its code; none for tickets that were not ordered."""

    kind: str = "item"
    may_be_empty: bool = True

    @property
    def example(self) -> str:
        """As in ``item:laptop``."""
        return f"{self.name}:laptop"

    def value(self, raw: RawValue) -> Value:
        """A code, whether there is such an item or not."""
        return Text(fold(raw.text), raw.place)

    def rows(self, op: Op, value: Value, env: Env) -> Any:
        """Lines of that item."""
        return lines_for(env).filter(item__code=value.text if isinstance(value, Text) else "")

    def complete(self, prefix: str, env: Env) -> Sequence[Suggestion]:
        """Items of the desks that the asker serves, by code or title."""
        if env.actor is None:
            return []
        begins = Q(code__startswith=fold(prefix)) | Q(title__istartswith=prefix)
        found = Item.objects.served_by(env.actor).filter(begins).order_by("title")[:SUGGESTED]
        return [Suggestion(one.code, one.title) for one in found]


@dataclass(frozen=True, slots=True)
class Amount(Value):
    """A sum of money, in whatever currency the item has."""

    amount: Decimal

    def to_text(self) -> str:
        """In plain digits, in quotes where it has cents."""
        text = format(self.amount.normalize(), "f")
        return f'"{text}"' if "." in text else text


@dataclass(frozen=True, kw_only=True)
class CostField(LineField):
    """What was ordered costs, in all."""

    kind: str = "amount"
    is_ordered: bool = True

    @property
    def example(self) -> str:
        """As in ``cost:>=1000``."""
        return f"{self.name}:>=1000"

    def value(self, raw: RawValue) -> Value:
        """A number, perhaps with cents."""
        try:
            amount = Decimal(raw.text)
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite() or abs(amount) >= Decimal(10) ** 12:
            said = {"value": raw.text, "example": self.example}
            raise QueryError(_("“{value}” is no amount. Write “{example}”.").format(**said), raw.place)
        return Amount(amount)

    def rows(self, op: Op, value: Value, env: Env) -> Any:
        """Lines of that cost."""
        found = lines_for(env).exclude(price=None).annotate(total=_TOTAL)
        if isinstance(value, Range):
            found = found.filter(total__gte=value.low.amount) if isinstance(value.low, Amount) else found
            return found.filter(total__lte=value.high.amount) if isinstance(value.high, Amount) else found
        return found.filter(**{f"total{COMPARED[op]}": value.amount if isinstance(value, Amount) else None})


@dataclass(frozen=True, kw_only=True)
class AnswerField(LineField):
    """What was answered: ``code=value``; a code alone is any answer."""

    kind: str = "answer"

    @property
    def example(self) -> str:
        """As in ``answer:"model=lab"``."""
        return f'{self.name}:"model=lab"'

    def value(self, raw: RawValue) -> Value:
        """A code, perhaps an equals sign and a value."""
        code, equals, rest = raw.text.partition("=")
        text = f"{code.strip()}={rest.strip()}" if equals else code.strip()
        return Text(text, raw.place)

    def rows(self, op: Op, value: Value, env: Env) -> Any:
        """Lines with such an answer. Hidden answers answer nothing."""
        code, equals, wanted = (value.text if isinstance(value, Text) else "").partition("=")
        found = lines_for(env).filter(answers__has_key=code)
        if equals and wanted.isascii():
            found = found.filter(answers__icontains=wanted)
        rows = found.values_list("pk", "answers")
        return found.filter(pk__in=[pk for pk, said in rows if _has(said.get(code), wanted if equals else None)])


def _has(value: Any, wanted: str | None) -> bool:
    if wanted is None or not value:
        return bool(value)
    return any(isinstance(one, str) and fold(one) == fold(wanted) for one in value)


WORDS = (
    ItemField(name="item", title=gettext_lazy("Ordered item")),
    CostField(name="cost", title=gettext_lazy("Cost of the order")),
    AnswerField(name="answer", title=gettext_lazy("Answer of the order")),
)


def words(desk_ids: Sequence[int]) -> Iterator[FieldSpec]:
    """There where one of these desks has the module."""
    if not desk_ids or set(desk_ids) & set(switches.desks_with(MODULE)):
        yield from WORDS


slots.fill("query_field", words, module=MODULE, order=96)
