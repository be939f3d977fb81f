"""What the API takes. Unknown fields are refused; text is text, numbers are numbers."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from ninja import Header, Path, Query
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from deskhand.accounts import addresses
from deskhand.api.cursors import CURSOR_LIMIT, DEFAULT_LIMIT, LARGEST_LIMIT
from deskhand.kernel.errors import Invalid
from deskhand.kernel.query.kinds.instant import FIRST_YEAR, LAST_YEAR
from deskhand.tickets.actions.bulk_runs import RUN_LIMIT
from deskhand.tickets.actions.link_tickets import LINK_LIMIT
from deskhand.tickets.actions.tag import TAGS_PER_TICKET
from deskhand.tickets.actions.upload import FILES_PER_MESSAGE
from deskhand.tickets.mentions import MENTION_LIMIT
from deskhand.tickets.models.ticket import SUBJECT_LIMIT

LARGEST_NUMBER = 999_999_999_999_999
QUERY_LIMIT = 2_000
EMAIL_LIMIT = 254
BULK_VALUE_LIMIT = 254
"""Longest value of a bulk change in characters: a mail address."""
COPY_LIMIT = 50
"""Most people put in copy with one message."""

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

KindWord = Literal["incident", "service_request", "question"]
PriorityWord = Literal["low", "normal", "high", "urgent"]
VerbWord = Literal[
    "assign",
    "team",
    "status",
    "priority",
    "service",
    "location",
    "tag",
    "untag",
    "move",
    "spam",
    "unspam",
    "delete",
    "restore",
]


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError(_("Text cannot hold the character NUL."))
    try:
        text.encode()  # JSON can spell half a character (\ud800), which no database takes.
    except UnicodeEncodeError:
        raise ValueError(_("It is no valid Unicode text.")) from None
    return text


def _address(text: str) -> str:
    try:
        return addresses.normal(_without_nul(text))
    except Invalid as error:
        raise ValueError(str(error)) from None


def _text_instant(value: object) -> object:
    if isinstance(value, str) and _INSTANT.match(value):
        return value
    raise ValueError(_("It must be text with date, time and offset, as in 2026-03-02T09:00:00Z."))


def _text_day(value: object) -> object:
    if value is None or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise ValueError(_("It must be a day as in 2026-03-02."))


def _truth(value: object) -> object:
    if isinstance(value, bool) or value in ("true", "false"):
        return value
    raise ValueError(_("It must be true or false."))


def _in_years(at: datetime) -> datetime:
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise ValueError(_("Choose a year from %(first)s to %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR})
    return at


Text = Annotated[str, AfterValidator(_without_nul)]
Email = Annotated[str, AfterValidator(_address), Field(max_length=EMAIL_LIMIT, json_schema_extra={"format": "email"})]
Day = Annotated[date, BeforeValidator(_text_day), Field(strict=False, examples=["2026-11-30"])]
"""A day as text; a number is none."""
Truth = Annotated[bool, BeforeValidator(_truth)]
"""Yes or no in a form or an address; JSON has its own."""
Instant = Annotated[
    AwareDatetime,
    Field(strict=False, description="With its offset, as in 2026-03-02T09:00:00Z."),
    BeforeValidator(_text_instant),
    AfterValidator(_in_years),
]
Html = Annotated[Text, Field(description="HTML. It is cleaned: scripts, forms and outside styles are taken out.")]
FileKey = Annotated[Text, Field(max_length=43, description="The id that an upload was answered with.")]

Number = Annotated[int, Path(ge=1, le=LARGEST_NUMBER, description="The ticket's number.", example=1042)]
RowId = Annotated[int, Path(ge=1, le=LARGEST_NUMBER)]
DeskPath = Annotated[str, Path(max_length=20, description="The desk's key.", example="it")]
IfMatch = Annotated[
    str | None, Header(alias="If-Match", description="ETags that you know; another version answers 412.")
]
Limit = Annotated[
    int, Query(ge=1, le=LARGEST_LIMIT, description=f"Rows of one page, {DEFAULT_LIMIT} unless told otherwise.")
]
Cursor = Annotated[Text, Query("", max_length=CURSOR_LIMIT, description="The member `next` of the page before.")]
OfDesk = Annotated[Text, Query("", max_length=20, description="Only those of this desk, by its key.")]
Words = Annotated[Text, Query("", max_length=200, description="The beginning of a name or a mail address.")]
TicketQuery = Annotated[
    Text,
    Query(
        "",
        max_length=QUERY_LIMIT,
        description='The query language: `is:open assignee:me priority:>=high updated:<2d "printer jam"`.',
        example="is:open priority:>=high",
    ),
]


class Input(BaseModel):
    """Base of what is taken."""

    model_config = ConfigDict(extra="forbid", strict=True)

    def given(self) -> dict[str, Any]:
        """The fields that the caller wrote, null included."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class NewTicket(Input):
    """A ticket to open. Only staff of the desk may name another requester, a team, an assignee, followers or tags."""

    subject: Annotated[Text, Field(min_length=1, max_length=SUBJECT_LIMIT, examples=["VPN drops every ten minutes"])]
    body: Annotated[Html, Field(examples=["<p>Since this morning, at home and in the office.</p>"])]
    requester: Annotated[
        Email | None, Field(description="Mail address; you, if left away. Unknown people are made.")
    ] = None
    desk: Annotated[
        Text | None, Field(max_length=20, description="Key of a desk; the first that you may open on, if left away.")
    ] = None
    kind: KindWord | None = None
    priority: PriorityWord | None = None
    team: Annotated[Text | None, Field(max_length=80, description="Name of a team of the desk.")] = None
    assignee: Annotated[Email | None, Field(description="Mail address of somebody who serves the desk.")] = None
    service: Annotated[Text | None, Field(max_length=120, description="Name of a service of the desk.")] = None
    location: Annotated[
        Text | None,
        Field(max_length=120, description="Name of a location of the desk; as written at the person, if left away."),
    ] = None
    followers: Annotated[
        list[Email], Field(max_length=COPY_LIMIT, description="Mail addresses of people in copy.")
    ] = []
    tags: Annotated[list[Text], Field(max_length=TAGS_PER_TICKET)] = []
    attachments: Annotated[list[FileKey], Field(max_length=FILES_PER_MESSAGE)] = []
    more: Annotated[
        dict[str, dict[str, Any]],
        Field(description="What modules of the desk ask besides, by the module's name; each says what it takes."),
    ] = {}

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "subject": "VPN drops every ten minutes",
                "body": "<p>Since this morning, at home and in the office.</p>",
                "priority": "high",
            }
        }
    )


class TicketChange(Input):
    """Fields of a ticket to change, all or none. A requester may change ``status`` alone: resolve, reopen, cancel."""

    subject: Annotated[Text, Field(min_length=1, max_length=SUBJECT_LIMIT)] = ""
    kind: KindWord = "incident"
    priority: PriorityWord = "normal"
    status: Annotated[
        Text, Field(min_length=1, max_length=40, description="Key of a status of the desk, or a category.")
    ] = ""
    team: Annotated[Text | None, Field(max_length=80, description="Name of a team of the desk; null for none.")] = None
    assignee: Annotated[
        Email | None, Field(description="Mail address of somebody who serves the desk; null for nobody.")
    ] = None
    requester: Annotated[Email, Field(description="Mail address. Unknown people are made.")] = ""
    service: Annotated[
        Text | None, Field(max_length=120, description="Name of a service of the desk; null for none.")
    ] = None
    location: Annotated[
        Text | None, Field(max_length=120, description="Name of a location of the desk; null for none.")
    ] = None
    tags: Annotated[
        list[Text], Field(max_length=TAGS_PER_TICKET, description="All tags; the others are taken off.")
    ] = []
    note: Annotated[Html | None, Field(description="Hand-over note: needed with a team of a higher tier.")] = None
    reason: Annotated[Text, Field(max_length=500, description="Why; kept in the history.")] = ""

    model_config = ConfigDict(json_schema_extra={"example": {"status": "resolved", "reason": "Fixed by the update."}})


class CascadeTo(Input):
    """Which children of a ticket hear what is said on it."""

    children: Annotated[
        list[Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]],
        Field(min_length=1, max_length=LINK_LIMIT, description="Numbers of children; who is not named hears nothing."),
    ]
    resolve: Annotated[bool, Field(description="Whether the children are resolved, too.")] = False

    model_config = ConfigDict(json_schema_extra={"example": {"children": [1047, 1051], "resolve": True}})


class NewMessage(Input):
    """Something to write on a ticket."""

    body: Annotated[Html, Field(examples=["<p>Please restart the client once more.</p>"])]
    kind: Annotated[
        Literal["reply", "note", "log"],
        Field(description="A public reply, an internal note, or the log of a call. Requesters may only reply."),
    ] = "reply"
    attachments: Annotated[list[FileKey], Field(max_length=FILES_PER_MESSAGE)] = []
    cc: Annotated[list[Email], Field(max_length=COPY_LIMIT, description="People who follow from now on (staff).")] = []
    status: Annotated[
        Text | None, Field(max_length=40, description="Status to set with it (staff): a key, or a category.")
    ] = None
    mentions: Annotated[
        list[Annotated[Text, Field(min_length=1, max_length=320)]],
        Field(
            max_length=MENTION_LIMIT,
            description="Whom a note or log mentions: addresses of people who serve the desk, or names of its teams. "
            "They hear of it, the people follow the ticket, and a last line names those whom the body does not.",
        ),
    ] = []

    cascade: Annotated[
        CascadeTo | None, Field(description="Children of the ticket to which a reply goes on (staff), each by itself.")
    ] = None

    model_config = ConfigDict(json_schema_extra={"example": {"body": "<p>Please restart the client once more.</p>"}})


class NewFollower(Input):
    """Somebody who shall read along."""

    email: Annotated[Email, Field(description="Mail address. Unknown people are made.", examples=["ben@example.org"])]

    model_config = ConfigDict(json_schema_extra={"example": {"email": "ben@example.org"}})


class SpamMark(Input):
    """How to mark as spam."""

    block: Annotated[bool, Field(description="Whether mail of the sender makes no more tickets on this desk.")] = True

    model_config = ConfigDict(json_schema_extra={"example": {"block": True}})


class NewDesk(Input):
    """A desk to make."""

    key: Annotated[
        Text, Field(min_length=1, max_length=20, description="Small letters, digits, dashes.", examples=["hr"])
    ]
    name: Annotated[Text, Field(min_length=1, max_length=80, examples=["Human Resources"])]
    administrator: Annotated[Email | None, Field(description="Mail address of a person; you, if left away.")] = None
    template: Annotated[Text, Field(max_length=100, description="What it begins with, of `/desk_templates`.")] = ""
    language: Annotated[Text, Field(max_length=10, description="Of the desk, and of what comes from a template.")] = ""
    switch_on: Annotated[
        list[Annotated[Text, Field(max_length=60)]] | None,
        Field(
            max_length=100,
            description="Modules to switch on for the template; all, if left away.",
        ),
    ] = None

    model_config = ConfigDict(json_schema_extra={"example": {"key": "hr", "name": "Human Resources"}})


class BulkChange(Input):
    """One verb for many tickets of one desk, as in the workspace's list."""

    desk: Annotated[Text, Field(max_length=20, description="Key of a desk that you serve.", examples=["it"])]
    tickets: Annotated[
        list[Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]],
        Field(min_length=1, max_length=RUN_LIMIT, description=f"Numbers of tickets, at most {RUN_LIMIT}."),
    ]
    verb: Annotated[
        VerbWord,
        Field(
            description="`assign` (value: mail address, or null), `team`, `service` and `location` (name, or null), "
            "`status` (key or category), `priority` (word), `tag` and `untag` (list of tags), `move` (key of a desk); "
            "the others take no value."
        ),
    ]
    value: Annotated[
        Annotated[Text, Field(max_length=BULK_VALUE_LIMIT)]
        | Annotated[list[Annotated[Text, Field(max_length=BULK_VALUE_LIMIT)]], Field(max_length=TAGS_PER_TICKET)]
        | None,
        Field(description="What the verb gives the tickets."),
    ] = None
    keep_notes: Annotated[
        bool,
        Field(
            description="With `move`: internal notes stay behind with their files. Those of each ticket become a "
            "ticket of the desk that it leaves, and the other desk does not learn of them."
        ),
    ] = False

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"desk": "it", "tickets": [1042, 1057], "verb": "tag", "value": ["vpn", "outage"]}
        }
    )
