"""A confidential ticket that moves gets the list of readers of its new desk."""

from __future__ import annotations

from deskhand.accounts.actions import end_glass_of
from deskhand.accounts.actors import person_of
from deskhand.kernel.actor import Actor
from deskhand.kernel.events import emit
from deskhand.tickets import confiding
from deskhand.tickets.actions.confide import send_away
from deskhand.tickets.confiding import Readers
from deskhand.tickets.confiding_events import ReaderAdded, ReaderRemoved
from deskhand.tickets.models import Ticket


def hand_list(actor: Actor, ticket: Ticket, chosen: Readers, *, left: int) -> None:
    """Write the list of a held ticket that has just left a desk (its id). Each desk has the facts about its own people;
    glass that was broken for the ticket there is closed."""
    before = {one.pk for one in confiding.of_ticket(ticket).readers}
    after = {one.pk for one in chosen.readers}
    confiding.write_list(ticket, chosen, person_of(actor))
    for person_id in sorted(before - after):
        emit(ReaderRemoved(ticket=ticket.pk, person=person_id), actor=actor, desk_id=left)
    for person_id in sorted(after - before):
        emit(ReaderAdded(ticket=ticket.pk, person=person_id), actor=actor, desk_id=ticket.desk_id)
    send_away(actor, ticket)
    end_glass_of(actor=actor, desk_id=left, ticket_id=ticket.pk)
