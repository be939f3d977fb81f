"""The proof that a request came from the address that stands on it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts import addresses
from deskhand.accounts.models import Person
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied
from deskhand.kernel.events import emit
from deskhand.tickets.events import TicketConfirmed
from deskhand.tickets.models import Ticket


@transaction.atomic
def confirm_requests(*, actor: Actor, person: Person) -> int:
    """The person says that the unproven requests in their name are theirs, after showing that mail to their address
    reaches them (a signed link, or a session of their own). Returns how many were waiting; a second press finds none.
    """
    if actor.person_id != person.pk or actor.only_ticket is not None:
        raise Denied(_("Only the owner of the address can confirm this."))
    if person.email:
        addresses.prove(person, person.email)
    waiting = list(
        Ticket.objects.beyond_walls("a person confirms what was sent in their name, on whatever desk")
        .listed()
        .filter(requester=person, is_unproven=True)
        .select_for_update(of=("self",))
        .order_by("number")
    )
    for ticket in waiting:
        ticket.is_unproven = False
        ticket.save(update_fields=["is_unproven"])
        emit(TicketConfirmed(ticket=ticket.pk), actor=actor, desk_id=ticket.desk_id)
    return len(waiting)
