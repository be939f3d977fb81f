"""Facts about what desks note about people. The texts are not in them."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("person.record_written", subject="person")
@dataclass(frozen=True, kw_only=True)
class RecordWritten(Fact):
    """A desk noted something about a person. ``kind`` is ``note``, ``call``, ``visit`` or ``other``."""

    person: int
    record: int
    kind: str


@event("person.record_changed", subject="person")
@dataclass(frozen=True, kw_only=True)
class RecordChanged(Fact):
    """A note or contact was changed: the fields of these names."""

    person: int
    record: int
    fields: list[str]


@event("person.record_deleted", subject="person")
@dataclass(frozen=True, kw_only=True)
class RecordDeleted(Fact):
    """A note or contact was deleted."""

    person: int
    record: int
    kind: str


@event("person.record_restored", subject="person")
@dataclass(frozen=True, kw_only=True)
class RecordRestored(Fact):
    """A deleted note or contact was taken out again."""

    person: int
    record: int
    kind: str
