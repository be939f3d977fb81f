"""What approvals look like to programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from deskhand.api.answers import Answer, Page, PersonRef
from deskhand.api.schemas import LARGEST_NUMBER, Day, Email, Input, Text
from deskhand.modules.approvals.actions.asking import PEOPLE_LIMIT
from deskhand.modules.approvals.checks import LONGEST_AMOUNT
from deskhand.modules.approvals.conditions import QUERY_LIMIT
from deskhand.modules.approvals.models import NAME_LIMIT, WORDS_LIMIT
from deskhand.modules.approvals.terms import STAGES_LIMIT, WHO_LIMIT

Words = Annotated[Text, Field(max_length=WORDS_LIMIT, description="Plain text.")]


class ShownWho(Answer):
    """Somebody whom a stage asks."""

    kind: Annotated[str, Field(description="Such as `requester_manager`, `person`, `team` or `role`.")]
    id: Annotated[int | None, Field(description="Of a person or team.")]
    role: str


class ShownTerms(Answer):
    """One stage of a policy."""

    title: str
    who: list[ShownWho]
    needs: Annotated[str, Field(description="`any`, `all`, `quorum` or `percent`.")]
    number: int
    query: Annotated[str, Field(description="Only for tickets of which this is true; empty: for all.")]
    amount: Annotated[int, Field(description="Time to decide in `unit`; 0: no deadline.")]
    unit: Annotated[str, Field(description="`hours` or `days`, by the business calendar.")]
    remind: Annotated[int, Field(description="Business hours between reminders; 0: none.")]
    at_deadline: Annotated[str, Field(description="`stay`, `escalate`, `next`, `approve` or `decline`.")]
    with_previous: Annotated[bool, Field(description="At the same time as the stage before.")]


class ShownApprovalPolicy(Answer):
    """An approval policy as it is now."""

    id: int
    desk: Annotated[str, Field(description="Key of the desk.")]
    code: Annotated[str, Field(description="What others name it by; it stays for life.")]
    title: str
    version: int
    is_put_away: bool
    own: Annotated[str, Field(description="Where requester or affected would decide: `other`, `skip` or `allow`.")]
    skips_repeated: bool
    parts_duties: bool
    fallback: Annotated[int | None, Field(description="Id of the person who stands in.")]
    shows_names: bool
    holds: Annotated[bool, Field(description="The ticket is not resolved before.")]
    stages: list[ShownTerms]


class PolicyPage(Page[ShownApprovalPolicy]):
    """A page of policies."""


class GivenWho(Input):
    """Somebody to ask."""

    kind: Annotated[
        Literal["requester_manager", "affected_manager", "managers_manager", "service_owner", "person", "team", "role"],
        Field(description="Who it is."),
    ]
    id: Annotated[int | None, Field(ge=1, le=LARGEST_NUMBER, description="Of a person or team.")] = None
    role: Annotated[Text, Field(max_length=20, description="Such as `lead`.")] = ""


class GivenStage(Input):
    """One stage to write."""

    title: Annotated[Text, Field(max_length=NAME_LIMIT)] = ""
    who: Annotated[list[GivenWho], Field(max_length=WHO_LIMIT)]
    needs: Literal["any", "all", "quorum", "percent"] = "any"
    number: Annotated[int, Field(ge=0, le=LONGEST_AMOUNT)] = 0
    query: Annotated[Text, Field(max_length=QUERY_LIMIT)] = ""
    amount: Annotated[int, Field(ge=0, le=LONGEST_AMOUNT)] = 0
    unit: Literal["hours", "days"] = "days"
    remind: Annotated[int, Field(ge=0, le=LONGEST_AMOUNT)] = 0
    at_deadline: Literal["stay", "escalate", "next", "approve", "decline"] = "stay"
    with_previous: bool = False


class GivenPolicy(Input):
    """A whole policy. On one that is there it makes a new version; what runs keeps the old one."""

    title: Annotated[Text, Field(min_length=1, max_length=NAME_LIMIT, examples=["Manager"])]
    stages: Annotated[list[GivenStage], Field(min_length=1, max_length=STAGES_LIMIT)]
    own: Literal["other", "skip", "allow"] = "other"
    skips_repeated: bool = True
    parts_duties: bool = True
    fallback: Annotated[int | None, Field(ge=1, le=LARGEST_NUMBER, description="Id of a person.")] = None
    shows_names: bool = False
    holds: bool = True


class ShownApproval(Answer):
    """An approval of a ticket."""

    id: int
    ticket: Annotated[int, Field(description="Number of the ticket.")]
    desk: Annotated[str, Field(description="Key of the desk.")]
    policy: Annotated[str, Field(description="Code of the policy; empty where people were named.")]
    state: Annotated[str, Field(description="`open`, `approved`, `declined` or `withdrawn`.")]
    because: Annotated[str, Field(description="What ended it; empty while it is open.")]
    round: Annotated[int, Field(description="Counts from 1; an edit of what was approved begins another.")]
    why: str
    asked_by: PersonRef | None
    asked_at: datetime
    ended_at: datetime | None


class ApprovalPage(Page[ShownApproval]):
    """A page of approvals."""


class NewApproval(Input):
    """Approval to ask for: by a policy, or people by name."""

    ticket: Annotated[int, Field(ge=1, le=LARGEST_NUMBER, description="Number of the ticket.", examples=[1042])]
    policy: Annotated[Text, Field(max_length=40, description="Code of a policy; empty: people by name.")] = ""
    people: Annotated[list[Email], Field(max_length=PEOPLE_LIMIT, description="Mail addresses.")] = []
    why: Words = ""


class ShownAnswer(Answer):
    """One answer about the ticket."""

    label: str
    shown: str


class ShownAsk(Answer):
    """What one person was asked."""

    id: int
    approval: int
    ticket: Annotated[int, Field(description="Number of the ticket.")]
    person: PersonRef
    state: Annotated[str, Field(description="`waiting`, `approved`, `declined`, `handed`, `closed` or `void`.")]
    why: Annotated[str, Field(description="Code of why this person was asked.")]
    asked_at: datetime
    decided_at: datetime | None
    deadline_at: datetime | None
    subject: str
    message: str
    facts: list[ShownAnswer]
    digest: Annotated[str, Field(description="Of what is shown here: send it with the decision.")]


class AskPage(Page[ShownAsk]):
    """A page of what you were asked."""


class Decision(Input):
    """A decision about what was shown."""

    approves: bool
    digest: Annotated[Text, Field(min_length=64, max_length=64, description="Of what was shown with the ask.")]
    remark: Words = ""


class Heir(Input):
    """Who shall decide instead."""

    to: Annotated[Email, Field(description="Mail address.")]


class GivenQuestion(Input):
    """A question before the decision."""

    question: Annotated[Words, Field(min_length=1)]


class ShownQuestion(Answer):
    """A question that was asked."""

    id: int
    ask: int
    question: str
    answer: str


class ShownAbsence(Answer):
    """Days on which somebody else decides for you."""

    id: int
    substitute: Annotated[PersonRef | None, Field(description="Null for whoever may not see people, and for nobody.")]
    address: Annotated[str, Field(description="How they were named, for whoever may not see people.")]
    from_on: date
    until_on: date


class AbsencePage(Page[ShownAbsence]):
    """A page of your absences."""


class NewAbsence(Input):
    """Days on which somebody else shall decide for you."""

    substitute: Annotated[Email, Field(description="Mail address.")]
    from_on: Day
    until_on: Day


PERSON: dict[str, Any] = {"id": 7, "name": "Ben Okafor", "email": "ben@eberfeld.example"}


def person(row: Any) -> dict[str, Any] | None:
    """Somebody by id, name and main address."""
    return {"id": row.pk, "name": row.name, "email": row.email} if row is not None else None
