"""What becomes of what tickets on hold wait for when something else happens to them or to those."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from deskhand.kernel import clock
from deskhand.tickets.models import Category, Snooze, Ticket
from deskhand.tickets.models.choices import FINISHED


def wait_no_more(ticket: Ticket, old_category: str, at: datetime, *, is_undo: bool) -> None:
    """The ticket has another status than ``old_category``. Off hold, what it waited for sleeps; an undo that puts it on
    hold again wakes that, any other change forgets it. The caller holds the ticket."""
    was, is_on_hold = old_category == Category.ON_HOLD, ticket.category == Category.ON_HOLD
    if was == is_on_hold:
        return
    kept = Snooze.objects.within(ticket.desk_id).filter(ticket=ticket)
    if was:
        kept.in_force().update(ended_at=at)
    elif is_undo:
        _wait_again(kept)
    else:
        kept.exclude(ended_at=None).delete()


def order(snooze_id: int, at: datetime) -> None:
    """Put the job that wakes a ticket at its instant."""
    from deskhand.tickets.jobs import wake_up

    delay = max(0.0, (at - clock.now()).total_seconds())
    key = f"wake:{snooze_id}:{at.timestamp():.0f}"
    wake_up.put(unique_key=key, delay_seconds=delay, priority=10, snooze_id=snooze_id)


def order_waking(ticket_id: int) -> None:
    """The ticket is finished, or in the bin: those that waited for it are looked after."""
    from deskhand.tickets.jobs import let_go_on

    asleep = Snooze.objects.beyond_walls("both tickets are on one desk").in_force().filter(after_id=ticket_id)
    for pk in asleep.values_list("pk", flat=True):
        let_go_on.put(unique_key=f"let_go_on:{pk}", snooze_id=pk)


def go_along(*, ticket_id: int) -> None:
    """The ticket was merged into another: what waited for its end waits for that of the other one. The other one itself
    waits for it no more, and is woken within the minute if it waited for nothing else."""
    tickets = Ticket.objects.beyond_walls("both tickets are on one desk")
    there = tickets.filter(pk=ticket_id).values_list("survivor_id", flat=True).first()
    waiting = Snooze.objects.beyond_walls("both tickets are on one desk").filter(after_id=ticket_id)
    waiting.filter(ticket_id=there).update(after=None)
    waiting.update(after=there)
    if there is not None and tickets.filter(pk=there, category__in=FINISHED).exists():
        order_waking(there)


def part(*, ticket_id: int) -> None:
    """A ticket has gone to another desk: neither does it wait for one that stayed, nor the other way round. What waits
    for nothing any more is woken within the minute."""
    both = Q(ticket_id=ticket_id) | Q(after_id=ticket_id)
    Snooze.objects.beyond_walls("one of the two has left the desk").filter(both).update(after=None)


def _wait_again(kept: Any) -> None:
    for row in kept.exclude(ended_at=None):
        row.ended_at = None
        row.save(update_fields=["ended_at"])
        if row.wakes_at is not None:
            order(row.pk, row.wakes_at)
