"""Facts about time worked. They stand in the history of the ticket; none of them holds a note."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deskhand.kernel.events import Fact, event


@event("ticket.time_booked", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TimeBooked(Fact):
    """Time that ``person`` worked was booked: ``seconds`` on ``day``. ``by_timer``: it was measured."""

    ticket: int
    entry: int
    person: int
    seconds: int
    day: str
    activity: int | None
    is_billable: bool
    by_timer: bool = False


@event("ticket.time_corrected", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TimeCorrected(Fact):
    """A time entry of ``person`` was corrected. ``former`` and ``later`` hold the values that changed, by name:
    seconds, day, activity, is_billable, person. Of a note it is only said that it changed (in ``fields``)."""

    ticket: int
    entry: int
    person: int
    fields: list[str]
    former: dict[str, Any]
    later: dict[str, Any]


@event("ticket.time_removed", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TimeRemoved(Fact):
    """A time entry of ``person`` does not count any more. It can be restored for some days."""

    ticket: int
    entry: int
    person: int
    seconds: int
    day: str


@event("ticket.time_restored", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TimeRestored(Fact):
    """A time entry of ``person`` that was removed counts again."""

    ticket: int
    entry: int
    person: int
    seconds: int
    day: str


@event("activity.created", subject="activity")
@dataclass(frozen=True, kw_only=True)
class ActivityCreated(Fact):
    """A kind of work was put into the desk's list."""

    activity: int


@event("activity.changed", subject="activity")
@dataclass(frozen=True, kw_only=True)
class ActivityChanged(Fact):
    """A kind of work got another name or another beginning (billable or not), or is offered no more, or again."""

    activity: int
    fields: list[str]
    old: dict[str, Any]
    new: dict[str, Any]
