"""What moves journeys on: the tickets of their activities."""

from __future__ import annotations

from django.db.models import Q

from deskhand.kernel import switches
from deskhand.kernel.events import Fact
from deskhand.kernel.reactions import together
from deskhand.modules.journeys.actions.course import let_go_on
from deskhand.modules.journeys.models import Activity
from deskhand.modules.journeys.querysets import MODULE
from deskhand.tickets.events import MarkedSpam, StatusChanged, TicketDeleted, TicketRestored, UnmarkedSpam
from deskhand.tickets.events_of_orders import ApprovalDecided
from deskhand.tickets.merging_events import TicketMerged, TicketUnmerged


@together(StatusChanged, TicketDeleted, TicketRestored, MarkedSpam, UnmarkedSpam, TicketMerged, TicketUnmerged)
def look_at_journeys(fact: Fact) -> None:
    """Put the job that goes on with the journey of this ticket, or of one that is merged into it. One query."""
    rows = Activity.objects.beyond_walls("the ticket is on the desk that does it, the journey on another")
    ticket = fact.subject_id
    found = rows.filter(Q(ticket_id=ticket) | Q(ticket__survivor_id=ticket), journey__ended_at=None).order_by()
    for journey_id, desk_id in found.values_list("journey_id", "journey__desk_id").distinct():
        if switches.is_on(MODULE, desk_id):
            let_go_on(journey_id, desk_id)


@together(ApprovalDecided)
def hear_of_approval(fact: ApprovalDecided) -> None:
    """Put the job that ends the activity. It may be decided within the transaction that asks for it."""
    from deskhand.modules.journeys.jobs import tell_decided

    word, _sign, pk = fact.key.partition(":")
    if word != "journey" or not (pk.isascii() and pk.isdecimal()):
        return
    rows = Activity.objects.beyond_walls("named by the word with which it asked")
    found = rows.filter(pk=int(pk), journey__ended_at=None).order_by().values_list("journey_id", "journey__desk_id")
    for journey_id, desk_id in found:
        tell_decided.put(
            ordering_key=f"journey:{journey_id}",
            desk_id=desk_id,
            journey_id=journey_id,
            activity_id=int(pk),
            ticket_id=fact.ticket,
            outcome=fact.outcome,
        )
