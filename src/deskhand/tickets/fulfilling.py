"""Having the work on a ticket done by a plan. Modules that carry something out fill the slot ``plan_desk``, others
start it through that and answer to :class:`PlanEnded`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from deskhand.kernel import slots
from deskhand.kernel.actor import Actor
from deskhand.tickets.approving import Offered
from deskhand.tickets.models import Ticket


class PlanDesk(Protocol):
    """What fills the slot ``plan_desk``. ``key`` is a word of the one who starts: starting twice with one key starts
    once."""

    def plans(self, desk_id: int) -> Sequence[Offered]:
        """The plans in use on the desk."""

    def start(self, *, actor: Actor, ticket: Ticket, plan: str, key: str) -> None:
        """Begin a plan in the caller's transaction. Raises Invalid where the desk has no such plan."""

    def cancel(self, *, actor: Actor, ticket: Ticket, key: str) -> None:
        """Begin no further step, and give up those that have begun. Nothing where it has ended, or never began."""


def plans(desk_id: int) -> list[Offered]:
    """The plans that something of the desk can name; none where nothing carries them out."""
    return [one for desk in _desks(desk_id) for one in desk.plans(desk_id)]


def start(*, actor: Actor, ticket: Ticket, plan: str, key: str) -> bool:
    """Start a plan. False, and nothing was started, where nothing carries plans out on the ticket's desk: then its
    people work on the ticket as on any other. Who offers the plan carries it out."""
    desks = _desks(ticket.desk_id)
    if not desks:
        return False
    offers = (desk for desk in desks if any(one.code == plan for one in desk.plans(ticket.desk_id)))
    next(offers, desks[0]).start(actor=actor, ticket=ticket, plan=plan, key=key)
    return True


def cancel(*, actor: Actor, ticket: Ticket, key: str) -> None:
    """Give up the plan that was started with this key."""
    for desk in _desks(ticket.desk_id):
        desk.cancel(actor=actor, ticket=ticket, key=key)


def _desks(desk_id: int) -> list[PlanDesk]:
    return slots.items("plan_desk", desk_id=desk_id)
