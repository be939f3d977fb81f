"""Who reads along."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import DeskRole, Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit, emit_many
from deskhand.kernel.permissions import READERS
from deskhand.tickets import access
from deskhand.tickets.confiding import need_may_know
from deskhand.tickets.events import FollowerAdded, FollowerRemoved
from deskhand.tickets.models import Follower, Ticket

FOLLOWER_LIMIT = 200
"""Most followers of one ticket."""


@transaction.atomic
def follow(*, actor: Actor, ticket: Ticket, person: Person) -> None:
    """Let a person read along: colleagues see everything, others the public side."""
    actor.need_on("tickets.follow", ticket)
    add_followers(actor, access.served_ticket_for(actor, ticket.number, locked=True), [person])


@transaction.atomic
def unfollow(*, actor: Actor, ticket: Ticket, person: Person) -> None:
    """Take a person out again. Anybody may take themselves out."""
    if actor.person_id != person.pk:
        actor.need_on("tickets.follow", ticket)
    locked = access.ticket_for(actor, ticket.number, locked=True)
    gone, _rows = locked.followers.filter(person=person).delete()
    if gone:
        emit(FollowerRemoved(ticket=locked.pk, person=person.pk), actor=actor, desk_id=locked.desk_id)


def add_followers(actor: Actor, ticket: Ticket, people: Sequence[Person], *, by_mention: bool = False) -> None:
    """Add those who are neither requester nor follower yet. The caller holds the ticket. ``by_mention``: because a note
    names them; whoever is added otherwise follows whatever becomes of their role."""
    have = set(ticket.followers.values_list("person_id", flat=True)) | {ticket.requester_id}
    fresh = [person for person in people if person.pk not in have]
    if len(have) + len(fresh) > FOLLOWER_LIMIT:
        raise Invalid(_("At most %(limit)s people can follow a ticket.") % {"limit": FOLLOWER_LIMIT})
    if not by_mention and len(fresh) < len(people):
        ticket.followers.filter(person__in=people, by_mention=True).update(by_mention=False)
    for person in fresh:
        need_may_know(ticket, person, "person")
    for person in {one.pk: one for one in fresh}.values():
        Follower.objects.create(ticket=ticket, person=person, since=clock.now(), by_mention=by_mention)
        emit(FollowerAdded(ticket=ticket.pk, person=person.pk), actor=actor, desk_id=ticket.desk_id)


def let_mentioned_go(actor: Actor, *, desk_id: int, person_id: int) -> None:
    """Somebody lost a role: if they do not serve the desk any more, they follow no ticket of it that they follow only
    because a note mentioned them. Part of what takes the role; it asks for no permission of its own."""
    if DeskRole.objects.filter(desk_id=desk_id, person_id=person_id, role__in=READERS).exists():
        return
    found = (
        Follower.objects.within(desk_id)
        .with_confidential("nobody follows without a role")
        .filter(person_id=person_id, by_mention=True)
    )
    tickets = sorted(found.values_list("ticket_id", flat=True))
    found.delete()
    facts = [FollowerRemoved(ticket=pk, person=person_id) for pk in tickets]
    emit_many(facts, actor=actor, desk_id=desk_id)
