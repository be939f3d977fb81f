"""What the API takes about people, organizations, teams, canned replies and statuses."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from deskhand.accounts.actions.organizations import DOMAIN_LIMIT, NOTES_LIMIT
from deskhand.api.schemas import LARGEST_NUMBER, Email, FileKey, Html, Input, Text
from deskhand.tickets.actions.canned import SHORTCUT_LIMIT
from deskhand.tickets.actions.statuses import STATUS_LIMIT
from deskhand.tickets.actions.upload import FILES_PER_MESSAGE

MEMBERS_LIMIT = 500
"""Most members of a team in one request."""

DeskKey = Annotated[Text, Field(max_length=20, description="Key of a desk that you serve.", examples=["it"])]
Name = Annotated[Text, Field(min_length=1, max_length=200)]
Short = Annotated[Text, Field(max_length=200)]
TeamName = Annotated[Text, Field(min_length=1, max_length=80)]
Members = Annotated[list[Email], Field(max_length=MEMBERS_LIMIT, description="Mail addresses; they serve the desk.")]
Domains = Annotated[list[Annotated[Text, Field(max_length=254)]], Field(max_length=DOMAIN_LIMIT)]
Notes = Annotated[Text, Field(max_length=NOTES_LIMIT, description="Only this desk reads them.")]
OfOrganization = Annotated[
    Text | None, Field(max_length=200, description="Name of one that the desk knows. Null takes it off in a change.")
]
TierWord = Literal["L1", "L2", "L3", "vendor"]
CategoryWord = Literal["new", "open", "on_hold", "resolved", "closed", "cancelled"]


class NewPerson(Input):
    """Somebody to enter into a desk's directory."""

    desk: DeskKey
    name: Name
    email: Email | None = None
    phone: Annotated[Text, Field(max_length=60)] = ""
    title: Short = ""
    department: Short = ""
    location: Short = ""
    organization: OfOrganization = None
    language: Literal["", "en", "de"] = ""
    is_vip: bool = False

    model_config = ConfigDict(
        json_schema_extra={"example": {"desk": "it", "name": "Noa Berg", "email": "noa@kestrel.example"}}
    )


class PersonChange(Input):
    """Details of a person. What is left away stays. ``desk`` is the one on whose behalf you do it."""

    desk: DeskKey
    name: Name | None = None
    phone: Annotated[Text | None, Field(max_length=60)] = None
    title: Short | None = None
    department: Short | None = None
    location: Short | None = None
    organization: OfOrganization = None
    language: Literal["", "en", "de"] | None = None
    is_vip: bool | None = None

    model_config = ConfigDict(json_schema_extra={"example": {"desk": "it", "phone": "+49 30 5550 1234"}})


class NewOrganization(Input):
    """An organization for a desk's directory. People without one whose address is in a domain of it join it."""

    desk: DeskKey
    name: Name
    domains: Domains = []
    notes: Notes = ""

    model_config = ConfigDict(
        json_schema_extra={"example": {"desk": "it", "name": "Kestrel Biotech", "domains": ["kestrel.example"]}}
    )


class OrganizationChange(Input):
    """What shall be different. What is left away stays; ``domains`` are all of them."""

    desk: DeskKey
    name: Name | None = None
    domains: Domains | None = None
    notes: Notes | None = None

    model_config = ConfigDict(json_schema_extra={"example": {"desk": "it", "domains": ["kestrel.example"]}})


class NewTeam(Input):
    """A team of a desk."""

    desk: DeskKey
    name: TeamName
    tier: TierWord = "L1"
    members: Members = []

    model_config = ConfigDict(
        json_schema_extra={"example": {"desk": "it", "name": "Network", "tier": "L2", "members": ["ben@example.org"]}}
    )


class TeamChange(Input):
    """What shall be different. What is left away stays; ``members`` are all of them."""

    name: TeamName | None = None
    tier: TierWord | None = None
    members: Members | None = None
    is_active: bool | None = None

    model_config = ConfigDict(json_schema_extra={"example": {"tier": "L3"}})


Shortcut = Annotated[
    Text, Field(max_length=SHORTCUT_LIMIT + 2, description="What is typed after `;;`: letters, digits, `-` and `_`.")
]
CannedFiles = Annotated[
    list[FileKey],
    Field(max_length=FILES_PER_MESSAGE, description="Files that go along: all of them, uploads of yours and its own."),
]


class NewCannedReply(Input):
    """A ready answer of a desk, of one of its teams, or of your own."""

    desk: DeskKey
    title: Annotated[Text, Field(min_length=1, max_length=120)]
    body: Html
    team: Annotated[Text | None, Field(max_length=80, description="Name of a team of the desk.")] = None
    is_own: Annotated[bool, Field(description="For yourself alone: nobody else sees it.")] = False
    language: Annotated[Literal["", "en", "de"], Field(description="Empty: any.")] = ""
    shortcut: Shortcut = ""
    attachments: CannedFiles = []

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"desk": "it", "title": "Ask for a log", "body": "<p>Hello {requester.first_name}</p>"}
        }
    )


class CannedReplyChange(Input):
    """What shall be different. What is left away stays."""

    title: Annotated[Text | None, Field(min_length=1, max_length=120)] = None
    body: Html | None = None
    team: Annotated[Text | None, Field(max_length=80, description="Name of a team; null for the whole desk.")] = None
    is_own: bool | None = None
    language: Literal["", "en", "de"] | None = None
    shortcut: Shortcut | None = None
    attachments: CannedFiles | None = None

    model_config = ConfigDict(json_schema_extra={"example": {"title": "Ask for the log"}})


StatusKeys = Annotated[
    list[Annotated[Text, Field(max_length=40)]],
    Field(
        max_length=STATUS_LIMIT, description="What agents can choose after it. Empty: all that the categories allow."
    ),
]
StatusNeeds = Annotated[
    list[Literal["assignee", "team", "organization", "tags", "reply", "note"]],
    Field(max_length=6, description="What a ticket needs before an agent sets it."),
]
Pauses = Annotated[bool | None, Field(description="Time promises stand still meanwhile. On hold they do unless told.")]


class NewStatus(Input):
    """A status of a desk, inside one of the fixed categories."""

    desk: DeskKey
    name: Annotated[Text, Field(min_length=1, max_length=60)]
    category: CategoryWord
    requester_name: Annotated[Text, Field(max_length=60, description="What requesters read; else the category.")] = ""
    next_keys: StatusKeys = []
    needs: StatusNeeds = []
    pauses: Pauses = None

    model_config = ConfigDict(
        json_schema_extra={"example": {"desk": "it", "name": "Waiting for parts", "category": "on_hold"}}
    )


class StatusChange(Input):
    """What shall be different. What is left away stays; the category of a status never changes."""

    name: Annotated[Text | None, Field(max_length=60)] = None
    requester_name: Annotated[Text | None, Field(max_length=60)] = None
    is_active: bool | None = None
    next_keys: StatusKeys | None = None
    needs: StatusNeeds | None = None
    pauses: Pauses = None
    replaced_by: Annotated[
        Text | None,
        Field(max_length=40, description="With `is_active` false: key of the status of its category that tickets get."),
    ] = None
    place: Annotated[
        int | None, Field(ge=0, le=STATUS_LIMIT, description="Its place among those of its category, from 0.")
    ] = None

    model_config = ConfigDict(
        json_schema_extra={"example": {"requester_name": "We wait for parts", "needs": ["assignee"], "pauses": True}}
    )


class ReadMark(Input):
    """Which notifications were read."""

    ids: Annotated[
        list[Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]] | None,
        Field(max_length=500, description="Left away or null: all."),
    ] = None

    model_config = ConfigDict(json_schema_extra={"example": {"ids": [311, 312]}})
