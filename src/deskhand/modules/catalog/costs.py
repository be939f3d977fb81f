"""What was ordered and delivered, in money: sums by cost centre, item or month, and each line for a file.

A line counts with the price that it was ordered for. What was declined or cancelled costs nothing; what is paid every
month, and every currency, has rows of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, DecimalField, ExpressionWrapper, F, Q, Sum, When
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.calendars.queries import calendar_for
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.modules.catalog.models import LineState, OrderLine

PERIOD_LIMIT = 731
"""Most days of one period."""

ROW_LIMIT = 500
"""Most rows of one table of sums: those with the highest cost."""

FILE_LIMIT = 50_000
"""Most lines of one file."""

AT_ONCE = 2_000
"""Lines that are read at once."""

CENT = Decimal("0.01")
GROUPS = {"cost_centre": ("cost_centre",), "item": ("item__code", "item__title"), "month": ("month",)}
"""What one can sum by, with the columns that make a group."""

_COST = ExpressionWrapper(F("price") * F("quantity"), output_field=DecimalField(max_digits=20, decimal_places=2))
_COUNTS = ~Q(state__in=[LineState.DECLINED, LineState.CANCELLED])
_COLUMNS = (
    *("ordered_at", "here", "item__code", "title", "quantity", "price", "currency", "price_every"),
    *("cost_centre", "for_person__department", "state", "ended_at"),
)


class CostRow(NamedTuple):
    """The sum of a group in one currency, paid once or every month. ``key`` is a cost centre, the code of an item or
    the first day of a month; ``name`` is an item's title."""

    key: Any
    name: str
    currency: str
    every: str
    lines: int
    pieces: int
    ordered: Decimal
    delivered: Decimal


@dataclass(frozen=True, kw_only=True)
class CostQuestion:
    """Days from ``first`` to ``last`` on which was ordered, both included; one cost centre or item (code) alone."""

    first: date
    last: date
    cost_centre: str | None = None
    item: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            words = _("The period ends before it begins.")
            raise Invalid(words, {"to": words})
        if (self.last - self.first).days >= PERIOD_LIMIT:
            words = _("A period has at most %(days)s days.") % {"days": PERIOD_LIMIT}
            raise Invalid(words, {"to": words})


def lines_of(actor: Actor, desk: Desk, asked: CostQuestion) -> Any:
    """The lines of the desk's items that count. Days are the desk's."""
    zone = zone_of(desk)
    begins = datetime.combine(asked.first, time(), zone)
    ends = datetime.combine(asked.last + timedelta(days=1), time(), zone)
    found = OrderLine.objects.costed_for(actor).filter(desk=desk, ordered_at__gte=begins, ordered_at__lt=ends)
    if asked.cost_centre is not None:
        found = found.filter(cost_centre=asked.cost_centre)
    return found.filter(item__code=asked.item) if asked.item else found


def rows_by(lines: Any, group: str, desk: Desk) -> list[CostRow]:
    """A row for each group, those with the highest cost first; months in their order. One query; one row more than the
    limit tells that there are more."""
    columns = GROUPS[group]
    found = lines.filter(_COUNTS).annotate(month=TruncMonth("ordered_at", tzinfo=zone_of(desk))).order_by()
    found = found.values_list(*columns, "currency", "price_every").annotate(
        lines=Count("pk"),
        pieces=Sum("quantity"),
        ordered=Sum(_COST),
        delivered=Sum(_COST, filter=Q(state=LineState.DELIVERED)),
    )
    first = F("month").asc() if group == "month" else F("ordered").desc(nulls_last=True)
    return [_row(len(columns), values) for values in found.order_by(first, *columns)[: ROW_LIMIT + 1]]


def _row(width: int, values: tuple[Any, ...]) -> CostRow:
    keys, (currency, every, lines, pieces, ordered, delivered) = values[:width], values[width:]
    key = keys[0].date() if isinstance(keys[0], datetime) else keys[0]
    name = str(keys[1]) if width > 1 else ""
    return CostRow(key, name, currency, every, lines, pieces, _money(ordered), _money(delivered))


def _money(amount: Decimal | None) -> Decimal:
    return (amount or Decimal(0)).quantize(CENT)


def each_line(lines: Any) -> Iterator[tuple[Any, ...]]:
    """Every line by day, cancelled ones too, in the order of :data:`_COLUMNS`. A ticket that went to another desk is
    not named."""
    here = Case(When(ticket__desk_id=F("desk_id"), then=F("ticket__number")))
    rows = lines.annotate(here=here).order_by("ordered_at", "pk").values_list(*_COLUMNS)
    yield from rows.iterator(chunk_size=AT_ONCE)


def centres_of(actor: Actor, desk: Desk) -> list[str]:
    """The cost centres that anything was ordered for, by name."""
    rows = OrderLine.objects.costed_for(actor).filter(desk=desk).exclude(cost_centre="")
    return list(rows.order_by("cost_centre").values_list("cost_centre", flat=True).distinct()[:ROW_LIMIT])


def zone_of(desk: Desk) -> ZoneInfo:
    """Where the desk's days begin and end."""
    return calendar_for(desk_id=desk.pk).zone_info
