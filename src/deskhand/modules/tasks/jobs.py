"""Work of the module by the clock."""

from __future__ import annotations

from deskhand.jobs.queue import job
from deskhand.jobs.schedule import every
from deskhand.kernel import clock, switches
from deskhand.modules.tasks.actions import forget_dropped, make_due
from deskhand.modules.tasks.models import RecurringTicket
from deskhand.modules.tasks.querysets import MODULE

MINUTE, HOUR = 60.0, 3600.0

BATCH = 200
"""Tickets that are ordered at once; the next minute goes on."""


@job()
def forget_dropped_tasks() -> None:
    """Remove what was taken away long ago."""
    forget_dropped()


@job()
def make_recurring_tickets() -> None:
    """Order one job for each ticket that is due; a machine that slept finds them all."""
    rows = RecurringTicket.objects.within(switches.desks_with(MODULE)).due(clock.now()).order_by("next_at")
    for pk, desk_id in rows.values_list("pk", "desk_id")[:BATCH]:
        make_recurring_ticket.put(unique_key=f"recurring:{pk}", desk_id=desk_id, recurring_id=pk)


@job()
def make_recurring_ticket(recurring_id: int) -> None:
    """Open one."""
    make_due(recurring_id=recurring_id)


every(MINUTE, make_recurring_tickets)
every(HOUR, forget_dropped_tasks)
