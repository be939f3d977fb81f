"""What the API takes and gives of journeys."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from deskhand.api.answers import Answer
from deskhand.api.schemas import LARGEST_NUMBER, Day, Input, Text
from deskhand.modules.journeys.definition import QUESTIONS_PER_JOURNEY
from deskhand.modules.journeys.knowing import ANSWER_LIMIT
from deskhand.modules.journeys.models import CODE_LIMIT, NAME_LIMIT, REASON_LIMIT

Ref = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]
Name = Annotated[Text, Field(max_length=NAME_LIMIT)]
Address = Annotated[Text, Field(max_length=254)]
Code = Annotated[Text, Field(min_length=1, max_length=CODE_LIMIT)]


class JourneyAnswer(Input):
    """An answer to a question of the journey."""

    question: Annotated[Code, Field(description="Code of the question.")]
    value: Annotated[Text, Field(max_length=ANSWER_LIMIT)]


Answers = Annotated[list[JourneyAnswer], Field(max_length=QUESTIONS_PER_JOURNEY)]


class NewJourneyRun(Input):
    """A journey to start."""

    blueprint: Annotated[Ref, Field(description="Id of what the journey consists of.")]
    name: Annotated[Name, Field(min_length=1, description="Name of whose journey it is.")]
    day: Annotated[Day, Field(description="The key date: the first or the last day, or that of the move.")]
    manager: Annotated[Address, Field(min_length=3, description="E-mail address of the manager.")]
    person: Annotated[
        Address, Field(description="E-mail address of the employee; empty as long as they have none.")
    ] = ""
    place: Name = ""
    answers: Answers = []
    key: Annotated[Text, Field(max_length=60, description="With one key it is started once.")] = ""


class JourneyChange(Input):
    """What is to be otherwise. What is left out stays."""

    day: Day | None = None
    place: Name | None = None
    person: Address | None = None
    manager: Address | None = None
    answers: Answers | None = None


class JourneyEnd(Input):
    """How a journey ends before it is done."""

    outcome: Literal["cancelled", "withdrawn"]
    reason: Annotated[Text, Field(max_length=REASON_LIMIT)] = ""


class JourneySkip(Input):
    """Why it goes on without an activity."""

    reason: Annotated[Text, Field(min_length=1, max_length=REASON_LIMIT)]


class ShownJourneyActivity(Answer):
    """An activity. Of the ticket that a desk works on only those who may read it are told."""

    code: str
    title: str
    stage: str
    who: Annotated[str, Field(description="desk, employee, manager or approval.")]
    desk: Annotated[str | None, Field(description="Key of the desk that does it.")]
    state: str
    is_late: bool
    is_needed_on_day_one: bool
    ticket: int | None
    begins_at: datetime
    due_at: datetime
    ended_at: datetime | None
    problem: str


class ShownJourney(Answer):
    """A journey."""

    id: int
    blueprint: int
    name: str
    day: date
    place: str
    outcome: str
    begun_at: datetime
    ended_at: datetime | None
    done: int
    needed: int
    activities: list[ShownJourneyActivity]


class ShownJourneyRow(Answer):
    """A journey in a list."""

    id: int
    blueprint: int
    name: str
    day: date
    outcome: str


class ShownJourneys(Answer):
    """Journeys, in the order in which they were started."""

    items: list[ShownJourneyRow]
    next: Annotated[int | None, Field(description="What to give as `after` for more; null: there is no more.")]


class ShownJourneyQuestion(Answer):
    """A question at the start."""

    code: str
    label: str
    kind: str
    choices: list[str]


class ShownBlueprint(Answer):
    """What a journey consists of, as it is started from now on."""

    id: int
    code: str
    name: str
    kind: str
    number: int
    questions: list[ShownJourneyQuestion]


class ShownBlueprints(Answer):
    """What can be started on the desk."""

    items: list[ShownBlueprint]


ACTIVITY: dict[str, Any] = {
    "code": "laptop",
    "title": "Laptop, set up",
    "stage": "Before the first day",
    "who": "desk",
    "desk": "it",
    "state": "begun",
    "is_late": False,
    "is_needed_on_day_one": True,
    "ticket": None,
    "begins_at": "2026-11-23T23:00:00Z",
    "due_at": "2026-11-30T23:00:00Z",
    "ended_at": None,
    "problem": "",
}
ROW: dict[str, Any] = {"id": 7, "blueprint": 3, "name": "Nora Feldkamp", "day": "2026-12-01", "outcome": ""}
JOURNEY: dict[str, Any] = {
    **ROW,
    "place": "Eberfeld",
    "begun_at": "2026-11-10T09:00:00Z",
    "ended_at": None,
    "done": 3,
    "needed": 10,
    "activities": [ACTIVITY],
}
BLUEPRINT: dict[str, Any] = {
    "id": 3,
    "code": "your-start-with-us",
    "name": "Your start with us",
    "kind": "onboarding",
    "number": 2,
    "questions": [{"code": "phone", "label": "Needs a mobile phone", "kind": "yes", "choices": []}],
}
