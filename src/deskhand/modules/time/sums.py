"""Sums of time over a period, by person, day, activity, whether it is billed, organization or ticket.

What a desk knows of a ticket ends when the ticket moves on: its time stays in the sums, without a subject or an
organization.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Count, F, Q, Sum, When
from django.utils.translation import gettext as _

from deskhand.kernel.errors import Invalid
from deskhand.modules.time.querysets import EntryQuerySet

PERIOD_LIMIT = 366
"""Most days of one period."""

ROW_LIMIT = 500
"""Most rows of one table of sums: those with the most time."""

HERE = Q(ticket__desk_id=F("desk_id"))
"""The entry's ticket is on the desk of the entry still."""

GROUPS: dict[str, tuple[str, ...]] = {
    "person": ("person_id", "person__name"),
    "day": ("day",),
    "activity": ("activity_id", "activity__name"),
    "billable": ("is_billable",),
    "organization": ("organization_id", "organization_name"),
    "ticket": ("number", "subject"),
}
"""What one can sum by, with the columns that make a group."""


class Row(NamedTuple):
    """The sum of a group. ``key`` is an id, a day, a number or true; ``name`` its words, if it has a name."""

    key: Any
    name: str
    total: timedelta
    billable: timedelta
    entries: int


@dataclass(frozen=True)
class Period:
    """Days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            words = _("The period ends before it begins.")
            raise Invalid(words, {"to": words})
        if (self.last - self.first).days >= PERIOD_LIMIT:
            words = _("A period has at most %(days)s days.") % {"days": PERIOD_LIMIT}
            raise Invalid(words, {"to": words})


def of_period(found: EntryQuerySet, period: Period) -> Any:
    """The entries that count in the period."""
    return found.counted().on_days(period.first, period.last)


def total(entries: Any) -> Row:
    """All of them in one sum. One query."""
    one = entries.order_by().aggregate(**_figures())
    return Row(None, "", one["total"] or timedelta(0), one["billed"] or timedelta(0), one["entries"])


def rows_by(entries: Any, group: str) -> list[Row]:
    """A row for each group, those with the most time first; days in their order. One query; one row more than the
    limit tells that there are more."""
    columns = GROUPS[group]
    found = described(entries).order_by().values_list(*columns).annotate(**_figures())
    ordered = found.order_by(*(columns if group == "day" else ("-total", *columns)))
    return [_row(columns, values) for values in ordered[: ROW_LIMIT + 1]]


def _row(columns: tuple[str, ...], values: tuple[Any, ...]) -> Row:
    keys, (summed, billed, entries) = values[: len(columns)], values[len(columns) :]
    return Row(keys[0], (keys[1] or "") if len(keys) > 1 else "", summed, billed or timedelta(0), entries)


def described(entries: Any) -> Any:
    """The entries with number, and subject and organization of tickets that are still here."""
    return entries.annotate(
        number=F("ticket__number"),
        subject=Case(When(HERE, then=F("ticket__subject")), output_field=CharField()),
        organization_id=Case(When(HERE, then=F("ticket__organization_id"))),
        organization_name=Case(When(HERE, then=F("ticket__organization__name")), output_field=CharField()),
    )


def _figures() -> dict[str, Any]:
    return {"total": Sum("duration"), "billed": Sum("duration", filter=Q(is_billable=True)), "entries": Count("pk")}
