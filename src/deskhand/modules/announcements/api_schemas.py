"""What programs send and get of announcements."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from deskhand.api.answers import Answer, Page
from deskhand.api.schemas import Input, Instant, Text
from deskhand.modules.announcements.actions.publish import ORGANIZATION_LIMIT
from deskhand.modules.announcements.models import STEP_LIMIT, TITLE_LIMIT
from deskhand.modules.announcements.texts import TEXT_LIMIT

KindWord = Literal["outage", "maintenance", "notice"]
AudienceWord = Literal["everybody", "organizations", "agents"]


class ShownWords(Answer):
    """Title and text in one language."""

    title: str
    text: str


class ShownFurtherText(Answer):
    """A further text: from `at` on the announcement says this. An empty title leaves it as it was."""

    at: datetime
    title: str
    text: str
    others: Annotated[dict[str, ShownWords], Field(description="The same in further languages, by their codes.")]


class ShownAnnouncement(Answer):
    """An announcement. ``others`` and ``organizations`` are for staff of the desk; others see them empty, and of the
    further texts those whose time has come."""

    id: int
    desk: Annotated[str, Field(description="Key of the desk.")]
    kind: KindWord
    title: Annotated[str, Field(description="As it says first.")]
    text: Annotated[str, Field(description="As it says first.")]
    others: Annotated[dict[str, ShownWords], Field(description="The same in further languages, by their codes.")]
    steps: Annotated[list[ShownFurtherText], Field(description="Further texts at set times, in their order.")]
    says: Annotated[ShownWords, Field(description="What it says at this moment, in your language.")]
    starts_at: datetime
    ends_at: Annotated[datetime | None, Field(description="Null: until somebody ends it.")]
    audience: AudienceWord
    organizations: Annotated[list[str], Field(description="Names of those who read it.")]
    state: Literal["planned", "current", "past"]
    follows: Annotated[bool, Field(description="Whether you follow it.")]
    followers: Annotated[int | None, Field(description="People who follow it; null for whoever is not staff.")]


class AnnouncementPage(Page[ShownAnnouncement]):
    """A page of announcements."""


Title = Annotated[Text, Field(min_length=1, max_length=TITLE_LIMIT, examples=["VPN: some connections drop"])]
Body = Annotated[Text, Field(max_length=TEXT_LIMIT, description="Plain text.")]
Names = Annotated[list[Text], Field(max_length=ORGANIZATION_LIMIT, description="Names of organizations.")]


class GivenWords(Input):
    """Title and text in one language."""

    title: Title
    text: Body = ""


class GivenFurtherText(Input):
    """A further text at a set time."""

    at: Instant
    title: Annotated[Text, Field(max_length=TITLE_LIMIT, description="Empty: it stays as it was.")] = ""
    text: Annotated[Text, Field(min_length=1, max_length=TEXT_LIMIT, description="Plain text.")]
    others: dict[str, GivenWords] = {}


Steps = Annotated[
    list[GivenFurtherText], Field(max_length=STEP_LIMIT, description="Each after the one before it, until the end.")
]


class NewAnnouncement(Input):
    """Something to tell many at once."""

    desk: Annotated[Text, Field(max_length=20, description="Key of a desk that you serve.", examples=["it"])]
    kind: KindWord = "notice"
    title: Title
    text: Body = ""
    others: dict[str, GivenWords] = {}
    steps: Steps = []
    starts_at: Annotated[Instant | None, Field(description="Now, if left away.")] = None
    ends_at: Instant | None = None
    audience: AudienceWord = "everybody"
    organizations: Names = []


class AnnouncementChange(Input):
    """What shall be different. What is left away stays."""

    kind: KindWord | None = None
    title: Title | None = None
    text: Body | None = None
    others: dict[str, GivenWords] | None = None
    steps: Steps | None = None
    starts_at: Instant | None = None
    ends_at: Instant | None = None
    audience: AudienceWord | None = None
    organizations: Names | None = None


EXAMPLE: dict[str, Any] = {
    "id": 12,
    "desk": "it",
    "kind": "outage",
    "title": "VPN: some connections drop",
    "text": "We are looking into it. The next news is here at 14:00.",
    "others": {},
    "steps": [],
    "says": {"title": "VPN: some connections drop", "text": "We are looking into it. The next news is here at 14:00."},
    "starts_at": "2026-03-02T08:45:00Z",
    "ends_at": None,
    "audience": "everybody",
    "organizations": [],
    "state": "current",
    "follows": False,
    "followers": 4,
}
