"""Trying a journey: its days and what is needed, for somebody who does not exist. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from deskhand.accounts.models import Desk
from deskhand.modules.journeys.definition import DESK, WHO_LABELS, Definition, Step
from deskhand.modules.journeys.judging import holds
from deskhand.modules.journeys.knowing import known
from deskhand.modules.journeys.taking_part import desks_that_can
from deskhand.modules.journeys.timing import Timetable


@dataclass(frozen=True)
class Tried:
    """One activity as it would be."""

    step: Step
    who: str
    begins_at: datetime
    due_at: datetime
    is_needed: bool

    @property
    def last_day(self) -> datetime:
        """An instant of the last day that it may take."""
        return self.due_at - timedelta(seconds=1)


def tried(own: Desk, plan: Definition, key_on: date, place: str, answers: Mapping[str, str]) -> list[Tried]:
    """Each activity in the order in which they would begin."""
    times, desks = Timetable(own), desks_that_can()
    facts = known(None, place, answers)
    rows = []
    for step in plan.steps:
        desk = desks.get(step.desk) if step.who == DESK else None
        at = times.of(step, key_on, desk)
        who = desk.name if desk is not None else str(WHO_LABELS[step.who])
        rows.append(Tried(step, who, at.begins_at, at.due_at, holds(step, facts)))
    return sorted(rows, key=lambda one: one.begins_at)
