"""What the API of agreements and waivers takes and gives."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Query
from pydantic import Field

from deskhand.api.answers import Answer, PersonRef
from deskhand.api.schemas import LARGEST_NUMBER, Day, Input, Text
from deskhand.modules.sla.actions.agreements import LONGEST_NOTICE, NOTES_LIMIT
from deskhand.modules.sla.actions.waivers import REASON_LIMIT
from deskhand.modules.sla.models.policy import NAME_LIMIT
from deskhand.modules.sla.service_credits import BAND_LIMIT

LevelWord = Literal["sla", "ola", "uc"]
StateWord = Literal["asked", "confirmed", "refused", "withdrawn"]
OfState = Annotated[StateWord | None, Query(None, description="Only those.")]
Ref = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]
Amount = Annotated[Text, Field(max_length=20, description="A decimal number as text.", examples=["1000.00"])]


class CreditBand(Input):
    """`percent` of the fee where compliance, in percent, is under `below`."""

    below: Amount
    percent: Amount


class ShownBand(Answer):
    """`percent` of the fee where compliance, in percent, is under `below`."""

    below: str
    percent: str


class ShownDocument(Answer):
    """A file of an agreement."""

    id: int
    filename: str
    size: Annotated[int, Field(description="In bytes.")]
    added_at: datetime


class ShownAgreement(Answer):
    """A contract."""

    id: int
    desk: Annotated[str, Field(description="Key of the desk.")]
    level: LevelWord
    name: str
    organization: Annotated[int | None, Field(description="With whom an SLA is.")]
    team: Annotated[int | None, Field(description="Which team promises, in an OLA.")]
    supplier: Annotated[str, Field(description="With whom a supplier's contract is.")]
    starts_on: date
    ends_on: Annotated[date | None, Field(description="Null: until further notice.")]
    notice_days: int | None
    owner: Annotated[PersonRef | None, Field(description="Is told when the last days for a notice begin.")]
    ends_soon: Annotated[bool, Field(description="The last days for a notice have begun.")]
    notes: str
    fee: Annotated[str | None, Field(description="Of one month, a decimal number.")]
    currency: str
    bands: list[ShownBand]
    policies: Annotated[list[int], Field(description="Policies that belong to it: they count on its days.")]
    documents: list[ShownDocument]
    put_away_at: datetime | None


class ShownAgreements(Answer):
    """The contracts of a desk."""

    items: list[ShownAgreement]


class NewAgreement(Input):
    """A contract. Of `organization`, `team` and `supplier` the one of its level counts."""

    level: LevelWord = "sla"
    name: Annotated[Text, Field(min_length=1, max_length=NAME_LIMIT, examples=["Kestrel 2026"])]
    organization: Ref | None = None
    team: Ref | None = None
    supplier: Annotated[Text, Field(max_length=NAME_LIMIT)] = ""
    starts_on: Day
    ends_on: Day | None = None
    notice_days: Annotated[int | None, Field(ge=0, le=LONGEST_NOTICE)] = None
    owner: Annotated[Ref | None, Field(description="Id of one who leads, administers or audits the desk.")] = None
    notes: Annotated[Text, Field(max_length=NOTES_LIMIT)] = ""
    fee: Amount | None = None
    currency: Annotated[Text, Field(max_length=3)] = ""
    bands: Annotated[list[CreditBand], Field(max_length=BAND_LIMIT)] = []


class AgreementChange(Input):
    """What shall be different. What is left away stays."""

    name: Annotated[Text, Field(min_length=1, max_length=NAME_LIMIT)] | None = None
    organization: Ref | None = None
    team: Ref | None = None
    supplier: Annotated[Text, Field(max_length=NAME_LIMIT)] | None = None
    starts_on: Day | None = None
    ends_on: Annotated[Day | None, Field(description="Null: until further notice.")] = None
    notice_days: Annotated[int | None, Field(ge=0, le=LONGEST_NOTICE)] = None
    owner: Annotated[Ref | None, Field(description="Null: nobody.")] = None
    notes: Annotated[Text, Field(max_length=NOTES_LIMIT)] | None = None
    fee: Amount | None = None
    currency: Annotated[Text, Field(max_length=3)] | None = None
    bands: Annotated[list[CreditBand], Field(max_length=BAND_LIMIT)] | None = None
    policies: Annotated[list[Ref], Field(max_length=200, description="All that belong to it.")] | None = None
    is_put_away: bool | None = None


class ShownWaiver(Answer):
    """A request to excuse a promise, and what a second person answered."""

    id: int
    ticket: Annotated[int, Field(description="Number of the ticket.")]
    level: LevelWord
    key: Annotated[str, Field(description="The promise.")]
    cycle: int
    state: StateWord
    reason: str
    asked_by: PersonRef | None
    asked_at: datetime
    answer: str
    decided_by: PersonRef | None
    decided_at: datetime | None


class ShownWaivers(Answer):
    """The newest waivers, at most 500."""

    items: list[ShownWaiver]


class NewWaiver(Input):
    """Which promise should be excused, and why."""

    level: LevelWord = "sla"
    key: Annotated[Text, Field(max_length=60, examples=["first_response"])]
    cycle: Annotated[int, Field(ge=1, le=LARGEST_NUMBER)] = 1
    reason: Annotated[Text, Field(min_length=1, max_length=REASON_LIMIT, examples=["Their line was down."])]


class Verdict(Input):
    """What a second person says to it."""

    answer: Annotated[Text, Field(max_length=REASON_LIMIT)] = ""


AGREEMENT: dict[str, Any] = {
    "id": 4,
    "desk": "it",
    "level": "sla",
    "name": "Kestrel 2026",
    "organization": 7,
    "team": None,
    "supplier": "",
    "starts_on": "2026-01-01",
    "ends_on": "2026-12-31",
    "notice_days": 90,
    "owner": None,
    "ends_soon": False,
    "notes": "",
    "fee": "1000.00",
    "currency": "EUR",
    "bands": [{"below": "99.5", "percent": "10"}],
    "policies": [3],
    "documents": [{"id": 9, "filename": "contract.pdf", "size": 18211, "added_at": "2026-01-01T09:00:00Z"}],
    "put_away_at": None,
}
AGREEMENT_BODY: dict[str, Any] = {
    "level": "sla",
    "name": "Kestrel 2026",
    "organization": 7,
    "starts_on": "2026-01-01",
    "ends_on": "2026-12-31",
    "fee": "1000.00",
    "currency": "EUR",
    "bands": [{"below": "99.5", "percent": "10"}],
}
WAIVER: dict[str, Any] = {
    "id": 12,
    "ticket": 1042,
    "level": "sla",
    "key": "first_response",
    "cycle": 1,
    "state": "asked",
    "reason": "Their line was down.",
    "asked_by": {"id": 4, "name": "Jana Vogt", "email": "jana@eberfeld.example"},
    "asked_at": "2026-03-02T15:00:00Z",
    "answer": "",
    "decided_by": None,
    "decided_at": None,
}
