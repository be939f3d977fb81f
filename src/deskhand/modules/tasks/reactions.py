"""What tasks do when something happens to their ticket."""

from __future__ import annotations

from deskhand.kernel.reactions import together
from deskhand.modules.tasks.actions.moving import free_foreign
from deskhand.tickets.events import TicketMoved


@together(TicketMoved)
def leave_the_former_people(fact: TicketMoved) -> None:
    """On another desk the tasks are nobody's of the former one."""
    free_foreign(desk_id=fact.new_desk, ticket_id=fact.ticket)
