"""How much time of a clock has counted, and when so much will have.

What counts is the open time of each running stretch by the calendar that held in it. A clock is due at the first
instant by which its present target has counted, wherever in its ledger that lies: one that becomes shorter may have
been due before. A relative target ("by 17:00 on the next business day") is due at that instant itself as long as
nothing was paused; after a pause, when the open time until there has counted, but never before that instant.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from deskhand.calendars import business_days, reckoning
from deskhand.calendars.reckoning import Calendar, DatedHours
from deskhand.kernel.errors import Invalid
from deskhand.modules.sla.engine.values import Calendars, Life, Span
from deskhand.modules.sla.terms import Goal


def fixed(goal: Goal, calendar: Calendar, start: datetime) -> Goal:
    """The same goal with its open time, counted from ``start``."""
    if not goal.is_relative:
        return goal
    seconds = reckoning.between(calendar, start, deadline(goal, calendar, start))
    return Goal(seconds, goal.days, goal.by)


def deadline(goal: Goal, calendar: Calendar, start: datetime) -> datetime:
    """The time of day so many business days after ``start``; the next such day if it is over by then."""
    dated = calendar if isinstance(calendar, DatedHours) else DatedHours.of([(None, calendar)])
    zone = dated.zone_info
    days = goal.days or 0
    for more in range(8):
        day = business_days.after(dated, start, days + more).astimezone(zone).date()
        found = datetime.combine(day, time(), zone) + timedelta(seconds=goal.by or 0)
        if found >= start:
            break
    return found.astimezone(UTC)


def elapsed(life: Life, at: datetime, calendars: Calendars) -> float:
    """Seconds that have counted until ``at``."""
    return sum(_counted(span, at, calendars) for span in life.spans)


def paused(life: Life, at: datetime) -> timedelta:
    """How long it stood still until ``at``, by the clock on the wall."""
    spans = (span for span in life.spans if not span.runs and span.began < at)
    return sum((min(span.ended or at, at) - span.began for span in spans), timedelta())


def goal_seconds(life: Life) -> float:
    """What is promised now, in seconds."""
    return life.last.goal.seconds or 0


def due(life: Life, calendars: Calendars) -> datetime | None:
    """When it is due, or was. None while it is paused and the time has not counted yet, and by a calendar that never
    opens for so long."""
    goal, hours = life.last.goal, life.last.hours
    if not goal.is_relative:
        return reached(life, goal_seconds(life), calendars)
    instant = deadline(goal, calendars(hours), life.began)
    if all(span.runs or span.began == span.ended for span in life.spans):
        return instant
    counted = reached(life, goal_seconds(life), calendars)
    return counted and max(counted, instant)


def projected(life: Life, at: datetime, calendars: Calendars) -> datetime | None:
    """When it is due if a paused clock went on at ``at``. None by a calendar that never opens for so long."""
    known = due(life, calendars)
    if known is not None:
        return known
    left, hours = goal_seconds(life) - elapsed(life, at, calendars), calendars(life.last.hours)
    counted = _after(hours, at, max(left, 0))
    goal = life.last.goal
    return max(counted, deadline(goal, hours, life.began)) if counted and goal.is_relative else counted


def reached(life: Life, seconds: float, calendars: Calendars) -> datetime | None:
    """The first instant by which so many seconds have counted: in the ledger, or to come if it runs, or would have come
    if it had gone on running when it ended. None while it is paused before that, and where it never
    will have."""
    left = seconds
    for span in life.spans:
        if not span.runs:
            continue
        calendar = calendars(span.hours)
        if span.ended is None:
            return _after(calendar, span.began, left)
        counted = reckoning.between(calendar, span.began, span.ended)
        if counted >= left:
            return _after(calendar, span.began, left)
        left -= counted
    if life.is_open:
        return None
    last = life.last
    return _after(calendars(last.hours), last.ended or last.began, left)


def _after(calendar: Calendar, start: datetime, seconds: float) -> datetime | None:
    try:
        return reckoning.due(calendar, start, seconds)
    except Invalid:
        return None  # It never opens for so long: nothing is due, and people go on with their work.


def _counted(span: Span, at: datetime, calendars: Calendars) -> float:
    if not span.runs or span.began >= at:
        return 0
    return reckoning.between(calendars(span.hours), span.began, min(span.ended or at, at))
