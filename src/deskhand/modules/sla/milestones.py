"""When a clock has something to tell, and from when it is at risk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from deskhand.modules.sla.engine import reckon
from deskhand.modules.sla.engine.values import Calendars, Life
from deskhand.modules.sla.terms import BREACH, Milestone, Target

SOON_PERCENT = 75.0
"""From when a promise without warnings of its own is shown as at risk, in percent of its time."""


def of(target: Target) -> list[Milestone]:
    """The warnings of a target; the breach is always one of them."""
    found = list(target.milestones)
    return found if any(one.key == BREACH for one in found) else [*found, Milestone()]


def instants(life: Life, target: Target, calendars: Calendars) -> Iterator[tuple[Milestone, datetime]]:
    """The warnings of a clock with the instants at which they come or came; those that a pause holds up, and those for
    which it ended too early, are left out."""
    goal = reckon.goal_seconds(life)
    for milestone in of(target):
        at = reckon.due(life, calendars) if milestone.key == BREACH else _at(life, milestone.seconds(goal), calendars)
        if at is not None and (life.ended is None or at < life.ended):
            yield milestone, at


def soon(life: Life, target: Target, calendars: Calendars) -> datetime | None:
    """From when the promise is at risk: its first warning, or three quarters of its time."""
    goal = reckon.goal_seconds(life)
    early = [one.seconds(goal) for one in target.milestones if one.key != BREACH and one.seconds(goal) < goal]
    return _at(life, min(early, default=goal * SOON_PERCENT / 100), calendars)


def _at(life: Life, seconds: float, calendars: Calendars) -> datetime | None:
    return reckon.reached(life, seconds, calendars)
