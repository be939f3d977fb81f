"""Facts of the module."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("sla_policy.edited", subject="policy")
@dataclass(frozen=True, kw_only=True)
class PolicyEdited(Fact):
    """A policy was made, changed, moved, switched off or on, put away or put back; ``version`` is what counts from
    then on."""

    policy: int
    version: int
    fields: list[str]


@event("ticket.sla_warned", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class ClockWarned(Fact):
    """A warning of a promise came. ``milestone`` says which (``percent:75``, ``before:1800``, ``after:3600``),
    ``due_at`` when the promise is due; ``is_late`` if nobody was there to tell in time."""

    ticket: int
    clock: int
    level: str
    key: str
    milestone: str
    due_at: str
    is_late: bool = False


@event("ticket.sla_breached", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class ClockBreached(Fact):
    """A promise was not kept: its time has counted and its clock goes on. ``is_late`` if nobody was there to tell in
    time. One that had passed already when the promise was made is not told."""

    ticket: int
    clock: int
    level: str
    key: str
    due_at: str
    is_late: bool = False
