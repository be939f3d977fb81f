"""Measures over time: the same figures in twelve stretches up to today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Count, Q

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.modules.knowledge import measured
from deskhand.modules.knowledge.measures import PUBLISHED_READ, Measures, quantile
from deskhand.modules.knowledge.measuring import Span, whole

COLUMNS = {"resolved": "resolved_at", "linked": "resolved_at", "opened": "created_at"}
"""What the figures that count tickets go by."""

AT_ONCE = ("reused", "uses", "confirmed", "inferred", "answered", "searches", "unanswered", "judged", "helped")
"""Figures whose records have an instant: counted for all stretches with one query."""

ONE_BY_ONE = ("touched", "changed")
"""Figures that look at what came after something within the stretch."""


def measures_over(actor: Actor, desk: Desk, spans: Sequence[Span]) -> list[Measures]:
    """The figures of each of these stretches, which follow one another; without categories. Some forty queries,
    whatever there is."""
    over = whole(spans)
    counted = {code: _counted(measured.rows(actor, desk, over, code), "at", spans) for code in AT_ONCE}
    for code, column in COLUMNS.items():
        counted[code] = _counted(measured.tickets(actor, desk, over, code), column, spans)
    for code in ONE_BY_ONE:
        counted[code] = [measured.rows(actor, desk, one, code).count() for one in spans]
    taken = _times(actor, desk, over, spans)
    return [
        Measures(one, {code: found[place] for code, found in counted.items()}, quantile(taken[place], 0.5), None, ())
        for place, one in enumerate(spans)
    ]


def _counted(rows: object, column: str, spans: Sequence[Span]) -> list[int]:
    counts = {
        f"n{place}": Count("pk", filter=Q(**{f"{column}__gte": one.start, f"{column}__lt": one.end}), distinct=True)
        for place, one in enumerate(spans)
    }
    found = rows.order_by().aggregate(**counts)  # type: ignore[attr-defined]
    return [found[f"n{place}"] for place in range(len(spans))]


def _times(actor: Actor, desk: Desk, over: Span, spans: Sequence[Span]) -> list[list[timedelta]]:
    rows = measured.rows(actor, desk, over, "published").order_by("-first_at", "-pk")
    pairs = list(rows.values_list("created_at", "first_at")[:PUBLISHED_READ])
    return [sorted(first - begun for begun, first in pairs if one.start <= first < one.end) for one in spans]
