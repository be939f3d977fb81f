"""What the API gives. Lists are always ``{"items", "next"}``; people are name and id, with the address for staff."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, Field

_T = TypeVar("_T")


class Answer(BaseModel):
    """Base of what is given."""


class Page(Answer, Generic[_T]):
    """A page of a list. ``next`` is the cursor of the following page, or null at the end."""

    items: list[_T]
    next: str | None


class PersonRef(Answer):
    """Somebody. Requesters see names alone, and their own address and id."""

    id: int | None
    name: str
    email: str | None


class Ticket(Answer):
    """A ticket. For its requester ``status`` is the category, and ``tags`` are empty: both are the desk's own words."""

    number: int
    subject: str
    kind: str
    status: Annotated[str, Field(description="Key of a status of the desk.")]
    category: Literal["new", "open", "on_hold", "resolved", "closed", "cancelled"]
    priority: Literal["low", "normal", "high", "urgent"]
    requester: Annotated[str | None, Field(description="Mail address; null if there is none or you may not see it.")]
    requester_name: str
    affected: Annotated[str | None, Field(description="Mail address of who is affected, if not the requester.")]
    affected_name: str | None
    assignee: Annotated[str | None, Field(description="Mail address; requesters see the name alone.")]
    assignee_name: Annotated[str | None, Field(description="Null while nobody has it.")]
    team: Annotated[str | None, Field(description="Name of the team.")]
    desk: Annotated[str, Field(description="Key of the desk.")]
    organization: str | None
    service: Annotated[str | None, Field(description="For staff: name of the service of its desk.")]
    location: Annotated[str | None, Field(description="For staff: name of the location of its desk.")]
    tags: list[str]
    channel: Annotated[str, Field(description="The door that it came through.")]
    created_at: datetime
    updated_at: datetime
    first_replied_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    follows_up: Annotated[int | None, Field(description="Number of the ticket that this one continues.")]
    claims: Annotated[
        int | None, Field(description="For staff: number of the ticket that its letter claims to belong to.")
    ]
    added_to: Annotated[int | None, Field(description="Number of the ticket to which its letters were added.")]
    merged_into: Annotated[int | None, Field(description="Number of the ticket that goes on, if you may read that.")]
    merged_from: Annotated[list[int], Field(description="For staff: numbers of the tickets merged into it.")]
    wakes_at: Annotated[datetime | None, Field(description="For staff: until when it is on hold.")]
    wakes_after: Annotated[int | None, Field(description="For staff: number of the ticket that it waits for.")]
    is_spam: bool
    deleted_at: datetime | None
    version: Annotated[int, Field(description="Counts changes of the ticket's own fields; the ETag carries it.")]


class Found(Ticket):
    """A ticket that a search found, with the beginning of its newest message."""

    snippet: str


class Attachment(Answer):
    """A file. ``url`` is where its bytes are, for the same token."""

    id: str
    filename: str
    content_type: str
    size: Annotated[int, Field(description="In bytes.")]
    is_inline: bool
    cid: Annotated[str, Field(description="By this the body's `cid:` addresses name it; empty for other files.")]
    url: str


class Delivery(Answer):
    """What became of a message's letters. ``none``: nothing was to be sent."""

    state: Literal["queued", "sent", "failed", "none"]
    server_says: Annotated[str, Field(description="The mail server's words. For staff.")]
    at: datetime | None
    letter: Annotated[int | None, Field(description="Id of the letter, by which staff send it again.")]


class Message(Answer):
    """What somebody wrote. A requester's mail is a ``reply``; notes and logs are for staff alone."""

    id: int
    ticket: Annotated[int, Field(description="Number of its ticket: perhaps a new follow-up, or one that is merged.")]
    kind: Literal["reply", "note", "log"]
    side: Literal["requester", "agent"]
    author: Annotated[str | None, Field(description="Mail address; null if there is none or you may not see it.")]
    author_name: str
    body: Annotated[str, Field(description="Clean HTML, without the quoted tail of a mail.")]
    quoted: Annotated[str, Field(description="The quoted tail of a mail, as clean HTML.")]
    text: str
    channel: str
    created_at: datetime
    message_id: Annotated[str, Field(description="As in mail, with angle brackets.")]
    newcomer: Annotated[
        Literal["waiting", "refused"] | None,
        Field(description="For staff: the sender of this letter is not on the ticket, and waits or was not let in."),
    ]
    delivery: Delivery
    attachments: list[Attachment]


class Letter(Answer):
    """An automatic mail."""

    id: int
    kind: str
    to: str
    subject: str
    message_id: str
    state: Literal["queued", "sent", "failed"]
    server_says: str
    created_at: datetime
    at: Annotated[datetime | None, Field(description="When the state was reached.")]


class HistoryEntry(Answer):
    """A fact about a ticket. ``code`` says which, ``old`` and ``new`` what changed; ``details`` holds what is left."""

    id: int
    code: str
    at: datetime
    actor: Annotated[PersonRef | None, Field(description="Null is Deskhand itself.")]
    on_behalf_of: PersonRef | None
    channel: str
    reason: str
    old: str | None
    new: str | None
    details: dict[str, Any]


class Person(Answer):
    """Somebody with an account."""

    id: int
    name: str
    email: str | None
    phone: str
    title: str
    department: str
    location: str
    organization: str | None
    language: str
    time_zone: str
    is_active: bool
    created_at: datetime


class Organization(Answer):
    """A company or department whose people ask for help."""

    id: int
    name: str
    domains: Annotated[list[str], Field(description="Its mail domains. For staff.")]
    created_at: datetime


class Team(Answer):
    """People of a desk who share a queue."""

    id: int
    name: str
    desk: str
    tier: Literal["L1", "L2", "L3", "vendor"]
    is_active: bool
    members: list[PersonRef]


class Desk(Answer):
    """A desk that you serve, or on which you may open a ticket."""

    key: str
    name: str
    who_may_open: Literal["anybody", "organizations", "invited"]
    may_open: Annotated[bool, Field(description="Whether you may open a ticket on it.")]
    roles: Annotated[list[str], Field(description="Your roles on it.")]
    created_at: datetime


class TokenFacts(Answer):
    """The token of this request."""

    name: str
    scope: Literal["read", "write", "full"]
    expires_at: datetime | None


class Me(Person):
    """The bearer of the token."""

    is_site_admin: bool
    roles: Annotated[dict[str, list[str]], Field(description="Roles by desk key.")]
    token: TokenFacts


class BulkResult(Answer):
    """What became of one ticket of a bulk change."""

    number: int
    outcome: Annotated[
        Literal["changed", "unchanged", "refused", "not_found"],
        Field(description="`unchanged`: it was so already; `not_found`: not there, or not on a desk that you serve."),
    ]
    detail: Annotated[str, Field(description="Why it was refused; else empty.")]


class BulkOutcome(Answer):
    """What a bulk change did, ticket by ticket, in the order of the numbers."""

    results: list[BulkResult]
    changed: Annotated[int, Field(description="How many were changed.")]
    undo: Annotated[int | None, Field(description="With this, `POST /undo/{undo_id}` puts back what was changed.")]


class CannedReply(Answer):
    """A ready answer."""

    id: int
    desk: Annotated[str, Field(description="Key of the desk.")]
    team: Annotated[str | None, Field(description="Name of the team; null: the whole desk, or you alone.")]
    is_own: Annotated[bool, Field(description="Yours alone.")]
    title: str
    language: str
    shortcut: Annotated[str, Field(description="Typed after `;;` it puts the reply in; empty: none.")]
    body: Annotated[str, Field(description="Clean HTML with words in braces, which are filled in.")]
    used: Annotated[int, Field(description="How often it was put into a text.")]
    attachments: Annotated[list[Attachment], Field(description="Files that go along.")]


class Status(Answer):
    """A status of a desk. The first one of a category may have no name of its own: its category's word is shown."""

    id: int
    desk: Annotated[str, Field(description="Key of the desk.")]
    key: str
    name: str
    requester_name: str
    category: Literal["new", "open", "on_hold", "resolved", "closed", "cancelled"]
    is_default: bool
    is_active: bool
    next_keys: Annotated[
        list[str], Field(description="What agents can choose after it. Empty: all that the categories allow.")
    ]
    needs: Annotated[
        list[str],
        Field(description="What a ticket needs first: `assignee`, `team`, `organization`, `tags`, `reply`, `note`."),
    ]
    pauses: Annotated[bool, Field(description="Time promises stand still meanwhile.")]
    replaced_by: Annotated[str | None, Field(description="Key of what tickets got when it was put away.")]


class Notification(Answer):
    """Something that you were told."""

    id: int
    kind: str
    at: datetime
    ticket: Annotated[int | None, Field(description="Number of the ticket that it is about.")]
    words: str
    about: str
    is_read: bool


class ReadCount(Answer):
    """How many notifications were unread before."""

    marked: int


class CannedReplyPage(Page[CannedReply]):
    """A page of canned replies."""


class StatusPage(Page[Status]):
    """A page of statuses."""


class NotificationPage(Page[Notification]):
    """A page of notifications."""


class TicketPage(Page[Ticket]):
    """A page of tickets."""


class FoundPage(Page[Found]):
    """A page of what a search found."""


class MessagePage(Page[Message]):
    """A page of messages."""


class LetterPage(Page[Letter]):
    """A page of automatic mails."""


class FollowerPage(Page[PersonRef]):
    """A page of followers."""


class HistoryPage(Page[HistoryEntry]):
    """A page of a ticket's history."""


class PersonPage(Page[Person]):
    """A page of people."""


class OrganizationPage(Page[Organization]):
    """A page of organizations."""


class TeamPage(Page[Team]):
    """A page of teams."""


class DeskPage(Page[Desk]):
    """A page of desks."""
