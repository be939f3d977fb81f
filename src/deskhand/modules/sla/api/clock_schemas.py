"""What the API says of clocks."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Query
from pydantic import Field

from deskhand.api.answers import Answer
from deskhand.api.schemas import Instant

At = Annotated[
    Instant | None,
    Query(None, description="As it stood at this instant; now, if left away.", example="2026-03-02T12:00:00Z"),
]
LevelWord = Annotated[Literal["sla", "ola", "uc"], Field(description="To requesters, between teams, or by a supplier.")]


class ClockPolicy(Answer):
    """The version of a policy that counts for a clock, or counted last."""

    id: int
    name: str
    version: int


class ClockGoal(Answer):
    """What is promised. ``seconds`` of open time; of a time of day it is how much there was until then."""

    seconds: float
    days: Annotated[int | None, Field(description="With `by`: so many business days after the start.")]
    by: Annotated[str | None, Field(description="A time of day, as in `17:00`; null for so much time.")]


class ClockInterval(Answer):
    """A stretch in which one state, one target and one calendar held, and what began it."""

    state: Literal["running", "paused"]
    began_at: datetime
    ended_at: Annotated[datetime | None, Field(description="Null: it lasts.")]
    cause: Annotated[str, Field(description="Code of the fact, or `policy` where a policy came, went or changed.")]
    event: Annotated[int | None, Field(description="Id of the fact in the ticket's history.")]
    version: Annotated[int | None, Field(description="Of the policy; null for one of another desk.")]
    goal: ClockGoal
    counted_seconds: Annotated[float, Field(description="Open time that counted in it, until now or until `at`.")]


class ShownClock(Answer):
    """One promise on a ticket, with its ledger."""

    name: Annotated[str, Field(description="Level, target and cycle: `sla.first_response.1`.")]
    label: Annotated[str, Field(description="What people call it.")]
    level: LevelWord
    key: Annotated[str, Field(description="Of the target in its policy.")]
    cycle: Annotated[int, Field(description="Counts the clocks of one target on the ticket from 1.")]
    policy: Annotated[ClockPolicy | None, Field(description="Null for one of another desk.")]
    team: Annotated[str | None, Field(description="Between teams: the name of the one that has to keep it.")]
    is_promised: Annotated[bool, Field(description="Whether the requester sees until when.")]
    state: Annotated[Literal["running", "paused"] | None, Field(description="Null: it has ended.")]
    outcome: Annotated[Literal["met", "missed", "cancelled"] | None, Field(description="Null while it is open.")]
    ended_by: Annotated[
        Literal["stop", "cancel", "away", "unmatched", "replaced", "reset"] | None,
        Field(description="`away`: spam, in the bin, or merged; `unmatched`: no policy promised it any more."),
    ]
    started_at: datetime
    ended_at: datetime | None
    due_at: Annotated[datetime | None, Field(description="Null while it is paused and its time has not counted.")]
    projected_due_at: Annotated[
        datetime | None,
        Field(description="The same; of a paused clock, if it went on at once. Null: its calendar never opens."),
    ]
    soon_at: Annotated[datetime | None, Field(description="From when it is at risk; null as long as that is open.")]
    is_overdue: bool
    goal: ClockGoal
    elapsed_seconds: Annotated[float, Field(description="Open time that has counted.")]
    remaining_seconds: Annotated[float, Field(description="Open time that is left; below zero when it is over.")]
    paused_seconds: Annotated[float, Field(description="How long it stood still, by the clock on the wall.")]
    intervals: list[ClockInterval]


class ShownClocks(Answer):
    """The clocks of a ticket at an instant, the first that began first."""

    ticket: Annotated[int, Field(description="Its number.")]
    at: datetime
    clocks: list[ShownClock]


class ExplainedInterval(ClockInterval):
    """A stretch, and why it began."""

    because: Annotated[str, Field(description="What happened and who did it, in words.")]
    reason: Annotated[str, Field(description="Why, if somebody said.")]
    changes: Annotated[list[str], Field(description="What else is different from the stretch before, in words.")]
    calendar: Annotated[str, Field(description="Name of the calendar that counted.")]
    total_seconds: Annotated[float, Field(description="What has counted until its end.")]


class ExplainedClock(ShownClock):
    """A clock in words."""

    sentence: str
    intervals: list[ExplainedInterval]  # type: ignore[assignment]


class MissedPart(Answer):
    """A part of a policy's query that was not true."""

    part: Annotated[str, Field(examples=["priority:>=high"])]
    instead: Annotated[str, Field(description="What was true; empty where there is no short word for it.")]


class JudgedPolicy(Answer):
    """A policy of the desk, and why it counts for the ticket or does not."""

    policy: ClockPolicy
    level: LevelWord
    verdict: Annotated[
        Literal["counts", "silent", "shadowed", "failed", "off", "only_new", "not_yet", "over"],
        Field(
            description="`silent`: covers the ticket, but promises nothing at its priority; `shadowed`: an earlier one "
            "covers it; `not_yet` and `over`: outside the days of its agreement."
        ),
    ]
    missed: list[MissedPart]


class ExplainedTicket(Answer):
    """Why the clocks of a ticket stand where they stand."""

    ticket: Annotated[int, Field(description="Its number.")]
    at: datetime
    clocks: list[ExplainedClock]
    policies: Annotated[list[JudgedPolicy], Field(description="In their order; none if it was on another desk then.")]


_GOAL: dict[str, Any] = {"seconds": 14400, "days": None, "by": None}
INTERVAL: dict[str, Any] = {
    "state": "running",
    "began_at": "2026-03-02T09:00:00Z",
    "ended_at": None,
    "cause": "ticket.created",
    "event": 4711,
    "version": 1,
    "goal": _GOAL,
    "counted_seconds": 3600,
}
CLOCK: dict[str, Any] = {
    "name": "sla.first_response.1",
    "label": "First response",
    "level": "sla",
    "key": "first_response",
    "cycle": 1,
    "policy": {"id": 3, "name": "Standard", "version": 1},
    "team": None,
    "is_promised": True,
    "state": "running",
    "outcome": None,
    "ended_by": None,
    "started_at": "2026-03-02T09:00:00Z",
    "ended_at": None,
    "due_at": "2026-03-02T13:00:00Z",
    "projected_due_at": "2026-03-02T13:00:00Z",
    "soon_at": "2026-03-02T12:00:00Z",
    "is_overdue": False,
    "goal": _GOAL,
    "elapsed_seconds": 3600,
    "remaining_seconds": 10800,
    "paused_seconds": 0,
    "intervals": [INTERVAL],
}
CLOCKS: dict[str, Any] = {"ticket": 1042, "at": "2026-03-02T10:00:00Z", "clocks": [CLOCK]}
_TOLD = {
    "because": "Mara Lindqvist opened this on the portal",
    "reason": "",
    "changes": [],
    "calendar": "Office hours",
    "total_seconds": 3600,
}
EXPLAINED: dict[str, Any] = CLOCKS | {
    "clocks": [
        CLOCK
        | {
            "sentence": "“First response” is promised within 4 h of open time. "
            "1 h have counted and 3 h are left, so it is due at 14:00.",
            "intervals": [INTERVAL | _TOLD],
        }
    ],
    "policies": [
        {
            "policy": {"id": 5, "name": "Urgent", "version": 2},
            "level": "sla",
            "verdict": "failed",
            "missed": [{"part": "priority:urgent", "instead": "Normal"}],
        },
        {"policy": {"id": 3, "name": "Standard", "version": 1}, "level": "sla", "verdict": "counts", "missed": []},
    ],
}
