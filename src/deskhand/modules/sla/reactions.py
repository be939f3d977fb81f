"""What the clocks do when something happens."""

from __future__ import annotations

from deskhand.calendars.events import CalendarChanged, CalendarChosen, CalendarRenewed
from deskhand.kernel import switches
from deskhand.kernel.events import Fact, types
from deskhand.kernel.reactions import afterwards, together
from deskhand.modules.sla.actions.catching_up import catch_up
from deskhand.modules.sla.actions.settle import settle
from deskhand.modules.sla.models import PolicyVersion
from deskhand.modules.sla.querysets import MODULE
from deskhand.tickets.changes import CODES
from deskhand.tickets.events import TicketLeft
from deskhand.tickets.models import Ticket


@together(*(types()[code] for code in sorted(CODES)))
def go_by_the_story(fact: Fact) -> None:
    """The clocks of a ticket follow from its facts, in the same transaction. Of a move its first fact is not the whole
    story: where the other desk has the module, the second settles it at once; in any case a job does when both are
    there."""
    if isinstance(fact, TicketLeft):
        _settle_when_it_has_moved(fact)
        return
    found = Ticket.objects.beyond_walls("a ticket that left tells it on its former desk")
    ticket = found.filter(pk=fact.subject_id).first()
    if ticket is not None:
        settle(ticket)


def _settle_when_it_has_moved(fact: TicketLeft) -> None:
    from deskhand.modules.sla.jobs import tell

    key = f"sla.tell:{fact.ticket}"
    tell.put(unique_key=key, priority=10, desk_id=fact.meta.desk_id, ticket_id=fact.ticket)


@afterwards(CalendarChanged, CalendarChosen, CalendarRenewed)
def count_by_the_new_calendar(fact: Fact) -> None:
    """What is to come is due by the calendar as it is now."""
    desk = fact.meta.desk_id
    wanted = [desk] if desk is not None else switches.desks_with(MODULE)
    having = PolicyVersion.objects.within(list(wanted)).values_list("policy__desk_id", flat=True).order_by()
    for desk_id in sorted(set(having) & set(switches.desks_with(MODULE))):
        catch_up(desk_id=desk_id, silently=False)
