"""What timers do when something happens to their ticket."""

from __future__ import annotations

from deskhand.kernel.reactions import together
from deskhand.modules.time.actions.moving import take_along
from deskhand.tickets.events import TicketLeft, TicketMoved


@together(TicketLeft, TicketMoved)
def go_along(fact: TicketLeft | TicketMoved) -> None:
    """Wherever the module is on, there or on the former desk: no timer stays behind on a ticket that is gone."""
    take_along(ticket_id=fact.ticket, desk_id=fact.new_desk)
