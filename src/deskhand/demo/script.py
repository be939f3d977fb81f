"""One ticket, told to the last word: people, instants, texts and files, ready to be written as rows."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Literal

from deskhand.demo import attachments, course
from deskhand.demo.cast import Cast
from deskhand.demo.letters import Letterhead
from deskhand.demo.library import STAFF, STATUSES, Category, Channel, File, Kind, MessageKind, Priority, Step
from deskhand.demo.parts import Parts, words_for
from deskhand.demo.plan import Draft
from deskhand.demo.variation import Words, capital

CLOSE_AFTER = timedelta(days=7)
"""Silence after which the desk itself closes a resolved ticket."""
TAKEN_EARLIER = 40 * 60
"""Seconds between taking a ticket and the first deed on it, at most."""
OWN_FILES = 2_000
"""So many tickets have attachments of their own; later ones share a few variants, as a mass need not fill a disk."""
SHARED_VARIANTS = 6


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file on a message. The bytes are made when asked for."""

    name: str
    media_type: str
    key: str
    """Equal keys have equal bytes: store a file once per key."""
    content_id: str
    """For an inline image the name after `cid:` in the HTML; otherwise empty."""
    make: str
    says: tuple[str, ...]

    def content(self) -> bytes:
        """The bytes; the same on every call and every machine."""
        return attachments.content(self.make, self.says)


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody wrote or noted."""

    at: datetime
    author: str
    """The key of a person."""
    kind: MessageKind
    channel: Channel
    html: str
    text: str
    quoted_html: str
    """The quoted tail of a mail, a blockquote with its attribution line, or empty. It is not part of `html`."""
    quoted_text: str
    attachments: tuple[Attachment, ...]
    cc: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A field that got another value. Tags are added one by one: `new` is the tag and `old` is empty."""

    at: datetime
    actor: str
    """The key of a person; empty when the desk did it by itself."""
    field: Literal["status", "assignee", "team", "priority", "tag"]
    old: str
    new: str
    reason: str


Entry = Message | Change


@dataclass(frozen=True, slots=True)
class TicketScript:
    """A whole ticket. Instants are UTC and ascend from `created_at` through `entries` to `updated_at`."""

    ordinal: int
    """1 for the oldest ticket of the desk."""
    story: str
    lang: str
    subject: str
    kind: Kind
    requester: str
    affected: str
    followers: tuple[str, ...]
    organization: str
    channel: Channel
    opening_status: str
    opening_assignee: str
    opening_team: str
    opening_priority: Priority
    opening_tags: tuple[str, ...]
    entries: tuple[Entry, ...]
    """The first is the message that opened the ticket."""
    status: str
    category: Category
    assignee: str
    team: str
    priority: str
    tags: tuple[str, ...]
    created_at: datetime
    updated_at: datetime
    first_answered_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    is_spam: bool
    deleted_at: datetime | None

    @property
    def messages(self) -> Iterator[Message]:
        """The messages among the entries."""
        return (entry for entry in self.entries if isinstance(entry, Message))


class Telling:
    """Turns one story into one ticket, step by step."""

    def __init__(self, draft: Draft, cast: Cast, ordinal: int) -> None:
        rng = random.Random(draft.seed)
        story, instants = draft.story, draft.instants
        self.story, self.cast, self.rng, self.ordinal, self.instants = story, cast, rng, ordinal, instants
        self.subject = story.subject[draft.turn % len(story.subject)]
        self.parts = Parts(story, cast, rng)
        self.words = words_for(story, self.parts, instants[0], rng)
        self.letters = Letterhead(cast, story.lang, rng)
        self.entries: list[Entry] = []
        self.followers: list[str] = []
        self.point = course.beginning(story)
        self.holder = self.point.assignee
        self.team, self.priority, self.tags = story.team, str(story.priority), list(story.tags)
        self.answered_at: datetime | None = None
        self.resolved_at: datetime | None = None
        self.closed_at: datetime | None = None

    def tell(self, now: datetime) -> TicketScript:
        """The ticket as it stands now."""
        subject = " ".join(self.words.say(self.subject).split())
        if not isinstance(self.subject[0], str):
            subject = capital(subject)
        start = self.point
        for nth, at in enumerate(self.instants):
            self._take(self.story.steps[nth], at, is_first=nth == 0)
        self._close_when_silent(now)
        return self._script(subject, start)

    def _take(self, step: Step, at: datetime, *, is_first: bool) -> None:
        then = course.after(self.point, step) if not is_first or step.changes else self.point
        if step.by in STAFF and not self.holder and "assign" not in dict(step.changes):
            self._change(self._before(at), step.by, "assignee", "", self.parts[step.by])
            self.holder = step.by
        self._say(step, at, is_first=is_first)
        self._apply(step, at, then)
        self.point = then

    def _before(self, at: datetime) -> datetime:
        """When somebody took the ticket whose next deed is at `at`: some minutes earlier, after all that was before."""
        since = (at - self.entries[-1].at).total_seconds() if self.entries else 0.0
        return at - timedelta(seconds=int(min(since * (0.1 + 0.5 * self.rng.random()), TAKEN_EARLIER)))

    def _say(self, step: Step, at: datetime, *, is_first: bool) -> None:
        if step.body is None or step.kind is None:
            return
        author = self.parts[step.by]
        channel = self._channel(step, is_first=is_first)
        html, text = step.body.render(self.words)
        files = tuple(self._file(file) for file in step.files)
        for file, made in zip(step.files, files, strict=True):
            if file.cid:
                html = html.replace(f'"cid:{file.cid}"', f'"cid:{made.content_id}"')
        quoted_html = quoted_text = ""
        if step.kind == "reply":
            html, text = self.letters.sign(author, html, text, channel, is_first=is_first, is_staff=step.by in STAFF)
            if channel == "mail" and not is_first:
                quoted_html, quoted_text = self.letters.quote(author)
            self.letters.sent(author, at, html, text, is_staff=step.by in STAFF)
            if step.by in STAFF and self.answered_at is None and not is_first:
                self.answered_at = at
        cc = tuple(self.parts[part] for part in step.cc)
        self.followers += [person for person in cc if person not in self.followers]
        self.entries.append(Message(at, author, step.kind, channel, html, text, quoted_html, quoted_text, files, cc))

    def _channel(self, step: Step, *, is_first: bool) -> Channel:
        if step.kind == "log":
            return self.story.channel if is_first else "agent"
        if step.by in STAFF:
            return "agent"
        if is_first or self.story.channel == "mail":
            return self.story.channel
        return "mail" if self.rng.random() < 0.6 else "portal"

    def _file(self, file: File) -> Attachment:
        words = self._shared_words() if self.ordinal > OWN_FILES else self.words
        says = tuple(words.say(line) for line in file.says)
        name = self.words.say(file.name)
        digest = blake2b("\0".join((file.make, *says)).encode(), digest_size=12).hexdigest()
        cid = f"{file.cid}.{digest[:8]}@eberfeld.example" if file.cid else ""
        return Attachment(name, attachments.media_type(file.make), f"{file.make}-{digest}", cid, file.make, says)

    def _shared_words(self) -> Words:
        variant = random.Random(self.ordinal % SHARED_VARIANTS)
        parts = Parts(self.story, self.cast, variant)
        return words_for(self.story, parts, self.instants[0].replace(month=1, day=12, hour=9), variant)

    def _apply(self, step: Step, at: datetime, then: course.Point) -> None:
        moment = at + timedelta(seconds=1)
        for field, value in step.changes:
            if field == "team":
                self._change(moment, step.by, "team", self.team, value, step.why)
                self.team = value
            elif field == "priority" and value != self.priority:
                self._change(moment, step.by, "priority", self.priority, value, step.why)
                self.priority = value
            elif field == "tag" and value not in self.tags:
                self._change(moment, step.by, "tag", "", value, step.why)
                self.tags.append(value)
        self._assign(step, moment, then.assignee)
        self._set_status(step, moment, then.status)

    def _assign(self, step: Step, at: datetime, to: str) -> None:
        if to != self.holder:
            self._change(at, step.by, "assignee", self._key(self.holder), self._key(to), step.why)
            self.holder = to

    def _set_status(self, step: Step, at: datetime, status: str) -> None:
        if status == self.point.status:
            return
        self._change(at, step.by, "status", self.point.status, status, step.why)
        self.resolved_at = at if STATUSES[status] == "resolved" else None
        self.closed_at = at if STATUSES[status] in ("closed", "cancelled") else None

    def _close_when_silent(self, now: datetime) -> None:
        if self.resolved_at is None or self.point.category != "resolved" or self.resolved_at + CLOSE_AFTER > now:
            return
        self.closed_at = self.resolved_at + CLOSE_AFTER
        self._change(self.closed_at, "", "status", self.point.status, "closed", "silence")
        self.point = course.Point("closed", self.point.assignee, is_touched=True)

    def _key(self, part: str) -> str:
        return self.parts[part] if part else ""

    def _change(
        self,
        at: datetime,
        by: str,
        field: Literal["status", "assignee", "team", "priority", "tag"],
        old: str,
        new: str,
        reason: str = "",
    ) -> None:
        self.entries.append(Change(at, self._key(by), field, old, new, reason))

    def _script(self, subject: str, start: course.Point) -> TicketScript:
        story, parts = self.story, self.parts
        requester = parts["requester"]
        last = self.entries[-1].at
        return TicketScript(
            ordinal=self.ordinal,
            story=story.key,
            lang=story.lang,
            subject=subject,
            kind=story.kind,
            requester=requester,
            affected=parts[story.affected] if story.affected else requester,
            followers=tuple(self.followers),
            organization=self.cast.people[requester].org,
            channel=story.channel,
            opening_status=start.status,
            opening_assignee=self._key(start.assignee),
            opening_team=story.team,
            opening_priority=story.priority,
            opening_tags=story.tags,
            entries=tuple(self.entries),
            status=self.point.status,
            category=self.point.category,
            assignee=self._key(self.point.assignee),
            team=self.team,
            priority=self.priority,
            tags=tuple(self.tags),
            created_at=self.instants[0],
            updated_at=last,
            first_answered_at=self.answered_at,
            resolved_at=self.resolved_at,
            closed_at=self.closed_at,
            is_spam=story.is_spam,
            deleted_at=last + timedelta(minutes=1) if story.is_deleted else None,
        )
