"""Facts about bulk changes in the background; each ticket that they change has facts of its own."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("bulk.begun", subject="bulk")
@dataclass(frozen=True, kw_only=True)
class BulkBegun(Fact):
    """Somebody began to change many tickets in the background: ``verb`` for ``total`` tickets."""

    bulk: int
    verb: str
    total: int


@event("bulk.cancelled", subject="bulk")
@dataclass(frozen=True, kw_only=True)
class BulkCancelled(Fact):
    """A bulk change was stopped; what it changed before stays changed."""

    bulk: int


@event("bulk.undo_begun", subject="bulk")
@dataclass(frozen=True, kw_only=True)
class BulkUndoBegun(Fact):
    """What a bulk change changed is being put back."""

    bulk: int
