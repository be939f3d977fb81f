"""A ticket and what was said on it as their page shows them: plain values that never change. The same values give the
same markup, which is kept (:mod:`deskhand.web.kept`); so whatever differs between readers stands elsewhere."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup

from deskhand.kernel import permissions
from deskhand.kernel.actor import Actor
from deskhand.mail.clean import text_from_html
from deskhand.tickets import invitations, remarks
from deskhand.tickets.history import DOORS, Entry
from deskhand.tickets.merged import MergedTicket
from deskhand.tickets.models import KIND_WORDS, Kind, Priority
from deskhand.tickets.names import kind_word

_REMOTE = re.compile(r"(<img\b[^>]*?)\sdata-remote-src=")


class Requester(NamedTuple):
    """Who asks."""

    id: int
    name: str
    email: str
    title: str
    phone: str
    location: str
    time_zone: str
    is_vip: bool
    organization: str

    @property
    def first_name(self) -> str:
        """The word to greet with."""
        return self.name.split()[0] if self.name.split() else self.name


class TicketShown(NamedTuple):
    """A ticket with the names of what it points at, empty where it points at nothing. ``follows_up`` is number and
    subject of the ticket before it, if that is on the same desk; ``merged_into`` those of the one where it is heard. It
    is on hold until ``wakes_at``, or until the ticket with the number ``wakes_after`` is finished. ``status_next`` are
    keys of the statuses that the desk lets follow on its own, none for all that the categories allow. ``has_services``
    and ``has_locations``: its desk offers some. ``readers`` are the people who may know of it if it is confidential."""

    id: int
    number: int
    desk_id: int
    desk_key: str
    desk_name: str
    subject: str
    kind: str
    status_id: int
    status_name: str
    status_next: tuple[str, ...]
    category: str
    priority: int
    channel: str
    requester: Requester
    affected_id: int | None
    affected_name: str
    organization_id: int | None
    organization_name: str
    service_id: int | None
    service_name: str
    has_services: bool
    location_id: int | None
    location_name: str
    has_locations: bool
    team_id: int | None
    team_name: str
    assignee_id: int | None
    assignee_name: str
    created_at: datetime
    deleted_at: datetime | None
    is_spam: bool
    is_unproven: bool
    is_confidential: bool
    readers: tuple[int, ...]
    claims_number: int | None
    added_to_number: int | None
    wakes_at: datetime | None
    wakes_after: int | None
    follows_up: tuple[int, str] | None
    merged_into: tuple[int, str] | None

    def keeps_out(self, actor: Actor, permission: str) -> bool:
        """Whether it is confidential and the actor only reads it through broken glass. Who is excluded never came
        here."""
        if not self.is_confidential or actor.person_id in self.readers:
            return False
        return not (actor.glass or actor.glass_tickets) or not permissions.rule(permission).is_reading

    @property
    def requester_id(self) -> int:
        return self.requester.id

    @property
    def priority_word(self) -> str:
        return Priority(self.priority).word

    @property
    def kind_word(self) -> str:
        return kind_word(self.kind)

    @property
    def listed_properties(self) -> tuple[str, ...]:
        """Of service and location what the ticket has, or could have."""
        there = {"service": self.service_id or self.has_services, "location": self.location_id or self.has_locations}
        return tuple(name for name, is_there in there.items() if is_there)

    @property
    def is_task(self) -> bool:
        """Whether it is work for the desk alone."""
        return self.kind == Kind.TASK

    @property
    def properties(self) -> tuple[str, ...]:
        """What is shown and edited beside it. A task has no requester's side, and stays one."""
        own = ("status", "assignee", "team", "priority")
        theirs = () if self.is_task else ("kind", "requester", "affected", "organization")
        return (*own, *theirs, *self.listed_properties, "tags", "followers")

    @property
    def writes(self) -> tuple[str, ...]:
        """The kinds of messages that can be written on it: nobody is answered on a task."""
        return ("note", "log") if self.is_task else ("reply", "note", "log")

    @property
    def priorities(self) -> list[Priority]:
        """Those that it can have, the highest first."""
        return list(reversed(Priority))

    @property
    def kinds(self) -> list[Kind]:
        """Those that somebody can choose."""
        return [Kind(code) for code in KIND_WORDS]


class May(NamedTuple):
    """What the reader may do with the ticket."""

    reply: bool
    note: bool
    assign: bool
    change: bool
    status: bool
    follow: bool
    spam: bool
    delete: bool
    create: bool
    move: bool
    merge: bool
    own_macros: bool


class File(NamedTuple):
    """A file of a message, or of one that is being written."""

    id: int
    key: str
    filename: str
    size: int
    url: str
    is_image: bool


class Failed(NamedTuple):
    """A letter that did not arrive."""

    id: int
    to_email: str
    server_says: str


class Delivery(NamedTuple):
    """What became of a message's letters. ``state`` is the worst of them, ``kept`` while no mail server is set;
    ``failed`` are those that did not arrive."""

    state: str = "none"
    says: str = ""
    failed: tuple[Failed, ...] = ()


class Said(NamedTuple):
    """One message. ``body`` and ``tail`` are cleaned HTML, and two lists JSON, as they are stored; ``has_layout`` if it
    is kept as its sender laid it out, too; ``shows_remote`` if the reader asked for its pictures from elsewhere, and
    ``is_simple`` if for its simple form. ``merged`` is the ticket that it stands on, if that is merged into the one at
    hand."""

    id: int
    kind: str
    side: str
    author_id: int | None
    author_name: str
    channel: str
    at: datetime
    body: str
    tail: str
    remote_images: int
    cc_json: str
    remarks_json: str
    sender_email: str
    has_layout: bool
    inbound_id: int | None
    files: tuple[File, ...]
    delivery: Delivery
    shows_remote: bool
    is_simple: bool
    merged: MergedTicket | None

    @property
    def html(self) -> Markup:
        return with_remote_pictures(self.body, self.shows_remote)

    @property
    def quoted(self) -> Markup:
        return with_remote_pictures(self.tail, self.shows_remote)

    @property
    def quoted_lines(self) -> int:
        return self.tail.count("<br") + self.tail.count("<p") + self.tail.count("<div")

    @property
    def blocked_images(self) -> int:
        return 0 if self.shows_remote else self.remote_images

    @property
    def door(self) -> str:
        return str(DOORS.get(self.channel, ""))

    @property
    def shown_cc(self) -> list[str]:
        people: list[str] = json.loads(self.cc_json)
        return people

    @property
    def invitation(self) -> invitations.Card | None:
        return invitations.card_of(json.loads(self.remarks_json)) if invitations.CODE in self.remarks_json else None

    @property
    def remarks(self) -> list[str]:
        return remarks.in_words(json.loads(self.remarks_json))

    @property
    def newcomer(self) -> str:
        """``waiting`` if an agent has to decide whether the sender joins, ``refused`` if they decided against it."""
        return remarks.newcomer(json.loads(self.remarks_json)) if self.sender_email else ""


class Recipient(NamedTuple):
    """Who gets an answer."""

    name: str
    address: str


class StatusChoice(NamedTuple):
    """A status that can be set with an answer."""

    value: int
    label: str
    category: str


class Waiting(NamedTuple):
    """An answer that has not left. ``seconds`` are left at this moment; ``then`` is the status that it will set."""

    id: int
    author_id: int
    author_name: str
    is_planned: bool
    leaves_at: datetime
    seconds: float
    body: str
    cc: tuple[str, ...]
    then: str
    files: tuple[File, ...]

    @property
    def html(self) -> Markup:
        return with_remote_pictures(self.body, False)


class SharedDraft(NamedTuple):
    """What a colleague is writing and shares."""

    id: int
    author_id: int
    author_name: str
    kind: str
    saved_at: datetime
    body: str
    files: tuple[File, ...]

    @property
    def html(self) -> Markup:
        return with_remote_pictures(self.body, False)


class Unsent(NamedTuple):
    """What the reader was writing."""

    kind: str
    html: str
    cc: tuple[Recipient, ...]
    saved_at: datetime
    files: tuple[File, ...]
    revision: int
    is_shared: bool

    @property
    def text(self) -> str:
        return text_from_html(self.html)


class OtherTicket(NamedTuple):
    """Another ticket of the same requester; ``desk_name`` if it is on another desk."""

    number: int
    subject: str
    category: str
    desk_name: str


class Facts(NamedTuple):
    """Facts in a row; all but the last fold when there are many."""

    folded: tuple[Entry, ...]
    shown: tuple[Entry, ...]


def with_remote_pictures(html: str, shows_remote: bool) -> Markup:
    """Cleaned HTML of a mail as it is stored; its pictures from elsewhere are loaded if the reader asked for them."""
    if shows_remote:
        html = _REMOTE.sub(r'\1 referrerpolicy="no-referrer" loading="lazy" src=', html)
    return Markup(html)  # noqa: S704 (cleaned by mail.clean or mail.layout before it was stored)
