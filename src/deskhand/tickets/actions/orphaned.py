"""What was merged into a ticket that goes for good."""

from __future__ import annotations

from collections.abc import Mapping

from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.events import emit
from deskhand.tickets import rows
from deskhand.tickets.actions.merge import as_before, set_apart
from deskhand.tickets.actions.merged_people import hand_over
from deskhand.tickets.actions.passing_on import told_together
from deskhand.tickets.merging_events import TicketMerged, TicketMergedIn, TicketUnmerged
from deskhand.tickets.models import Merge, Ticket


def let_go_of_merged(ticket: Ticket, held: Mapping[int, Ticket]) -> None:
    """Each ticket that is merged into this one is as it was before; if this one is merged into another, it is merged
    into that one instead. ``held`` are all of them, locked, by id."""
    merges = Merge.objects.within(ticket.desk_id).with_confidential("of the ticket at hand").filter(undone_at=None)
    up: Merge | None = merges.filter(ticket=ticket).first()
    for kept in merges.filter(into=ticket).order_by("ticket__number"):
        if up is None:
            _set_free(held[kept.ticket_id], ticket, kept)
        else:
            _hang_onto(held[kept.ticket_id], held[up.into_id], kept, up)


def _set_free(child: Ticket, ticket: Ticket, kept: Merge) -> None:
    kept.undone_at = clock.now()
    kept.save(update_fields=["undone_at"])
    set_apart(child)
    as_before(SYSTEM, child, kept)
    child.save(update_fields=told_together(child))
    emit(TicketUnmerged(ticket=child.pk, number=ticket.number), actor=SYSTEM, desk_id=child.desk_id)


def _hang_onto(child: Ticket, there: Ticket, kept: Merge, up: Merge) -> None:
    """Whoever follows there because of both merges does so because of this one."""
    kept.into, kept.follow, kept.joined = there, kept.follow and up.follow, []
    kept.save(update_fields=["into", "follow", "joined"])
    hand_over(there, up.joined)
    child.merged_into = there
    child.save(update_fields=rows.touched(child, clock.now(), "merged_into"))
    fact = TicketMerged(ticket=child.pk, number=there.number, joined=kept.follow)
    emit(fact, actor=SYSTEM, desk_id=child.desk_id)
    emit(TicketMergedIn(ticket=there.pk, number=child.number), actor=SYSTEM, desk_id=there.desk_id)
