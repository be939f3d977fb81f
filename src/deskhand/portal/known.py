"""What is broken or being mended now, for pages that draw it themselves: a widget on another site has no portal around
it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from deskhand.accounts.models import Desk
from deskhand.kernel import slots
from deskhand.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that the desk knows of and works on: ``until`` is None where nobody knows. ``kind`` is said in words,
    ``text`` is plain."""

    pk: int
    kind: str
    icon: str
    title: str
    text: str
    until: datetime | None


class Known(Protocol):
    """Somebody who knows of troubles."""

    def found(self, actor: Actor, desk: Desk, words: str) -> list[Trouble]:
        """Those that may be what somebody writes about, of those that the actor is told of; without words the newest.
        It writes nothing."""

    def confirm(self, actor: Actor, desk: Desk, pk: int) -> bool:
        """Count that it is what somebody wanted to write about. False for one that the actor is not told of."""


def troubles(actor: Actor, desk: Desk, words: str) -> list[Trouble]:
    """All that is known."""
    known: list[Known] = slots.items("known_trouble", desk_id=desk.pk)
    return [trouble for one in known for trouble in one.found(actor, desk, words)]


def confirm(actor: Actor, desk: Desk, pk: int) -> bool:
    """Count it where it is known. False where nobody does."""
    known: list[Known] = slots.items("known_trouble", desk_id=desk.pk)
    return any(one.confirm(actor, desk, pk) for one in known)
