"""Stored clocks as values, to be reckoned with."""

from __future__ import annotations

from deskhand.modules.sla.engine.values import Hours, Life, Span
from deskhand.modules.sla.models import Clock
from deskhand.modules.sla.terms import Goal


def life_of(row: Clock) -> Life:
    """The clock with its ledger. Its intervals should be there already (``prefetch_related``)."""
    spans = tuple(
        Span(
            one.state,
            one.began_at,
            one.ended_at,
            one.event_id,
            one.cause,
            one.version_id,
            Goal.read(one.goal),
            Hours.read(one.calendar),
        )
        for one in row.intervals.all()
    )
    return Life(row.level, row.key, row.cycle, spans, row.team_id, row.outcome, row.ended_by)
