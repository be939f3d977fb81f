"""What orders do when something happens to their ticket, their approval or their plan."""

from __future__ import annotations

from deskhand.kernel.reactions import afterwards
from deskhand.modules.catalog import letters
from deskhand.modules.catalog.actions import going_on
from deskhand.modules.catalog.events import ItemOrdered, RegularOrderFailed
from deskhand.tickets.events import StatusChanged, TicketLeft, TicketMoved
from deskhand.tickets.events_of_orders import ApprovalDecided, PlanEnded


@afterwards(ApprovalDecided)
def take_decision(fact: ApprovalDecided) -> None:
    """Approved, the work begins; declined, the line ends."""
    going_on.take_decision(key=fact.key, outcome=fact.outcome)


@afterwards(PlanEnded)
def take_end_of_plan(fact: PlanEnded) -> None:
    """Done, the line is delivered."""
    going_on.take_end_of_plan(key=fact.key, outcome=fact.outcome)


@afterwards(StatusChanged)
def follow_ticket(fact: StatusChanged) -> None:
    """A line goes where its ticket went."""
    if fact.old_category != fact.new_category:
        going_on.follow_ticket(ticket_id=fact.ticket, category=fact.new_category)


@afterwards(TicketLeft)
def leave_desk(fact: TicketLeft) -> None:
    """On another desk there is no line."""
    going_on.leave_desk(ticket_id=fact.ticket)


@afterwards(TicketMoved)
def come_back(fact: TicketMoved) -> None:
    """On its own desk again, the line goes on."""
    going_on.come_back(ticket_id=fact.ticket)


@afterwards(ItemOrdered)
def tell_for_whom(fact: ItemOrdered) -> None:
    """Somebody else ordered it for them."""
    if fact.affected is not None:
        letters.tell_for_whom(fact.line)


@afterwards(RegularOrderFailed)
def tell_paused(fact: RegularOrderFailed) -> None:
    """Whoever wanted it again and again."""
    letters.tell_paused(fact.regular, once=f"catalog:paused:{fact.meta.id}")
