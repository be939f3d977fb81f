"""Facts. An action writes its change and one Event row in the same transaction, through :func:`emit`.

An event type is a frozen dataclass registered with :func:`event`. Its fields hold ids, codes and short values: never
message text, names or addresses. ``personal`` names the fields that erasure blanks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from django.db import transaction

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor

REASON_LIMIT = 500
"""Longest reason kept with an event, in characters."""


@dataclass(frozen=True)
class Meta:
    """Around the fact: its row's id, instant, desk, and who did it through which channel and why."""

    id: int
    at: datetime
    desk_id: int | None
    actor_id: int | None
    on_behalf_of_id: int | None
    channel: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Base of event types. ``meta`` is there once the fact is recorded."""

    code: ClassVar[str]
    subject_kind: ClassVar[str]
    subject_field: ClassVar[str]
    personal: ClassVar[frozenset[str]]

    @property
    def meta(self) -> Meta:
        found: Meta = self.__dict__["_meta"]
        return found

    @property
    def subject_id(self) -> int:
        return int(getattr(self, self.subject_field))

    @property
    def ordering_key(self) -> str:
        """Jobs that follow from facts about one subject run one at a time, in order."""
        return f"{self.subject_kind}:{self.subject_id}"

    def values(self) -> dict[str, Any]:
        return {spec.name: getattr(self, spec.name) for spec in fields(self)}


_T = TypeVar("_T", bound=type[Fact])
_types: dict[str, type[Fact]] = {}


def event(code: str, *, subject: str, personal: Iterable[str] = ()) -> Callable[[_T], _T]:
    """Register an event type. ``subject`` is the field that holds the id of what the fact is about; the part of the
    code before the dot is the subject's kind."""

    def register(cls: _T) -> _T:
        if code in _types:
            raise ValueError(f"Event {code!r} is registered twice.")
        cls.code, cls.subject_kind, cls.subject_field = code, code.split(".", maxsplit=1)[0], subject
        cls.personal = frozenset(personal)
        names = {spec.name for spec in fields(cls)}
        if subject not in names or not cls.personal <= names:
            raise ValueError(f"Event {code!r}: its subject and personal fields must be fields of {cls.__name__}.")
        _types[code] = cls
        return cls

    return register


def types() -> dict[str, type[Fact]]:
    """All registered event types by code."""
    return dict(_types)


def emit(fact: Fact, *, actor: Actor, desk_id: int | None, reason: str = "", at: datetime | None = None) -> Fact:
    """Record a fact: its row, the reactions that belong to the same transaction, and the jobs for the others.

    Must be called inside a transaction. Returns the fact with its ``meta``.
    """
    from deskhand.kernel import bulk

    _only_what_is(fact.code)
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{fact.code} was emitted outside a transaction.")
    row = _row(fact, actor, desk_id, reason, at or clock.now())
    bulk.insert_one(row)
    return _recorded(row, fact)


def _only_what_is(code: str) -> None:
    from deskhand.kernel import switches

    if switches.is_supposed():
        raise RuntimeError(f"{code} was to be recorded where modules are only supposed to be on.")


def emit_many(facts: Sequence[Fact], *, actor: Actor, desk_id: int | None) -> list[Fact]:
    """Record facts of one deed at once, in order: the same rows and the same reactions as :func:`emit`, at a fraction
    of the cost where nothing reacts."""
    from deskhand.kernel.bulk import insert_numbered

    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("Facts were emitted outside a transaction.")
    at = clock.now()
    rows = [_row(fact, actor, desk_id, "", at) for fact in facts]
    insert_numbered(rows)
    return [_recorded(row, fact) for row, fact in zip(rows, facts, strict=True)]


def _row(fact: Fact, actor: Actor, desk_id: int | None, reason: str, at: datetime) -> Any:
    from deskhand.kernel.models import Event

    return Event(
        code=fact.code,
        at=at,
        desk_id=desk_id,
        subject_kind=fact.subject_kind,
        subject_id=fact.subject_id,
        actor_id=actor.person_id,
        on_behalf_of_id=actor.on_behalf_of_id,
        channel=actor.channel.value,
        reason=reason[:REASON_LIMIT],
        values=fact.values(),
    )


def _recorded(row: Any, fact: Fact) -> Fact:
    from deskhand.kernel import reactions

    recorded = restored(row, fact)
    reactions.run_together(recorded)
    reactions.enqueue_afterwards(recorded)
    return recorded


def restored(row: Any, fact: Fact | None = None) -> Fact:
    """The typed fact of an Event row. Fields that were added to the type later take their defaults."""
    if fact is None:
        cls = _types[row.code]
        known = {spec.name for spec in fields(cls)}
        fact = cls(**{name: value for name, value in row.values.items() if name in known})
    meta = Meta(row.id, row.at, row.desk_id, row.actor_id, row.on_behalf_of_id, row.channel, row.reason)
    object.__setattr__(fact, "_meta", meta)
    return fact
