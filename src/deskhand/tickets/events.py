"""Facts about tickets. Values are ids, codes and short values; text stays in the rows that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass, field

from deskhand.kernel.events import Fact, event
from deskhand.tickets import (  # noqa: F401 (registers what is told)
    asking_events,
    bulk_events,
    cascading_events,
    confiding_events,
    events_of_canned_replies,
    events_of_macros,
    events_of_orders,
    events_of_records,
    events_of_waiting,
    linking_events,
    merging_events,
    splitting_events,
)


@event("ticket.created", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketCreated(Fact):
    """A ticket was opened with its first message; without one (null) if that is an answer which can still be taken
    back, or was split off. ``is_unproven``: the requester's address was not proven. ``side`` (requester, agent) wrote
    it; ``is_internal``: requesters do not see it. ``is_location_chosen``: somebody named a location."""

    ticket: int
    message: int | None
    requester: int
    kind: str
    status: str
    priority: int
    team: int | None = None
    assignee: int | None = None
    is_unproven: bool = False
    follows_up: int | None = None
    may_answer: bool = True
    service: int | None = None
    location: int | None = None
    side: str = "requester"
    is_internal: bool = False
    is_location_chosen: bool = False


@event("ticket.confirmed", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketConfirmed(Fact):
    """The requester proved the address from which the ticket came."""

    ticket: int


@event("ticket.replied", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketReplied(Fact):
    """An agent answered the requester."""

    ticket: int
    message: int


@event("ticket.requester_replied", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class RequesterReplied(Fact):
    """The requester, or somebody on their side, wrote on the ticket."""

    ticket: int
    message: int


@event("ticket.noted", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketNoted(Fact):
    """An agent wrote an internal note, or logged a call or visit (``kind`` is ``note`` or ``log``). ``people`` and
    ``teams`` are those whom it mentions."""

    ticket: int
    message: int
    kind: str
    people: list[int] = field(default_factory=list)
    teams: list[int] = field(default_factory=list)


@event("ticket.letter_filed", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class LetterFiled(Fact):
    """A letter was put on the ticket that is nobody's reply, as an internal note. ``why`` is ``new_person``,
    ``unproven_agent``, ``agents_not_by_mail``, ``command_refused``, ``automatic_reply`` or ``returned``."""

    ticket: int
    message: int
    why: str


@event("ticket.letter_copied", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class LetterCopied(Fact):
    """The same letter came to another mailbox of the desk, too; the message says to which."""

    ticket: int
    message: int
    mailbox: int


@event("ticket.status_changed", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class StatusChanged(Fact):
    """The status changed. ``old`` and ``new`` are status keys; ``because`` a code for automatic changes. ``old_pauses``
    and ``new_pauses``: whether time promises stood still in it, as the desk had it at that moment."""

    ticket: int
    old: str
    new: str
    old_category: str
    new_category: str
    because: str = ""
    old_pauses: bool = False
    new_pauses: bool = False


@event("ticket.reopened", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketReopened(Fact):
    """A resolved, closed or cancelled ticket is open again. Recorded beside the change of status."""

    ticket: int
    old_category: str


@event("ticket.assigned", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketAssigned(Fact):
    """The assignee changed; null is nobody."""

    ticket: int
    old: int | None
    new: int | None


@event("ticket.team_changed", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TeamChangedOnTicket(Fact):
    """The ticket was given to another team. ``note`` is the hand-over note's message."""

    ticket: int
    old: int | None
    new: int | None
    note: int | None = None


@event("ticket.priority_changed", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class PriorityChanged(Fact):
    """The priority changed (1 low to 4 urgent)."""

    ticket: int
    old: int
    new: int


@event("ticket.changed", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketChanged(Fact):
    """Another field changed: ``field`` is kind, requester, affected, organization, service, location or subject. Old
    and new are ids or codes, of a subject nothing. ``along``: former ids of fields that changed with it without a fact
    of their own (``organization``). ``is_following``: a location that nobody chose went with the person."""

    ticket: int
    field: str
    old: str | int | None
    new: str | int | None
    along: dict[str, int | None] | None = None
    is_following: bool = False


@event("ticket.moved", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketMoved(Fact):
    """The ticket came to another desk; recorded there. ``team`` is the team that it went to. What it had before is the
    former desk's own, and stands in its ``ticket.left``. ``is_undo`` if whoever moved it took that back: then it has
    the ``service`` and ``location`` of before again."""

    ticket: int
    old_desk: int
    new_desk: int
    new_status: str
    team: int | None = None
    service: int | None = None
    location: int | None = None
    is_undo: bool = False


@event("ticket.left", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketLeft(Fact):
    """The ticket went to another desk; recorded on the one that it left, with what it had there."""

    ticket: int
    new_desk: int
    old_team: int | None
    old_assignee: int | None
    old_status: str
    old_service: int | None = None
    old_location: int | None = None


@event("ticket.tagged", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketTagged(Fact):
    """Tags were put on or taken off; tag ids."""

    ticket: int
    added: list[int]
    removed: list[int]


@event("ticket.follower_added", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class FollowerAdded(Fact):
    """A person reads along from now on."""

    ticket: int
    person: int


@event("ticket.follower_removed", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class FollowerRemoved(Fact):
    """A person does not read along any more."""

    ticket: int
    person: int


@event("ticket.marked_spam", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class MarkedSpam(Fact):
    """The ticket is spam; ``blocked`` says whether its sender was blocked."""

    ticket: int
    blocked: bool


@event("ticket.unmarked_spam", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class UnmarkedSpam(Fact):
    """The ticket is no spam after all; its sender is not blocked any more."""

    ticket: int


@event("ticket.deleted", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketDeleted(Fact):
    """The ticket lies in the bin for 30 days."""

    ticket: int


@event("ticket.restored", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketRestored(Fact):
    """The ticket is out of the bin."""

    ticket: int


@event("ticket.link_revoked", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class AccessLinkRevoked(Fact):
    """A person's link to the ticket does not work any more."""

    ticket: int
    person: int


@event("ticket.purged", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketPurged(Fact):
    """The ticket lay in the bin for 30 days and is gone for good; the fact remains."""

    ticket: int


@event("ticket.change_undone", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class ChangeUndone(Fact):
    """A change was taken back from its line in the history. ``change`` is the id of the fact that was taken back,
    ``put_back`` of the one by which the field got its former value."""

    ticket: int
    change: int
    put_back: int


@event("status.edited", subject="status")
@dataclass(frozen=True, kw_only=True)
class StatusEdited(Fact):
    """A status of a desk was made or changed. ``old`` and ``new`` map names to short values."""

    status: int
    fields: list[str]
    old: dict[str, str | bool | int | None] = field(default_factory=dict)
    new: dict[str, str | bool | int | None] = field(default_factory=dict)


@event("service.edited", subject="service")
@dataclass(frozen=True, kw_only=True)
class ServiceEdited(Fact):
    """A service of a desk was made, changed or put away. ``old`` and ``new`` map names to short values, the owner's to
    ids; of a description only that it changed."""

    service: int
    fields: list[str]
    old: dict[str, str | bool | int | None] = field(default_factory=dict)
    new: dict[str, str | bool | int | None] = field(default_factory=dict)
