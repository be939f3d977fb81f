"""What a ticket holds beyond its own fields and others may set: for those that work on tickets by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from deskhand.kernel import slots
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.tickets.models import Ticket


@dataclass(frozen=True, kw_only=True)
class Settable:
    """One thing that can be set. ``code`` is how others name it; ``choices`` are codes and words where there are only
    so many."""

    code: str
    label: str
    choices: tuple[tuple[str, str], ...] = ()


class SetsFields(Protocol):
    """What fills the slot ``settable_fields``."""

    def offered(self, desk_id: int) -> Sequence[Settable]:
        """What can be set on tickets of the desk."""

    def set(self, *, actor: Actor, ticket: Ticket, code: str, value: str) -> None:
        """Set it; an empty value empties it. Raises Invalid where the ticket cannot hold it."""


def offered(desk_id: int) -> list[Settable]:
    """Everything that can be set on tickets of the desk."""
    return [one for item in _items(desk_id) for one in item.offered(desk_id)]


def set_one(*, actor: Actor, ticket: Ticket, code: str, value: str) -> None:
    """Set one of them. Raises Invalid where nobody knows the code any more."""
    for item in _items(ticket.desk_id):
        if any(one.code == code for one in item.offered(ticket.desk_id)):
            item.set(actor=actor, ticket=ticket, code=code, value=value)
            return
    raise Invalid(_("The desk has no such field any more."))


def _items(desk_id: int) -> list[SetsFields]:
    return slots.items("settable_fields", desk_id=desk_id)
