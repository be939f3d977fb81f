"""Asking for approval of a ticket. Who wants it and who gets it do not know each other: one module fills the slot
``approval_desk``, others ask through it and answer to :class:`ApprovalDecided`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from deskhand.kernel import slots
from deskhand.kernel.actor import Actor
from deskhand.tickets.models import Ticket


@dataclass(frozen=True, kw_only=True)
class Offered:
    """Something of a desk that another module names: a policy or a plan. ``code`` stays for life."""

    code: str
    name: str


class ApprovalDesk(Protocol):
    """What fills the slot ``approval_desk``. ``key`` is a word of the one who asks, by which it knows the answer and
    that it has asked: asking twice with one key asks once."""

    def policies(self, desk_id: int) -> Sequence[Offered]:
        """The policies in use on the desk."""

    def ask(self, *, actor: Actor, ticket: Ticket, policy: str, key: str) -> None:
        """Begin an approval in the caller's transaction. It may be decided before this returns. Raises Invalid where
        the desk has no such policy, or nobody can be asked."""

    def withdraw(self, *, actor: Actor, ticket: Ticket, key: str) -> None:
        """Ask no more. Nothing where it was decided, or never asked."""


def policies(desk_id: int) -> list[Offered]:
    """The policies that something of the desk can name; none where nothing gets approvals."""
    return [one for desk in _desks(desk_id) for one in desk.policies(desk_id)]


def ask(*, actor: Actor, ticket: Ticket, policy: str, key: str) -> bool:
    """Ask for approval. False, and nothing was asked, where nothing gets approvals on the ticket's desk: then somebody
    of the desk decides."""
    for desk in _desks(ticket.desk_id):
        desk.ask(actor=actor, ticket=ticket, policy=policy, key=key)
        return True
    return False


def withdraw(*, actor: Actor, ticket: Ticket, key: str) -> None:
    """Ask no more for what was asked with this key."""
    for desk in _desks(ticket.desk_id):
        desk.withdraw(actor=actor, ticket=ticket, key=key)


def _desks(desk_id: int) -> list[ApprovalDesk]:
    return slots.items("approval_desk", desk_id=desk_id)
