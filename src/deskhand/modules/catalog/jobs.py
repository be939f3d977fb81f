"""Work of the module by the clock."""

from __future__ import annotations

from deskhand.jobs.queue import job
from deskhand.jobs.schedule import every
from deskhand.kernel import switches
from deskhand.modules.catalog.access import today_of
from deskhand.modules.catalog.actions.catching_up import catch_up
from deskhand.modules.catalog.actions.going_on import release
from deskhand.modules.catalog.actions.regular import place_regular
from deskhand.modules.catalog.models import OrderLine, RecurringOrder
from deskhand.modules.catalog.querysets import MODULE

QUARTER = 900.0

BATCH = 200
"""Lines that are released at once; the next look goes on."""


@job()
def look_for_planned_lines() -> None:
    """Order one job for each line whose day has come where its desk works; a machine that slept finds them all."""
    for desk_id in switches.desks_with(MODULE):
        rows = OrderLine.objects.within(desk_id).filter(ticket=None).due(today_of(desk_id)).order_by("pk")
        for pk in rows.values_list("pk", flat=True)[:BATCH]:
            release_line.put(unique_key=f"catalog:line:{pk}", desk_id=desk_id, line_id=pk)


@job()
def release_line(line_id: int) -> None:
    """Begin one."""
    release(line_id=line_id)


@job()
def look_again_on(of_desk: int) -> None:
    """The module was off on the desk: follow what happened meanwhile, then do what came due."""
    catch_up(desk_id=of_desk)
    look_for_planned_lines.put()
    look_for_regular_orders.put()


@job()
def look_for_regular_orders() -> None:
    """Order one job for each regular order whose day has come where its desk works."""
    for desk_id in switches.desks_with(MODULE):
        rows = RecurringOrder.objects.within(desk_id).going().filter(next_on__lte=today_of(desk_id)).order_by("next_on")
        for pk in rows.values_list("pk", flat=True)[:BATCH]:
            place_regular_order.put(unique_key=f"catalog:regular:{pk}", desk_id=desk_id, regular_id=pk)


@job()
def place_regular_order(regular_id: int) -> None:
    """Order one."""
    place_regular(regular_id=regular_id)


every(QUARTER, look_for_planned_lines)
every(QUARTER, look_for_regular_orders)
