"""What other modules may use of plans: which ones a desk has, starting one on a ticket, giving it up."""

from __future__ import annotations

from collections.abc import Sequence

from deskhand.kernel.actor import Actor
from deskhand.modules.fulfilment.plan_desk import PlansOfDesk
from deskhand.tickets.approving import Offered
from deskhand.tickets.models import Ticket

__all__ = ["cancel_plan", "plans_of", "start_plan"]


def plans_of(desk_id: int) -> Sequence[Offered]:
    """The plans that can be started on the desk, by code and name."""
    return PlansOfDesk().plans(desk_id)


def start_plan(*, actor: Actor, ticket: Ticket, plan: str, key: str) -> None:
    """Start the plan of that code on the ticket, in the caller's transaction; with one key once. Raises Invalid where
    the desk has no such plan in use. What the actor may do, the caller has judged."""
    PlansOfDesk().start(actor=actor, ticket=ticket, plan=plan, key=key)


def cancel_plan(*, actor: Actor, ticket: Ticket, key: str) -> None:
    """Give up the plan that was started with this key. Nothing where it has ended, or never began."""
    PlansOfDesk().cancel(actor=actor, ticket=ticket, key=key)
