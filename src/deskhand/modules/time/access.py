"""The gates to what belongs to a ticket's time. Where the module is off, nothing is there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.modules.time.actions.correct import KEPT_DAYS
from deskhand.modules.time.models import Activity, Entry, Timer
from deskhand.modules.time.querysets import on
from deskhand.tickets import access
from deskhand.tickets.models import Ticket

RELATED = ("ticket", "person", "activity", "desk")
"""What an entry is shown with."""


def timed_ticket_for(actor: Actor, number: int) -> Ticket:
    """The ticket, if the actor serves its desk and the module is on there; else NotFound."""
    ticket = access.served_ticket_for(actor, number)
    if ticket.desk_id not in on(actor.desks_with("time.read")):
        raise NotFound
    return ticket


def entry_for(actor: Actor, pk: int, *, desk_id: int | None = None) -> Entry:
    """The entry, if the actor reads the time of its ticket, which is still on its desk; else NotFound. One that was
    removed is there while it can be restored."""
    found: Any = Entry.objects.visible_to(actor).still_here().select_related(*RELATED)
    if desk_id is not None:
        found = found.filter(desk_id=desk_id)
    row: Entry | None = found.filter(pk=pk).first()
    if row is None or is_gone(row):
        raise NotFound
    return row


def is_gone(entry: Entry) -> bool:
    """Whether it was removed too long ago to be restored."""
    return entry.removed_at is not None and entry.removed_at < clock.now() - timedelta(days=KEPT_DAYS)


def timer_on(actor: Actor, ticket: Ticket) -> Timer | None:
    """The actor's own timer on the ticket."""
    found: Timer | None = Timer.objects.own_of(actor).filter(ticket=ticket).first()
    return found


def timer_for(actor: Actor, number: int) -> Timer:
    """The actor's own timer on the ticket of this number, else NotFound. It is theirs whether or not they may still
    read the ticket."""
    found: Timer | None = Timer.objects.own_of(actor).select_related("ticket").filter(ticket__number=number).first()
    if found is None:
        raise NotFound
    return found


def running_timer(actor: Actor) -> Timer | None:
    """The actor's timer that runs, on whatever desk of theirs. One query."""
    found: Timer | None = Timer.objects.own_of(actor).running().select_related("ticket").first()
    return found


def activity_for(actor: Actor, pk: int) -> Activity:
    """An activity of a desk whose time the actor reads, else NotFound."""
    found: Activity | None = Activity.objects.served_by(actor).filter(pk=pk).select_related("desk").first()
    if found is None:
        raise NotFound
    return found
