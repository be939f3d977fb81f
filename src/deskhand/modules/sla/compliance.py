"""How often promises were kept in a period.

Of the clocks that ended in the period (half open: the start is of it, the end is not)::

    compliance           = met / (met + missed)
    compliance with open = met / (met + missed + overdue)

``missed`` are those that nobody excused; those that were (:mod:`deskhand.modules.sla.actions.waivers`) are ``waived``,
and stand apart: in neither figure. ``overdue`` were due in or before the period and had not ended by its end. Cancelled
clocks count nowhere, and so do tickets to which nothing was promised: a figure that divides by all resolved tickets
would call them failures. Nothing ended: there is no figure, not 0 and not 100 %.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from deskhand.kernel import clock
from deskhand.modules.sla.models import Clock, Waiver, WaiverState


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of clocks; see the module's text."""

    met: int = 0
    missed: int = 0
    waived: int = 0
    overdue: int = 0

    @property
    def compliance(self) -> Fraction | None:
        """Of those that ended; None if none did."""
        return _share(self.met, self.met + self.missed)

    @property
    def with_open(self) -> Fraction | None:
        """With those that are overdue still; None if there are none of either."""
        return _share(self.met, self.met + self.missed + self.overdue)

    @property
    def is_empty(self) -> bool:
        return not (self.met or self.missed or self.waived or self.overdue)

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.met + other.met,
            self.missed + other.missed,
            self.waived + other.waived,
            self.overdue + other.overdue,
        )


def counting(desk_id: int, start: datetime, end: datetime) -> Any:
    """The clocks of a desk that count in the period, each with ``is_waived``."""
    by = min(end, clock.now())
    waived = Waiver.objects.within(desk_id).filter(
        ticket_id=OuterRef("ticket_id"),
        level=OuterRef("level"),
        key=OuterRef("key"),
        cycle=OuterRef("cycle"),
        state=WaiverState.CONFIRMED,
    )
    ended = Q(ended_at__gte=start, ended_at__lt=end, outcome__in=["met", "missed"])
    overdue = Q(due_at__lte=by, started_at__lte=by) & (Q(ended_at=None) | Q(ended_at__gte=end))
    found = Clock.objects.within(desk_id).filter(ticket__is_spam=False, ticket__deleted_at=None)
    return found.filter(ended | overdue if by >= start else ended).annotate(is_waived=Exists(waived))


def figures_by(rows: Any, end: datetime, *columns: str) -> dict[tuple[Any, ...], Figures]:
    """Figures of clocks that :func:`counting` found, by the values of columns. One query."""
    found = rows.order_by().values_list(*columns).annotate(**_counts(end))
    wide = len(columns)
    return {tuple(one[:wide]): Figures(*one[wide:]) for one in found}


def figures(rows: Any, end: datetime) -> Figures:
    """All of them in one. One query."""
    found: Mapping[str, int] = rows.order_by().aggregate(**_counts(end))
    return Figures(**{name.removeprefix("n_"): value for name, value in found.items()})


def _counts(end: datetime) -> dict[str, Count]:
    ended, still_open = Q(ended_at__lt=end), Q(ended_at=None) | Q(ended_at__gte=end)
    missed, excused = ended & Q(outcome="missed"), Q(is_waived=True)
    return {
        "n_met": Count("pk", filter=ended & Q(outcome="met")),
        "n_missed": Count("pk", filter=missed & ~excused),
        "n_waived": Count("pk", filter=excused & (missed | still_open)),
        "n_overdue": Count("pk", filter=still_open & ~excused),
    }


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None
