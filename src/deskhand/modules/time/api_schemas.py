"""What the API of time takes and gives."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Query
from pydantic import Field

from deskhand.api.answers import Answer, Page, PersonRef
from deskhand.api.schemas import LARGEST_NUMBER, Day, Email, Input, Text
from deskhand.modules.time.durations import LONGEST
from deskhand.modules.time.models import NAME_LIMIT, NOTE_LIMIT

GroupWord = Literal["person", "day", "activity", "billable", "organization", "ticket"]
FirstDay = Annotated[Day | None, Query(None, description="Days from this one on.", example="2026-03-01")]
LastDay = Annotated[Day | None, Query(None, description="Days until this one.", example="2026-03-31")]
OfTicket = Annotated[
    int | None, Query(None, ge=1, le=LARGEST_NUMBER, description="Only of this ticket, by its number.", example=1042)
]
Seconds = Annotated[int, Field(ge=60, le=int(LONGEST.total_seconds()), description="How long, in seconds.")]
Note = Annotated[Text, Field(max_length=NOTE_LIMIT)]
Name = Annotated[Text, Field(min_length=1, max_length=NAME_LIMIT)]
Ref = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]


class ShownEntry(Answer):
    """Time that somebody worked on a ticket."""

    id: int
    desk: Annotated[str, Field(description="Key of the desk.")]
    ticket: Annotated[int, Field(description="Number of the ticket.")]
    person: PersonRef
    seconds: int
    day: date
    activity: int | None
    activity_name: str | None
    is_billable: bool
    note: str
    created_at: datetime
    changed_at: datetime
    removed_at: Annotated[datetime | None, Field(description="Set: it counts nowhere, and can be restored.")]


class EntryPage(Page[ShownEntry]):
    """A page of time entries."""


class ShownTimer(Answer):
    """A timer of yours on a ticket."""

    ticket: Annotated[int, Field(description="Number of the ticket.")]
    seconds: Annotated[int, Field(description="How long it has run in all.")]
    is_running: bool
    started_at: Annotated[datetime | None, Field(description="Since when it runs; null while it is paused.")]


class ShownTimers(Answer):
    """Your timers."""

    items: list[ShownTimer]


class ShownActivity(Answer):
    """A kind of work."""

    id: int
    desk: Annotated[str, Field(description="Key of the desk.")]
    name: str
    is_billable: bool
    is_active: Annotated[bool, Field(description="Whether it is offered.")]


class ShownActivities(Answer):
    """Kinds of work."""

    items: list[ShownActivity]


class ShownSum(Answer):
    """The time of a group."""

    key: Annotated[
        int | str | bool | None, Field(description="An id, a day, a ticket's number, or whether it is billed.")
    ]
    name: str
    seconds: int
    billable_seconds: int
    entries: int


class ShownSums(Answer):
    """Time over a period, in all and by groups."""

    by: GroupWord
    from_: Annotated[date, Field(alias="from")]
    to: date
    total: ShownSum
    rows: list[ShownSum]


class NewEntry(Input):
    """Time that was worked."""

    ticket: Annotated[Ref, Field(description="Number of the ticket.", examples=[1042])]
    seconds: Seconds
    day: Annotated[Day | None, Field(description="Today, if left away.")] = None
    activity: Ref | None = None
    is_billable: Annotated[bool | None, Field(description="As the activity says, if left away.")] = None
    note: Note = ""
    person: Annotated[Email | None, Field(description="Mail address of whoever worked; you, if left away.")] = None


class EntryChange(Input):
    """What shall be different. What is left away stays."""

    seconds: Seconds | None = None
    day: Day | None = None
    activity: Annotated[Ref | None, Field(description="Null takes it off.")] = None
    is_billable: bool | None = None
    note: Note | None = None
    person: Email | None = None


class NewTimer(Input):
    """Where a timer shall run."""

    ticket: Annotated[Ref, Field(description="Number of the ticket.", examples=[1042])]


class Stopping(Input):
    """What is booked of what the timer measured."""

    seconds: Annotated[Seconds | None, Field(description="As measured, if left away.")] = None
    day: Annotated[Day | None, Field(description="Today, if left away.")] = None
    activity: Ref | None = None
    is_billable: bool | None = None
    note: Note = ""


class NewActivity(Input):
    """A kind of work."""

    desk: Annotated[Text, Field(max_length=20, description="Key of the desk.", examples=["it"])]
    name: Name
    is_billable: bool = False


class ActivityChange(Input):
    """What shall be different. What is left away stays."""

    name: Name | None = None
    is_billable: bool | None = None
    is_active: bool | None = None


ENTRY: dict[str, Any] = {
    "id": 17,
    "desk": "it",
    "ticket": 1042,
    "person": {"id": 4, "name": "Jana Vogt", "email": "jana@eberfeld.example"},
    "seconds": 4500,
    "day": "2026-03-02",
    "activity": 3,
    "activity_name": "On site",
    "is_billable": True,
    "note": "Swapped the dock",
    "created_at": "2026-03-02T10:15:00Z",
    "changed_at": "2026-03-02T10:15:00Z",
    "removed_at": None,
}
TIMER: dict[str, Any] = {"ticket": 1042, "seconds": 720, "is_running": True, "started_at": "2026-03-02T10:03:00Z"}
ACTIVITY: dict[str, Any] = {"id": 3, "desk": "it", "name": "On site", "is_billable": True, "is_active": True}
_SUM = {"key": 4, "name": "Jana Vogt", "seconds": 4500, "billable_seconds": 4500, "entries": 1}
SUMS: dict[str, Any] = {
    "by": "person",
    "from": "2026-03-01",
    "to": "2026-03-31",
    "total": {**_SUM, "key": None, "name": ""},
    "rows": [_SUM],
}
