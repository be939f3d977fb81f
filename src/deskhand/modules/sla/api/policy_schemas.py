"""What the API takes and gives of policies."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from deskhand.api.answers import Answer
from deskhand.api.schemas import LARGEST_NUMBER, Input, Text
from deskhand.modules.sla.metrics import WORDS
from deskhand.modules.sla.models.policy import NAME_LIMIT
from deskhand.modules.sla.questions import QUERY_LIMIT
from deskhand.modules.sla.terms import LONGEST_SECONDS, MILESTONE_LIMIT, STEP_LIMIT, TARGET_LIMIT

LevelWord = Literal["sla", "ola", "uc"]
MetricWord = Literal["first_response", "next_response", "periodic_update", "time_to_own", "time_to_resolve", "custom"]
PriorityKey = Literal["any", "low", "normal", "high", "urgent"]
ConditionKey = Literal["start", "pause", "resume", "stop", "reset", "cancel"]
SourceWord = Literal["ticket", "desk", "team", "organization", "location", "own", "always"]
StepWord = Literal["notify", "hand_over", "assign", "priority", "webhook"]
Ref = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]
Seconds = Annotated[float, Field(strict=False, gt=0, le=LONGEST_SECONDS, description="Of the calendar's open time.")]
Query = Annotated[Text, Field(max_length=QUERY_LIMIT, description="The query language; empty: all tickets.")]
Name = Annotated[Text, Field(min_length=1, max_length=NAME_LIMIT)]


class PolicyGoal(Input):
    """So much open time (``seconds``), or a time of day so many business days after the start."""

    seconds: Seconds | None = None
    days: Annotated[int, Field(ge=0, le=366)] | None = None
    by: Annotated[Text, Field(max_length=8, examples=["17:00"])] | None = None


class PolicyCondition(Input):
    """Holds when one of the words happens and the ticket then answers the query; with neither, never."""

    words: Annotated[
        list[Annotated[Text, Field(max_length=40)]],
        Field(max_length=len(WORDS), description=f"Any of: {', '.join(WORDS)}."),
    ] = []
    query: Query = ""


class PolicyStep(Input):
    """Something that follows from a warning: only what belongs to ``step`` may be named."""

    step: StepWord
    who: Literal["assignee", "team", "leads", "followers", "person"] | None = None
    person: Ref | None = None
    team: Ref | Literal["next_tier"] | None = None
    note: Annotated[Text, Field(max_length=2_000)] | None = None
    to: Literal["low", "normal", "high", "urgent", "up"] | None = None
    name: Annotated[Text, Field(max_length=40)] | None = None


class PolicyMilestone(Input):
    """A warning at ``percent`` of the time, or ``before`` or ``after`` it is due; with none of them: the breach."""

    percent: Annotated[float, Field(strict=False, gt=0, le=1_000)] | None = None
    before: Seconds | None = None
    after: Seconds | None = None
    steps: Annotated[list[PolicyStep], Field(max_length=STEP_LIMIT)] = []


class PolicyTarget(Input):
    """One promise. Conditions that are left away are the usual ones of the metric."""

    metric: MetricWord
    key: Annotated[Text, Field(max_length=60, description="Stays the same over versions; the metric if empty.")] = ""
    label: Annotated[Text, Field(max_length=60)] = ""
    is_promised: Annotated[bool, Field(description="Whether the requester sees until when.")] = False
    goals: Annotated[
        dict[PriorityKey, PolicyGoal],
        Field(min_length=1, description="By priority; `any` is for those without one of their own."),
    ]
    conditions: dict[ConditionKey, PolicyCondition] = {}
    pauses: Annotated[bool | None, Field(description="Rests in statuses that pause; as usual if null.")] = None
    reopens: Annotated[
        Literal["continue", "again", "leave"] | None,
        Field(description="What becomes of it when its ticket is reopened; as usual if null."),
    ] = None
    milestones: Annotated[list[PolicyMilestone], Field(max_length=MILESTONE_LIMIT)] = []


class PolicyCalendar(Input):
    """Whose calendar counts; of `own` the one of that id."""

    of: SourceWord
    calendar: Ref | None = None


class PolicyTerms(Input):
    """What may be said of a policy."""

    query: Query = ""
    calendar: PolicyCalendar = PolicyCalendar(of="ticket")
    retroactive_start: Annotated[
        bool, Field(description="A ticket that comes to fit later counts from its beginning.")
    ] = True
    retroactive_pause: Annotated[bool, Field(description="Pauses before that count as pauses.")] = True
    targets: Annotated[list[PolicyTarget], Field(min_length=1, max_length=TARGET_LIMIT)]


class NewPolicy(PolicyTerms):
    """A policy to make, at the end of its level's order."""

    name: Name
    level: Annotated[LevelWord, Field(description="To requesters, between teams, or by a supplier. It stays.")] = "sla"
    only_new: Annotated[bool, Field(description="Only for tickets that are opened from now on.")] = False


class PolicyChange(Input):
    """What shall be different. What is left away stays; ``targets`` are all of them."""

    name: Name | None = None
    query: Query | None = None
    calendar: PolicyCalendar | None = None
    retroactive_start: bool | None = None
    retroactive_pause: bool | None = None
    targets: Annotated[list[PolicyTarget], Field(min_length=1, max_length=TARGET_LIMIT)] | None = None
    only_new: bool | None = None
    is_on: bool | None = None
    is_put_away: bool | None = None
    version: Annotated[
        int | None, Field(ge=1, le=LARGEST_NUMBER, description="The version that you know: another one answers 409.")
    ] = None


class PolicyOrder(Input):
    """The order of a level: each of its policies once, the first that counts first."""

    level: LevelWord
    order: Annotated[list[Ref], Field(max_length=200)]


class ShownPolicy(Answer):
    """A policy as it is now."""

    id: int
    desk: Annotated[str, Field(description="Key of the desk.")]
    name: str
    level: LevelWord
    position: Annotated[int, Field(description="From 0, within its level.")]
    is_on: bool
    is_put_away: bool
    version: int
    since: Annotated[datetime, Field(description="From when this version counts.")]
    only_new: bool
    query: str
    calendar: dict[str, Any]
    retroactive_start: bool
    retroactive_pause: bool
    targets: list[dict[str, Any]]


class ShownPolicies(Answer):
    """The policies of a desk by level, each level in its order."""

    items: list[ShownPolicy]


class PolicyDifference(Answer):
    """What a version says otherwise, in words."""

    label: str
    old: Annotated[str, Field(description="Empty: it was not promised.")]
    new: Annotated[str, Field(description="Empty: it is not promised any more.")]


class ShownVersion(Answer):
    """What a policy said from an instant on."""

    number: int
    since: datetime
    made_by: Annotated[str | None, Field(description="Name; null for the system or somebody who is gone.")]
    is_on: bool
    only_new: bool
    query: str
    targets: list[dict[str, Any]]
    changes: list[PolicyDifference]


class ShownVersions(Answer):
    """All versions of a policy, the newest first."""

    items: list[ShownVersion]


class PolicyConcern(Answer):
    """Something to look at. ``is_wrong``: nothing can come of the policy as it is."""

    policy: int
    name: str
    code: Literal["calendar", "warning", "order", "shadowed", "fits_nothing", "webhook"]
    sentence: str
    is_wrong: bool


class PolicyConcerns(Answer):
    """What can go wrong with the policies of a desk."""

    items: list[PolicyConcern]


class CatchingUp(Answer):
    """How far the clocks of tickets that are there already are derived."""

    is_running: bool
    done: int
    total: int
    begun_at: datetime | None
    ended_at: datetime | None


TARGET: dict[str, Any] = {
    "metric": "first_response",
    "is_promised": True,
    "goals": {"any": {"seconds": 28800}, "urgent": {"seconds": 3600}},
    "milestones": [{"percent": 75, "steps": [{"step": "notify", "who": "assignee"}]}],
}
BODY: dict[str, Any] = {"name": "Standard", "query": "channel:mail", "targets": [TARGET]}
POLICY: dict[str, Any] = {
    "id": 3,
    "desk": "it",
    "name": "Standard",
    "level": "sla",
    "position": 0,
    "is_on": True,
    "is_put_away": False,
    "version": 1,
    "since": "2026-03-02T09:00:00Z",
    "only_new": False,
    "query": "channel:mail",
    "calendar": {"of": "ticket"},
    "retroactive_start": True,
    "retroactive_pause": True,
    "targets": [TARGET | {"key": "first_response", "label": "", "conditions": {}, "pauses": True, "reopens": "leave"}],
}
VERSION: dict[str, Any] = {
    "number": 2,
    "since": "2026-03-02T09:00:00Z",
    "made_by": "Lena Hartmann",
    "is_on": True,
    "only_new": False,
    "query": "channel:mail",
    "targets": POLICY["targets"],
    "changes": [{"label": "First response", "old": "8 h", "new": "8 h, Urgent 1 h"}],
}
CONCERN: dict[str, Any] = {
    "policy": 3,
    "name": "Standard",
    "code": "fits_nothing",
    "sentence": "It fits none of the 412 tickets of the last 90 days.",
    "is_wrong": False,
}
CATCHING_UP: dict[str, Any] = {
    "is_running": True,
    "done": 150,
    "total": 412,
    "begun_at": "2026-03-02T09:00:00Z",
    "ended_at": None,
}
