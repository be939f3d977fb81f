"""Facts about canned replies. The texts are not in them."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("canned_reply.edited", subject="canned_reply")
@dataclass(frozen=True, kw_only=True)
class CannedReplyEdited(Fact):
    """A canned reply was made, changed or put away."""

    canned_reply: int
    fields: list[str]


@event("canned_reply.own_edited", subject="canned_reply")
@dataclass(frozen=True, kw_only=True)
class OwnCannedReplyEdited(Fact):
    """Somebody made, changed or put away a canned reply that is theirs alone."""

    canned_reply: int
    fields: list[str]


@event("canned_reply.restored", subject="canned_reply")
@dataclass(frozen=True, kw_only=True)
class CannedReplyRestored(Fact):
    """A canned reply that was put away is offered again."""

    canned_reply: int


@event("canned_reply.own_restored", subject="canned_reply")
@dataclass(frozen=True, kw_only=True)
class OwnCannedReplyRestored(Fact):
    """Somebody took a canned reply that is theirs alone out again."""

    canned_reply: int
