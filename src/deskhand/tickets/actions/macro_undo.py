"""Taking back what a macro changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from deskhand.accounts.actors import person_of
from deskhand.accounts.models import Location, Person, Team
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid
from deskhand.tickets import access
from deskhand.tickets.actions.assign import assign, give_to_team
from deskhand.tickets.actions.change import change_kind, change_location, change_priority, change_service
from deskhand.tickets.actions.followers import follow, unfollow
from deskhand.tickets.actions.holding import take_back
from deskhand.tickets.actions.patch import value_of
from deskhand.tickets.actions.tag import retag
from deskhand.tickets.actions.transition import restore_status
from deskhand.tickets.models import Held, Service, Snooze, Status, Ticket

UNDO = "macro"
"""The verb under which it is kept."""

FIELDS = ("team", "assignee", "priority", "kind", "service", "location", "tags", "follows", "status")
"""What comes back, in this order: giving a new ticket to somebody opens it, so the status comes last."""

Snapshot = Mapping[str, Any]
"""A ticket's fields as they are compared, ids for rows; ``follows`` is about the actor, ``wakes_at`` until when it is
on hold."""


def snapshot(ticket: Ticket, actor: Actor) -> Snapshot:
    """What the ticket is like now, whatever the row in hand says."""
    now = Ticket.objects.within(ticket.desk_id).get(pk=ticket.pk)
    asleep = Snooze.objects.within(ticket.desk_id).in_force().filter(ticket=ticket)
    wakes_at = asleep.values_list("wakes_at", flat=True).first()
    return {
        **{name: value_of(now, name) for name in FIELDS if name != "follows"},
        "follows": now.followers.filter(person_id=actor.person_id).exists(),
        "wakes_at": wakes_at.isoformat() if wakes_at else None,
    }


def kept_of(before: Snapshot, after: Snapshot, held: Held | None) -> dict[str, Any]:
    """What an undo needs: old and new values of what changed, and the answer that waits. Empty if there is nothing to
    take back."""
    changed = {name: [before[name], after[name]] for name in FIELDS if before[name] != after[name]}
    return {**changed, "held": held.pk} if held is not None else changed


def take_macro_back(actor: Actor, ticket: Ticket, kept: Mapping[str, Any]) -> None:
    """Put back what a macro changed, all of it or nothing. What was written stays; an answer that has not left is its
    author's draft again. Raises Invalid if somebody changed it again since."""
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    waits = Held.objects.within(locked.desk_id).filter(pk=kept.get("held") or 0, ticket=locked).exists()
    if waits:
        take_back(actor=actor, ticket=locked, held=kept["held"])
    now = snapshot(locked, actor)
    changed = [name for name in FIELDS if name in kept]
    if any(now[name] != kept[name][1] for name in changed):
        raise Invalid(_("Somebody changed this ticket again since."))
    if not changed and not waits:
        raise Conflict(_("The answer has left: it cannot be taken back any more."))
    for name in changed:
        _put_back(actor, locked, name, kept[name][0])


def _put_back(actor: Actor, ticket: Ticket, name: str, was: Any) -> None:
    if name == "team":
        team = Team.objects.within(ticket.desk_id).filter(pk=was).first()
        give_to_team(actor=actor, ticket=ticket, to=team, is_undo=True)
    elif name == "assignee":
        assign(actor=actor, ticket=ticket, to=Person.objects.filter(pk=was).first() if was else None)
    elif name == "priority":
        change_priority(actor=actor, ticket=ticket, to=was)
    elif name == "kind":
        change_kind(actor=actor, ticket=ticket, to=was)
    elif name == "service":
        former = Service.objects.within(ticket.desk_id).filter(pk=was).first() if was else None
        change_service(actor=actor, ticket=ticket, to=former)
    elif name == "location":
        place = Location.objects.within(ticket.desk_id).filter(pk=was).first() if was else None
        change_location(actor=actor, ticket=ticket, to=place)
    elif name == "tags":
        retag(actor=actor, ticket=ticket, to=was)
    elif name == "status":
        restore_status(actor=actor, ticket=ticket, to=Status.objects.within(ticket.desk_id).get(pk=was))
    elif me := person_of(actor):
        (follow if was else unfollow)(actor=actor, ticket=ticket, person=me)
