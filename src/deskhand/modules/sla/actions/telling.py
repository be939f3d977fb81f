"""What happens when a clock rings: each warning and the breach is noted once, as a fact; what follows from it is a job
of its own for each step, through the actions that people use."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.events import emit
from deskhand.modules.sla import milestones, naming, rulebook
from deskhand.modules.sla.actions import stepping
from deskhand.modules.sla.actions.ringing import AHEAD, listen, put, switched_on_at
from deskhand.modules.sla.actions.settle import settle
from deskhand.modules.sla.events import ClockBreached, ClockWarned
from deskhand.modules.sla.ledger import life_of
from deskhand.modules.sla.models import Clock, Passing
from deskhand.modules.sla.terms import BREACH, Milestone
from deskhand.tickets.models import Ticket

LATE_AFTER = timedelta(seconds=30)
"""What is told later than this is marked as late: nobody was there."""

BATCH = 200
"""Tickets for which one ring puts jobs; the next goes on."""


def ring(*, desk_id: int) -> None:
    """Put a job for each ticket of the desk with a clock that rings now."""
    from deskhand.modules.sla.jobs import tell

    now = clock.now()
    rows = Clock.objects.within(desk_id).ringing(now)
    tickets = list(rows.order_by("wakes_at").values_list("ticket_id", flat=True)[:BATCH])
    for ticket_id in dict.fromkeys(tickets):
        tell.put(unique_key=f"sla.tell:{ticket_id}", priority=10, desk_id=desk_id, ticket_id=ticket_id)
    if len(tickets) == BATCH:
        put(desk_id, now + timedelta(seconds=1))
    elif not tickets:
        ring_again(desk_id, now)


def ring_again(desk_id: int, now: datetime) -> None:
    """Other machines' clocks, and the database's, may be ahead of ours: what they rang too early rings when it is
    due by ours."""
    soon = Clock.objects.within(desk_id).waiting().filter(wakes_at__gt=now, wakes_at__lte=now + AHEAD)
    at = soon.order_by("wakes_at").values_list("wakes_at", flat=True).first()
    if at is not None:
        put(desk_id, at)


@transaction.atomic
def tell(*, ticket_id: int) -> int:
    """Note what has passed on the ticket. Returns how much. A second call finds nothing more."""
    rows = Ticket.objects.beyond_walls("its clocks are asked of the desk that it is on now").select_for_update()
    ticket = rows.filter(pk=ticket_id).first()
    if ticket is None:
        return 0
    settle(ticket)
    now = clock.now()
    found = Clock.objects.within(ticket.desk_id).filter(ticket=ticket).ringing(now)
    rows = list(found.prefetch_related("intervals", "passings").select_related("version"))
    if not rows:
        ring_again(ticket.desk_id, now)
    return sum(_told(ticket, row, now) for row in rows)


def _told(ticket: Ticket, row: Clock, now: datetime) -> int:
    calendars, life = rulebook.Calendars(), life_of(row)
    target = naming.target_of(row)
    if target is None:
        return 0
    known = {one.milestone for one in row.passings.all()}
    ahead = [(one, at) for one, at in milestones.instants(life, target, calendars) if one.key not in known]
    passed = sorted((at, one.key, one) for one, at in ahead if at <= now)
    since = switched_on_at(row.desk_id, now)
    for at, _key, milestone in passed:
        if since is not None and at < since:
            Passing.objects.create(clock=row, milestone=milestone.key, due_at=at, passed_at=now, was_silent=True)
        else:
            _note(ticket, row, milestone, at, now)
    row.wakes_at = min((at for _one, at in ahead if at > now), default=None)
    row.save(update_fields=["wakes_at"])
    listen([row])
    return len(passed)


def _note(ticket: Ticket, row: Clock, milestone: Milestone, at: datetime, now: datetime) -> None:
    is_late = now - at > LATE_AFTER
    Passing.objects.create(clock=row, milestone=milestone.key, due_at=at, passed_at=now, is_late=is_late)
    due = (row.due_at or at).isoformat()
    fact = (
        ClockBreached(ticket=ticket.pk, clock=row.pk, level=row.level, key=row.key, due_at=due, is_late=is_late)
        if milestone.key == BREACH
        else ClockWarned(
            ticket=ticket.pk,
            clock=row.pk,
            level=row.level,
            key=row.key,
            milestone=milestone.key,
            due_at=due,
            is_late=is_late,
        )
    )
    stepping.order(row, milestone, emit(fact, actor=SYSTEM, desk_id=ticket.desk_id))
