"""The stretch of time that a value means, seen from an asker's clock and zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from deskhand.kernel.query.fields import Env
from deskhand.kernel.query.kinds.bounds import Bounds
from deskhand.kernel.query.tree import Op
from deskhand.kernel.query.values import Day, Minute, Month, Named, Period, Range, Span, Unit, Value, Year

_LENGTHS = {
    Unit.MINUTES: timedelta(minutes=1),
    Unit.HOURS: timedelta(hours=1),
    Unit.DAYS: timedelta(days=1),
    Unit.WEEKS: timedelta(weeks=1),
}

# "Less than two days ago" is later than two days ago: the signs turn around.
_TURNED = {Op.LESS: Op.MORE, Op.AT_MOST: Op.AT_LEAST, Op.MORE: Op.LESS, Op.AT_LEAST: Op.AT_MOST, Op.IS: Op.AT_LEAST}


def stretch(op: Op, value: Value, env: Env) -> Bounds[datetime]:
    """Where a moment lies that compares so with the value."""
    if isinstance(value, Span):
        at = _back(value, env)
        return Bounds.compared(_TURNED[op], at, at, end_in=True)
    if isinstance(value, Range):
        return _between(value, env)
    start, end = calendar_stretch(value, env)
    return Bounds.compared(op, start, end, end_in=False)


def calendar_stretch(value: Value, env: Env) -> tuple[datetime, datetime]:
    """First instant of it, and first instant after it."""
    if isinstance(value, Minute):
        start = value.at.replace(tzinfo=env.zone).astimezone(UTC)
        return start, start + timedelta(minutes=1)
    first, after = _days(value, env.now.astimezone(env.zone).date())
    return _midnight(first, env.zone), _midnight(after, env.zone)


def _back(span: Span, env: Env) -> datetime:
    return env.now - span.amount * _LENGTHS[span.unit]


def _between(value: Range, env: Env) -> Bounds[datetime]:
    low = high = None
    high_in = True
    if value.low is not None:
        low = _back(value.low, env) if isinstance(value.low, Span) else calendar_stretch(value.low, env)[0]
    if isinstance(value.high, Span):
        high = _back(value.high, env)
    elif value.high is not None:
        high, high_in = calendar_stretch(value.high, env)[1], False
    return Bounds(low=low, high=high, high_in=high_in)


def _days(value: Value, today: date) -> tuple[date, date]:
    """First day of it, and first day after it."""
    match value:
        case Day(day):
            return day, day + timedelta(days=1)
        case Month(year, month):
            return date(year, month, 1), _next_month(date(year, month, 1))
        case Year(year):
            return date(year, 1, 1), date(year + 1, 1, 1)
        case Named(period):
            return _period(period, today)
    raise TypeError(f"{value!r} is not a time.")


def _period(period: Period, today: date) -> tuple[date, date]:
    monday = today - timedelta(days=today.weekday())
    first = today.replace(day=1)
    match period:
        case Period.TODAY:
            return today, today + timedelta(days=1)
        case Period.YESTERDAY:
            return today - timedelta(days=1), today
        case Period.THIS_WEEK:
            return monday, monday + timedelta(weeks=1)
        case Period.LAST_WEEK:
            return monday - timedelta(weeks=1), monday
        case Period.THIS_MONTH:
            return first, _next_month(first)
        case Period.LAST_MONTH:
            return (first - timedelta(days=1)).replace(day=1), first


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)
