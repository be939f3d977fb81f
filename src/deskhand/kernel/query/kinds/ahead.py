"""Moments that lie ahead: a length of time counts on from now, where other fields count back from it."""

from __future__ import annotations

from datetime import datetime, timedelta

from deskhand.kernel.query.fields import Env
from deskhand.kernel.query.kinds.bounds import Bounds
from deskhand.kernel.query.kinds.stretch import calendar_stretch, stretch
from deskhand.kernel.query.tree import Op
from deskhand.kernel.query.values import Range, Span, Unit, Value

_LENGTHS = {
    Unit.MINUTES: timedelta(minutes=1),
    Unit.HOURS: timedelta(hours=1),
    Unit.DAYS: timedelta(days=1),
    Unit.WEEKS: timedelta(weeks=1),
}


def stretch_ahead(op: Op, value: Value, env: Env) -> Bounds[datetime]:
    """Where a moment ahead lies that compares so with the value: ``<2d`` is in less than two days, or over already."""
    if isinstance(value, Span):
        at = _ahead(value, env)
        return Bounds.compared(op, at, at, end_in=True)
    if isinstance(value, Range) and (isinstance(value.low, Span) or isinstance(value.high, Span)):
        low = _edge(value.low, env, is_end=False) if value.low is not None else None
        high = _edge(value.high, env, is_end=True) if value.high is not None else None
        return Bounds(low=low, high=high, high_in=isinstance(value.high, Span))
    return stretch(op, value, env)


def _edge(value: Value, env: Env, *, is_end: bool) -> datetime:
    return _ahead(value, env) if isinstance(value, Span) else calendar_stretch(value, env)[is_end]


def _ahead(span: Span, env: Env) -> datetime:
    return env.now + span.amount * _LENGTHS[span.unit]
