"""Who reads along."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit
from deskhand.tickets import access
from deskhand.tickets.events import FollowerAdded, FollowerRemoved
from deskhand.tickets.models import Follower, Ticket

FOLLOWER_LIMIT = 200
"""Most followers of one ticket."""


@transaction.atomic
def follow(*, actor: Actor, ticket: Ticket, person: Person) -> None:
    """Let a person read along: colleagues see everything, others the public side."""
    actor.need("tickets.follow", ticket.desk_id)
    add_followers(actor, access.served_ticket_for(actor, ticket.number, locked=True), [person])


@transaction.atomic
def unfollow(*, actor: Actor, ticket: Ticket, person: Person) -> None:
    """Take a person out again. Anybody may take themselves out."""
    if actor.person_id != person.pk:
        actor.need("tickets.follow", ticket.desk_id)
    locked = access.ticket_for(actor, ticket.number, locked=True)
    gone, _rows = locked.followers.filter(person=person).delete()
    if gone:
        emit(FollowerRemoved(ticket=locked.pk, person=person.pk), actor=actor, desk_id=locked.desk_id)


def add_followers(actor: Actor, ticket: Ticket, people: Sequence[Person]) -> None:
    """Add those who are neither requester nor follower yet. The caller holds the ticket."""
    have = set(ticket.followers.values_list("person_id", flat=True)) | {ticket.requester_id}
    fresh = [person for person in people if person.pk not in have]
    if len(have) + len(fresh) > FOLLOWER_LIMIT:
        raise Invalid(_("At most %(limit)s people can follow a ticket.") % {"limit": FOLLOWER_LIMIT})
    for person in {one.pk: one for one in fresh}.values():
        Follower.objects.create(ticket=ticket, person=person, since=clock.now())
        emit(FollowerAdded(ticket=ticket.pk, person=person.pk), actor=actor, desk_id=ticket.desk_id)
