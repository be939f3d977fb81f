"""The entries of a ticket as its pages show them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.modules.time import sums
from deskhand.modules.time.access import RELATED
from deskhand.modules.time.actions.correct import KEPT_DAYS, may_correct
from deskhand.modules.time.durations import as_clock
from deskhand.modules.time.models import Entry, Timer
from deskhand.tickets.merged import ids_together
from deskhand.tickets.models import Ticket

SHOWN = 200
"""Newest entries on a ticket's page of time."""

NEWEST = 3
"""Entries in the panel beside the ticket."""


class Running(NamedTuple):
    """The reader's own timer, and how long it ran (``1:05``). ``since`` is the instant at which it would have begun
    without pauses."""

    timer: Timer
    clock: str
    since: datetime


def entries_on(ticket: Ticket) -> Any:
    """Those of the ticket, and of what is merged into it, on the ticket's desk."""
    ids = ids_together(ticket.desk_id, ticket.pk)
    return Entry.objects.within(ticket.desk_id).filter(ticket_id__in=ids)


def entries_of(actor: Actor, ticket: Ticket) -> dict[str, Any]:
    """What the page of a ticket's time shows: entries, what was removed lately, and sums."""
    found = entries_on(ticket).select_related(*RELATED)
    rows = list(found.counted()[: SHOWN + 1])
    since = clock.now() - timedelta(days=KEPT_DAYS)
    removed = found.filter(removed_at__gte=since).order_by("-removed_at")[:SHOWN]
    return {
        "lines": rows[:SHOWN],
        "has_more": len(rows) > SHOWN,
        "shown": SHOWN,
        "removed": [one for one in removed if may_correct(actor, one)],
        "kept_days": KEPT_DAYS,
        "total": sums.total(entries_on(ticket).counted()),
        "people": sums.rows_by(entries_on(ticket).counted(), "person"),
        "running": running_on(actor, ticket),
    }


def in_brief(actor: Actor, ticket: Ticket) -> dict[str, Any]:
    """What the panel shows. Four questions."""
    counted = entries_on(ticket).counted()
    return {
        "lines": list(counted.select_related(*RELATED)[:NEWEST]),
        "total": sums.total(counted),
        "running": running_on(actor, ticket),
    }


def running_on(actor: Actor, ticket: Ticket) -> Running | None:
    """The reader's timer on the ticket."""
    found: Timer | None = Timer.objects.own_of(actor).filter(ticket=ticket).first()
    return described(found) if found is not None else None


def described(timer: Timer) -> Running:
    """A timer as it stands now."""
    now = clock.now()
    return Running(timer, as_clock(timer.elapsed(now)), now - timer.elapsed(now))
