"""What a ticket's story consists of: what was true of it, and what happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was true of a ticket after one of its facts. The attributes have the names of those of a ticket, so that
    questions in the query language about what is remembered (:func:`deskhand.tickets.query_past.history_fields`) are
    asked of it as of the ticket.

    ``pauses``: whether promises stand still in the status, as the desk had it when the ticket got that status.
    ``priority`` is a number, 1 (low) to 4 (urgent). ``last_side`` is ``requester`` or ``agent``: who wrote last; what
    was written on tickets while they were merged into this one counts, where the fact of it says who wrote.
    ``merged``: it is merged into another one."""

    id: int
    number: int
    desk_id: int
    kind: str
    status_id: int
    status_key: str
    category: str
    pauses: bool
    priority: int
    team_id: int | None
    assignee_id: int | None
    requester_id: int
    affected_id: int | None
    organization_id: int | None
    location_id: int | None
    service_id: int | None
    channel: str
    tag_ids: frozenset[int]
    created_at: datetime
    is_spam: bool
    deleted: bool
    merged: bool
    last_side: str

    @property
    def pk(self) -> int:
        """The ticket's id."""
        return self.id


@dataclass(frozen=True, slots=True)
class Moment:
    """One fact about a ticket and what was true after it. ``event_id`` is 0 where the log has no fact of the ticket's
    beginning; ``at`` is aware, in UTC; ``values`` are the fact's own.

    ``words`` say what happened: ``created`` ``requester_replied`` ``agent_replied`` ``noted`` ``letter_filed``
    ``status_changed`` ``resolved`` ``closed`` ``cancelled`` ``reopened`` ``on_hold`` (went into a pausing status)
    ``taken_up`` (left one) ``assigned`` ``unassigned`` ``team_changed`` ``priority_changed`` ``kind_changed``
    ``requester_changed`` ``affected_changed`` ``organization_changed`` ``service_changed`` ``location_changed``
    ``tagged`` ``spam`` ``unspam`` ``deleted`` ``restored`` ``merged`` ``unmerged`` ``merged_in`` ``split_off``
    ``moved``. A fact may carry several of them."""

    event_id: int
    at: datetime
    code: str
    words: frozenset[str]
    actor_id: int | None
    values: Mapping[str, Any]
    after: Snapshot


@dataclass(frozen=True, slots=True)
class Story:
    """What happened to a ticket: its moments in the order of (at, event id), never none; the first is ``created``."""

    ticket_id: int
    moments: tuple[Moment, ...]

    @property
    def now(self) -> Snapshot:
        """What is true of the ticket after all of it."""
        return self.moments[-1].after
