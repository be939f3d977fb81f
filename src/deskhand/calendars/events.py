"""Facts about business calendars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deskhand.kernel.events import Fact, event


@event("calendar.created", subject="calendar")
@dataclass(frozen=True, kw_only=True)
class CalendarCreated(Fact):
    """A business calendar was made, of a desk or of the whole installation."""

    calendar: int


@event("calendar.changed", subject="calendar")
@dataclass(frozen=True, kw_only=True)
class CalendarChanged(Fact):
    """A calendar's name or rules were changed. Rules count from ``valid_from`` (an instant; empty for a change of the
    name alone): what was computed for the time before stays as it is."""

    calendar: int
    fields: list[str]
    old: dict[str, Any]
    new: dict[str, Any]
    valid_from: str = ""


@event("calendar.retired", subject="calendar")
@dataclass(frozen=True, kw_only=True)
class CalendarRetired(Fact):
    """A calendar was put away: nobody chooses it any more. What it counted stays as it is."""

    calendar: int


@event("calendar.restored", subject="calendar")
@dataclass(frozen=True, kw_only=True)
class CalendarRestored(Fact):
    """A calendar that was put away can be chosen again."""

    calendar: int


@event("calendar.renewed", subject="calendar")
@dataclass(frozen=True, kw_only=True)
class CalendarRenewed(Fact):
    """Deskhand entered public holidays that were not known before, none of them in the past."""

    calendar: int
    days: int


@event("desk.calendar_chosen", subject="desk")
@dataclass(frozen=True, kw_only=True)
class CalendarChosen(Fact):
    """Which calendar counts was decided for a desk, for one of its teams or locations or for an organization there.
    ``calendar`` is null if none does from now on. ``old`` and ``new`` hold the names of the calendars, by what it was
    decided for."""

    desk: int
    calendar: int | None
    team: int | None
    organization: int | None
    location: int | None = None
    fields: list[str]
    old: dict[str, str]
    new: dict[str, str]
