"""How the share of a promise's time that has counted goes on by itself: what a bar needs to know to be right at any
instant, in the night as well, without a calendar.

A course is points of wall time and share, straight lines between them: it rises while the calendar of the stretch that
lasts is open, and stands still while it is closed or the clock is paused. Before its first point and after its last
one nothing changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from deskhand.calendars.reckoning import open_spans
from deskhand.modules.sla.engine import reckon
from deskhand.modules.sla.engine.values import Calendars, Life

MOST_POINTS = 80
"""Points of a course. One with more openings goes straight over some of its nights: wrong by a percent or two."""

DIGITS = 2
"""Of a share, in percent."""

Course = list[list[float]]
"""Pairs of seconds since 1970 and percent."""


def course(life: Life, due: datetime | None, calendars: Calendars) -> Course:
    """From the beginning of the stretch that lasts until the promise is due; nothing for a clock that has ended, and
    for one without a time."""
    goal = reckon.goal_seconds(life)
    if not life.is_open or goal <= 0:
        return []
    last = life.last
    counted = reckon.elapsed(life, last.began, calendars)
    begins = _point(last.began, counted, goal)
    if not last.runs or due is None or due <= last.began or counted >= goal:
        return [begins]
    found = [begins]
    for start, end in open_spans(calendars(last.hours), last.began, due):
        found.append(_point(start, counted, goal))
        counted += (end - start).total_seconds()
        found.append(_point(end, counted, goal))
    return _thinned(found)


def share(course: Sequence[Sequence[float]], at: datetime) -> int | None:
    """Whole percent at an instant, cut; None without a course."""
    if not course:
        return None
    now, before = at.timestamp(), course[0]
    for point in course:
        if point[0] > now:
            if before[0] == point[0] or now <= before[0]:
                return int(before[1])
            return int(before[1] + (point[1] - before[1]) * (now - before[0]) / (point[0] - before[0]))
        before = point
    return int(before[1])


def _point(at: datetime, counted: float, goal: float) -> list[float]:
    return [at.astimezone(UTC).timestamp(), round(min(counted / goal, 1) * 100, DIGITS)]


def _thinned(points: Course) -> Course:
    """Without points that are there already, and not more than so many: of long ones every so many openings."""
    found = [point for place, point in enumerate(points) if place == 0 or point != points[place - 1]]
    if len(found) <= MOST_POINTS:
        return found
    step = len(found) / (MOST_POINTS - 1)
    return [*(found[int(place * step)] for place in range(MOST_POINTS - 1)), found[-1]]
