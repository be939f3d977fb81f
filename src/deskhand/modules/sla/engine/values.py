"""Clocks and their ledgers as values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from deskhand.calendars.reckoning import Calendar
from deskhand.modules.sla.terms import Goal

RUNNING, PAUSED = "running", "paused"
MET, MISSED, CANCELLED = "met", "missed", "cancelled"


@dataclass(frozen=True, slots=True)
class Hours:
    """Whose calendar counts: what it is looked up by. ``calendar_id`` names one of its own; with nothing at all it is
    open around the clock."""

    desk_id: int | None = None
    organization_id: int | None = None
    team_id: int | None = None
    location_id: int | None = None
    calendar_id: int | None = None

    def written(self) -> dict[str, int]:
        """As JSON."""
        names = ("desk_id", "organization_id", "team_id", "location_id", "calendar_id")
        return {name: value for name in names if (value := getattr(self, name)) is not None}

    @classmethod
    def read(cls, value: dict[str, Any]) -> Hours:
        return cls(**value)


Calendars = Callable[[Hours], Calendar]
"""Finds the dated rules of a calendar."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a clock's life: from ``began`` until ``ended`` (None: still) with one state, target and calendar."""

    state: str
    began: datetime
    ended: datetime | None
    event_id: int
    cause: str
    version_id: int
    goal: Goal
    hours: Hours

    @property
    def runs(self) -> bool:
        return self.state == RUNNING


@dataclass(frozen=True, slots=True)
class Life:
    """One clock from its start on. ``spans`` touch each other and fill it."""

    level: str
    key: str
    cycle: int
    spans: tuple[Span, ...]
    team_id: int | None = None
    outcome: str = ""
    ended_by: str = ""

    @property
    def began(self) -> datetime:
        return self.spans[0].began

    @property
    def ended(self) -> datetime | None:
        return self.spans[-1].ended

    @property
    def is_open(self) -> bool:
        return self.ended is None

    @property
    def last(self) -> Span:
        return self.spans[-1]

    def turned(self, at: datetime, event_id: int, cause: str, **changes: Any) -> Life:
        """From ``at`` on something else holds. A stretch without length is left out."""
        now = replace(self.last, began=at, ended=None, event_id=event_id, cause=cause, **changes)
        if self.last.began == at and len(self.spans) > 1:
            return replace(self, spans=(*self.spans[:-1], now))
        if self.last.began == at:
            return replace(self, spans=(replace(now, cause=self.last.cause, event_id=self.last.event_id),))
        return replace(self, spans=(*self.spans[:-1], replace(self.last, ended=at), now))

    def finished(self, at: datetime, ended_by: str, outcome: str) -> Life:
        """It ends."""
        spans = (*self.spans[:-1], replace(self.last, ended=at))
        return replace(self, spans=spans, ended_by=ended_by, outcome=outcome)

    def continued(self, at: datetime, event_id: int, cause: str, state: str) -> Life:
        """It goes on after all: what lay between its end and now counts as a pause."""
        end = self.last.ended or at
        gap = replace(self.last, state=PAUSED, began=end, ended=at, event_id=0, cause=self.ended_by)
        on = replace(self.last, state=state, began=at, ended=None, event_id=event_id, cause=cause)
        lived = self.spans[:-1] if self.last.began == end else self.spans
        between = (gap,) if gap.began < at else ()
        return replace(self, spans=(*lived, *between, on), ended_by="", outcome="")
