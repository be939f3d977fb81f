"""Where a request stands, in stages that its requester reads: those of the modules that work on it, in one line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from deskhand.kernel import slots
from deskhand.tickets.models import Ticket

FIRST = 0
"""The place of a stage that stands for the request itself, as "Ordered"."""

LAST = 100
"""The place of a stage that stands for its end, as "Delivered"."""


class StageState(StrEnum):
    """How far a stage is."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"
    STOPPED = "stopped"


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One stage. ``label`` is what happens, ``who`` the team or person that has it, ``at`` when it was reached,
    ``expected`` the day by which it should be. ``place`` orders the stages of several modules."""

    label: str
    state: StageState
    place: int = 50
    who: str = ""
    at: datetime | None = None
    expected: date | None = None


def stages_of(ticket: Ticket) -> list[Stage]:
    """The stages of the ticket by their place; none where no module knows any."""
    found = [one for item in slots.items("request_stage", desk_id=ticket.desk_id) for one in item(ticket)]
    return sorted(found, key=lambda one: one.place)
