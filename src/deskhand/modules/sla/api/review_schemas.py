"""What the API of service reviews and overviews gives."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Query
from pydantic import Field

from deskhand.api.answers import Answer
from deskhand.modules.sla.api.contract_schemas import LevelWord

OfMonth = Annotated[
    str,
    Query(
        "",
        pattern=r"^(\d{4}-\d{2})?$",
        description="Month of the desk, the present one if left away.",
        example="2026-03",
    ),
]
Share = Annotated[float | None, Field(description="A share of 1; null where there is none.")]


class ShownFigures(Answer):
    """Counts of promises in a period. `compliance` is met / (met + missed), `compliance_with_open` is met / (met +
    missed + overdue); what was waived is in neither."""

    met: int
    missed: int
    waived: int
    overdue: int
    compliance: Share
    compliance_with_open: Share


class ShownPart(ShownFigures):
    """Figures of a part."""

    key: str
    name: str


class ShownMissed(Answer):
    """A promise that was not kept, or is overdue."""

    ticket: int
    subject: str
    promise: str
    due_at: datetime
    ended_at: datetime | None
    late_seconds: int
    waiver: Annotated[str, Field(description="State of the request to excuse it; empty without one.")]
    reason: str
    answer: str


class ShownCredit(ShownFigures):
    """What an agreement owes for a month."""

    agreement: int
    name: str
    percent: str
    fee: str | None
    amount: str | None
    currency: str


class OrganizationName(Answer):
    """A customer."""

    id: int
    name: str


class ShownReview(Answer):
    """The service review of a customer's month."""

    desk: str
    organization: OrganizationName
    month: str
    from_: Annotated[datetime, Field(alias="from")]
    to: Annotated[datetime, Field(description="Not of the month any more.")]
    as_of: datetime
    is_over: bool
    opened: int
    resolved: int
    figures: ShownFigures
    promises: list[ShownPart]
    priorities: list[ShownPart]
    missed: list[ShownMissed]
    has_more: Annotated[bool, Field(description="Whether more was missed than is listed; the figures count all.")]
    credits: list[ShownCredit]


class ShownCustomer(ShownFigures):
    """A customer with the figures of a month."""

    id: int
    name: str


class ShownCustomers(Answer):
    """Customers to whom something was promised that counts in the month."""

    month: str
    items: list[ShownCustomer]


class ShownRisk(Answer):
    """A promise that will be late at the pace of its queue."""

    ticket: int
    level: LevelWord
    key: str
    due_at: datetime
    place: Annotated[int, Field(description="In the queue of its team and promise, from 1.")]
    expected_at: datetime


class ShownOverview(Answer):
    """How a desk stands with its promises. Tickets count by their next promise."""

    at: datetime
    overdue: int
    soon: int
    paused: int
    waivers: Annotated[int, Field(description="That wait for a second person.")]
    month: str
    figures: ShownFigures
    risks: list[ShownRisk]


FIGURES: dict[str, Any] = {
    "met": 61,
    "missed": 3,
    "waived": 1,
    "overdue": 0,
    "compliance": 0.9531,
    "compliance_with_open": 0.9531,
}
REVIEW: dict[str, Any] = {
    "desk": "it",
    "organization": {"id": 7, "name": "Kestrel Biotech"},
    "month": "2026-03",
    "from": "2026-02-28T23:00:00Z",
    "to": "2026-03-31T22:00:00Z",
    "as_of": "2026-04-02T08:00:00Z",
    "is_over": True,
    "opened": 70,
    "resolved": 66,
    "figures": FIGURES,
    "promises": [{"key": "first_response", "name": "First response", **FIGURES}],
    "priorities": [{"key": "normal", "name": "Normal", **FIGURES}],
    "missed": [
        {
            "ticket": 1042,
            "subject": "VPN drops",
            "promise": "First response",
            "due_at": "2026-03-02T13:00:00Z",
            "ended_at": "2026-03-02T15:00:00Z",
            "late_seconds": 7200,
            "waiver": "asked",
            "reason": "Their line was down.",
            "answer": "",
        }
    ],
    "has_more": False,
    "credits": [
        {
            "agreement": 4,
            "name": "Kestrel 2026",
            **FIGURES,
            "percent": "10",
            "fee": "1000.00",
            "amount": "100.00",
            "currency": "EUR",
        }
    ],
}
CUSTOMERS: dict[str, Any] = {"month": "2026-03", "items": [{"id": 7, "name": "Kestrel Biotech", **FIGURES}]}
OVERVIEW: dict[str, Any] = {
    "at": "2026-03-02T12:00:00Z",
    "overdue": 2,
    "soon": 5,
    "paused": 9,
    "waivers": 1,
    "month": "2026-03",
    "figures": FIGURES,
    "risks": [
        {
            "ticket": 1042,
            "level": "sla",
            "key": "time_to_resolve",
            "due_at": "2026-03-02T16:00:00Z",
            "place": 14,
            "expected_at": "2026-03-03T09:30:00Z",
        }
    ],
}
