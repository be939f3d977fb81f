"""What tasks do when something happens to their ticket, and plans when something happens to a calendar."""

from __future__ import annotations

from deskhand.calendars.events import CalendarChanged, CalendarChosen, CalendarRenewed
from deskhand.kernel import switches
from deskhand.kernel.reactions import afterwards, together
from deskhand.modules.tasks.actions import follow_calendar
from deskhand.modules.tasks.actions.moving import free_foreign
from deskhand.modules.tasks.models import RecurringTicket
from deskhand.modules.tasks.querysets import MODULE
from deskhand.tickets.events import TicketMoved


@together(TicketMoved)
def leave_the_former_people(fact: TicketMoved) -> None:
    """On another desk the tasks are nobody's of the former one."""
    free_foreign(desk_id=fact.new_desk, ticket_id=fact.ticket)


@afterwards(CalendarChanged, CalendarChosen, CalendarRenewed)
def wait_by_the_new_calendar(_fact: CalendarChanged | CalendarChosen | CalendarRenewed) -> None:
    """Tickets that come again move with the working days."""
    rows = RecurringTicket.objects.within(switches.desks_with(MODULE)).running().exclude(next_at=None)
    for pk in rows.values_list("pk", flat=True):
        follow_calendar(recurring_id=pk)
