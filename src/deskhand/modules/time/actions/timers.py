"""Timers. A timer is its owner's alone, and one of them runs at a time: starting one pauses the one that runs."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, Invalid, NotFound
from deskhand.modules.time.actions.book import Work, book
from deskhand.modules.time.models import Entry, Timer
from deskhand.tickets import access
from deskhand.tickets.models import Ticket

TIMERS_LIMIT = 20
"""Most timers that somebody has, all but one of them paused."""


@transaction.atomic
def start(*, actor: Actor, ticket: Ticket) -> Timer:
    """Let the actor's timer on the ticket run: a new one, or the one that is paused there. Another that runs is
    paused."""
    actor.need_on("time.book", ticket)
    person, now = _own(actor), clock.now()
    held = access.served_ticket_for(actor, ticket.number)
    Person.objects.select_for_update().get(pk=person)  # Two browsers start one after the other.
    mine = Timer.objects.scoped(person_id=person)
    timer: Timer | None = mine.select_for_update().filter(ticket=held).first()  # It may be stopped at this moment.
    if timer is not None and timer.is_running:
        return timer
    if timer is None and mine.count() >= TIMERS_LIMIT:
        raise Invalid(_("You have %(limit)s timers. Stop one of them first.") % {"limit": TIMERS_LIMIT})
    for other in mine.running():
        _halt(other)
    if timer is None:
        made: Timer = Timer.objects.create(
            desk_id=held.desk_id, ticket=held, person_id=person, made_at=now, started_at=now
        )
        return made
    timer.started_at = now
    timer.save(update_fields=["started_at"])
    return timer


@transaction.atomic
def pause(*, actor: Actor, timer: Timer) -> Timer:
    """Let it stand still; nothing happens to one that does."""
    row = _locked(actor, timer)
    if row.is_running:
        _halt(row)
    return row


@transaction.atomic
def stop(*, actor: Actor, timer: Timer, work: Work) -> Entry:
    """Book the work that the timer measured, as corrected by its owner, and put the timer away."""
    access.served_ticket_for(actor, timer.ticket.number, locked=True)  # Before the timer, as a move does.
    row = _locked(actor, timer)
    entry = book(actor=actor, ticket=row.ticket, work=work, by_timer=True)
    row.delete()
    return entry


@transaction.atomic
def discard(*, actor: Actor, timer: Timer) -> timedelta:
    """Put the timer away and book nothing. Returns what it had measured."""
    row = _locked(actor, timer)
    measured = row.elapsed(clock.now())
    row.delete()
    return measured


def _locked(actor: Actor, timer: Timer) -> Timer:
    found = Timer.objects.own_of(actor).select_for_update(of=("self",)).select_related("ticket")
    row: Timer | None = found.filter(pk=timer.pk).first()
    if row is None:
        raise NotFound
    actor.need("time.book", row.desk_id)
    return row


def _halt(timer: Timer) -> None:
    timer.gathered = timer.elapsed(clock.now())
    timer.started_at = None
    timer.save(update_fields=["gathered", "started_at"])


def _own(actor: Actor) -> int:
    if actor.person_id is None:
        raise Denied(_("Sign in first."))
    return actor.person_id
