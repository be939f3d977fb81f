"""What the API takes and gives of plans and their runs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from deskhand.api.answers import Answer
from deskhand.api.schemas import LARGEST_NUMBER, Input, Text
from deskhand.modules.fulfilment.definition import EDGES_PER_PLAN, QUERY_LIMIT, STEPS_PER_PLAN, TEXT_LIMIT
from deskhand.modules.fulfilment.models import CODE_LIMIT, KEY_LIMIT, NAME_LIMIT, REASON_LIMIT

KindWord = Literal["task", "approval", "action", "wait", "request", "call"]
OnWord = Literal["done", "declined", "skipped", "any"]

Code = Annotated[Text, Field(min_length=1, max_length=CODE_LIMIT)]
Name = Annotated[Text, Field(max_length=NAME_LIMIT, examples=["New laptop"])]
Short = Annotated[Text, Field(max_length=CODE_LIMIT)]
Long = Annotated[Text, Field(max_length=TEXT_LIMIT)]
Query = Annotated[Text, Field(max_length=QUERY_LIMIT)]
Ref = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]


class PlanSpan(Input):
    """A length of time, by the business calendar of the ticket."""

    amount: Annotated[int, Field(ge=0, le=2_000)]
    unit: Literal["hours", "days"]


class PlanStepSays(Input):
    """What a step of its kind needs: a task ``team``, ``note``, ``priority``, ``due``; an approval ``policy``; an
    action ``deed`` and ``value``, a letter ``to``, a custom ``field``; a wait ``until`` with ``span``, ``answer`` or
    ``query``; a request ``desk`` and ``text``; a call ``call`` and ``word``."""

    team: Annotated[Ref | None, Field(description="Id of a team.")] = None
    note: Long | None = None
    priority: Short | None = None
    due: PlanSpan | None = None
    policy: Short | None = None
    deed: Short | None = None
    value: Annotated[Ref | Long | None, Field(description="An id or a text, as the deed needs it.")] = None
    to: Annotated[Text | None, Field(max_length=254, description="The address of a letter.")] = None
    field: Annotated[Short | None, Field(description="Code of a custom field.")] = None
    until: Short | None = None
    span: PlanSpan | None = None
    answer: Short | None = None
    query: Query | None = None
    desk: Short | None = None
    text: Long | None = None
    call: Short | None = None
    word: Short | None = None


class GivenPlanStep(Input):
    """A step. ``stage`` is what the requester reads; ``condition`` is a question in the words of the search."""

    code: Code
    kind: KindWord
    name: Name
    stage: Name = ""
    condition: Query = ""
    join: Annotated[Literal["all", "any"], Field(description="Whether it waits for all ways that lead to it.")] = "all"
    says: PlanStepSays = PlanStepSays()


class GivenPlanArrow(Input):
    """An arrow from the end of one step to the beginning of another."""

    start: Code
    end: Code
    on: OnWord = "done"


class GivenPlan(Input):
    """Steps and arrows."""

    steps: Annotated[list[GivenPlanStep], Field(max_length=STEPS_PER_PLAN)] = []
    edges: Annotated[list[GivenPlanArrow], Field(max_length=EDGES_PER_PLAN)] = []


class NewFulfilmentPlan(GivenPlan):
    """A plan to make."""

    name: Annotated[Name, Field(min_length=1)]


class PlanDraft(GivenPlan):
    """Another draft in place of the one that there is. ``edition`` is the one that was read."""

    edition: Annotated[Ref | None, Field(description="The draft that was changed; another one answers 409.")] = None


class PlanVersionNumber(Input):
    """A version by its number."""

    number: Ref


class NewPlanRun(Input):
    """A plan to start."""

    ticket: Annotated[Ref, Field(description="Number of the ticket.")]
    plan: Annotated[Ref, Field(description="Id of the plan.")]
    key: Annotated[Text, Field(max_length=KEY_LIMIT - 10, description="With one key it is started once.")] = ""


class PlanReason(Input):
    """Why."""

    reason: Annotated[Text, Field(max_length=REASON_LIMIT)] = ""


class PlanCallEnd(Input):
    """How a call ended."""

    outcome: Literal["done", "declined"]


class NewPlanStep(Input):
    """A task for one ticket alone."""

    name: Annotated[Name, Field(min_length=1)]
    team: Ref | None = None
    note: Long = ""
    after: Annotated[Short, Field(description="Code of the step that it comes after; empty: at once.")] = ""


class ShownPlanStep(Answer):
    """A step."""

    code: str
    kind: str
    name: str
    stage: str
    condition: str
    join: str
    says: dict[str, Any]


class ShownPlanArrow(Answer):
    """An arrow."""

    start: str
    end: str
    on: str


class ShownPlanProblem(Answer):
    """Something that is wrong. A warning does not keep the plan from being published."""

    step: str
    words: str
    is_warning: bool


class ShownPlanProblems(Answer):
    """All that is wrong with a plan."""

    items: list[ShownPlanProblem]


class ShownPlanDifference(Answer):
    """A step or an arrow, and what became of it."""

    what: str
    words: str


class ShownPlanDifferences(Answer):
    """What two versions have different."""

    items: list[ShownPlanDifference]


class ShownPlan(Answer):
    """A plan with its draft."""

    id: int
    code: str
    name: str
    edition: int
    version: Annotated[int | None, Field(description="Number of what counts; null: not published.")]
    is_put_away: bool
    steps: list[ShownPlanStep]
    edges: list[ShownPlanArrow]
    problems: list[ShownPlanProblem]


class ShownPlans(Answer):
    """The plans of a desk."""

    items: list[ShownPlan]


class ShownPlanVersion(Answer):
    """A version of a plan."""

    number: int
    made_at: datetime
    again_from: int | None
    steps: list[ShownPlanStep]
    edges: list[ShownPlanArrow]


class ShownPlanVersions(Answer):
    """The versions of a plan, the newest first."""

    items: list[ShownPlanVersion]


class ShownPlanRunStep(Answer):
    """A step of a run and where it stands."""

    code: str
    name: str
    kind: str
    state: str
    ticket: Annotated[int | None, Field(description="Number of the task that it opened.")]
    team: str
    begun_at: datetime | None
    ended_at: datetime | None
    due_at: datetime | None
    problem: str
    reason: Annotated[str, Field(description="Why it was skipped.")]


class ShownPlanRun(Answer):
    """A plan on a ticket."""

    id: int
    ticket: int
    plan: int
    version: int
    outcome: str
    begun_at: datetime
    ended_at: datetime | None
    steps: list[ShownPlanRunStep]


class ShownPlanRuns(Answer):
    """The plans of a ticket."""

    items: list[ShownPlanRun]


STEP: dict[str, Any] = {
    "code": "order",
    "kind": "task",
    "name": "Order from the vendor",
    "stage": "Being ordered",
    "condition": "",
    "join": "all",
    "says": {"team": 3, "due": {"amount": 2, "unit": "days"}},
}
PLAN: dict[str, Any] = {
    "id": 4,
    "code": "new-laptop",
    "name": "New laptop",
    "edition": 3,
    "version": 2,
    "is_put_away": False,
    "steps": [STEP],
    "edges": [],
    "problems": [],
}
VERSION: dict[str, Any] = {
    "number": 2,
    "made_at": "2026-11-23T09:00:00Z",
    "again_from": None,
    "steps": [STEP],
    "edges": [],
}
RUN: dict[str, Any] = {
    "id": 7,
    "ticket": 1042,
    "plan": 4,
    "version": 2,
    "outcome": "",
    "begun_at": "2026-11-23T09:00:00Z",
    "ended_at": None,
    "steps": [
        {
            "code": "order",
            "name": "Order from the vendor",
            "kind": "task",
            "state": "active",
            "ticket": 1043,
            "team": "Service Desk",
            "begun_at": "2026-11-23T09:00:00Z",
            "ended_at": None,
            "due_at": "2026-11-25T09:00:00Z",
            "problem": "",
            "reason": "",
        }
    ],
}
