"""Deriving the clocks of tickets that exist already: after switching on, and after a change of policies or calendars.
In batches, in the background, one at a time on a desk; how far it is, everybody may see."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from deskhand.kernel import clock, switches
from deskhand.kernel.models import Event
from deskhand.modules.sla.actions.settle import settle_anew
from deskhand.modules.sla.models import CatchUp, Clock
from deskhand.modules.sla.querysets import MODULE
from deskhand.modules.sla.rulebook import Calendars
from deskhand.tickets.models import Ticket
from deskhand.tickets.models.choices import UNFINISHED

BATCH = 50
"""Tickets of one batch, each in a transaction of its own."""

LONGEST_REST = 0.1
"""Seconds for which it gives way after one ticket, at most."""


@transaction.atomic
def catch_up(*, desk_id: int, silently: bool = True) -> None:
    """Begin, or begin again when what is under way is through. ``silently``: what passed meanwhile is not told."""
    from deskhand.modules.sla.jobs import go_on

    CatchUp.objects.within(desk_id).get_or_create(
        desk_id=desk_id, defaults={"begun_at": clock.now(), "ended_at": clock.now()}
    )
    row = CatchUp.objects.within(desk_id).select_for_update().get()
    if row.ended_at is None:
        row.again = True
        row.save(update_fields=["again"])
        return
    _begin(row)
    go_on.put(unique_key=f"sla.catch_up:{desk_id}", desk_id=desk_id, desk=desk_id, silently=silently)


def catch_up_written(tickets: Sequence[Ticket]) -> None:
    """Tickets were written with their past at once: their clocks follow, in the background."""
    for desk_id in sorted({one.desk_id for one in tickets} & set(switches.desks_with(MODULE))):
        catch_up(desk_id=desk_id)


def catch_up_some(*, desk_id: int, silently: bool) -> Callable[[], bool] | None:
    """One batch, each ticket in a transaction of its own. Returns what notes it and says whether there is more to do;
    None if nothing is under way."""
    row = CatchUp.objects.within(desk_id).filter(ended_at=None).first()
    if row is None:
        return None
    tickets = list(_concerned(desk_id).filter(pk__gt=row.upto_id).order_by("pk").values_list("pk", flat=True)[:BATCH])
    calendars = Calendars()  # Whoever changes one meanwhile asks for another catching up.
    for pk in tickets:
        began = time.monotonic()
        settle_anew(ticket_id=pk, silently=silently, calendars=calendars)
        _give_way(time.monotonic() - began)
    return lambda: _went_on(desk_id, row.upto_id, tickets)


def _give_way(worked: float) -> None:
    """Rest for as long as it worked. On SQLite one writes at a time, and whoever waits to write looks only now and then
    whether he may: between transactions that follow each other at once he would hardly ever find that he does."""
    if connection.vendor == "sqlite":
        time.sleep(min(worked, LONGEST_REST))


@transaction.atomic
def _went_on(desk_id: int, since: int, tickets: list[int]) -> bool:
    row = CatchUp.objects.within(desk_id).select_for_update().filter(ended_at=None).first()
    if row is None or row.upto_id != since:
        return False
    if tickets:
        row.upto_id, row.done = tickets[-1], row.done + len(tickets)
        row.save(update_fields=["upto_id", "done"])
        return True
    if row.again:
        _begin(row)
        return True
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    return False


def _begin(row: CatchUp) -> None:
    row.begun_at, row.ended_at, row.again, row.upto_id, row.done = clock.now(), None, False, 0, 0
    row.total = _concerned(row.desk_id).count()
    row.save()


def _concerned(desk_id: int) -> Any:
    """Unfinished tickets, those whose clocks are open, and those to which something happened while the module was
    off."""
    running = Clock.objects.beyond_walls("of the desk's tickets").open().filter(ticket_id=OuterRef("pk"))
    wanted = Q(category__in=UNFINISHED) | Q(Exists(running))
    since = _switched_off(desk_id)
    if since is not None:
        wanted |= Q(updated_at__gte=since)
    return Ticket.objects.within(desk_id).with_confidential("clocks run on every ticket").filter(wanted)


def _switched_off(desk_id: int) -> datetime | None:
    """When the module was switched off last."""
    facts = Event.objects.filter(code="desk.module_switched", subject_kind="desk", subject_id=desk_id)
    for at, values in facts.order_by("-at", "-id").values_list("at", "values")[:200]:
        if values.get("module") == MODULE and not values.get("on"):
            found: datetime = at
            return found
    return None
