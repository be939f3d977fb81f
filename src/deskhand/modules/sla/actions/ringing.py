"""Being there when something is due: instants are stored and indexed, and a job is put for each second in which one
comes soon. What comes later is found by a look at the index every few minutes; nothing walks over all clocks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from deskhand.kernel import clock
from deskhand.kernel.models import ModuleSwitch
from deskhand.modules.sla.models import Clock
from deskhand.modules.sla.querysets import MODULE

AHEAD = timedelta(minutes=10)
"""How far ahead jobs are put. Looks at the index come twice as often."""


def listen(rows: Iterable[Clock]) -> None:
    """Put a job for each of these clocks that rings soon."""
    until = clock.now() + AHEAD
    for row in rows:
        if row.wakes_at is not None and row.wakes_at <= until:
            put(row.desk_id, row.wakes_at)


def put(desk_id: int, at: datetime) -> None:
    """One job for all that comes on the desk within that second: it runs when the last of it has come."""
    from deskhand.modules.sla.jobs import ring

    delay = max(0.0, (at - clock.now()).total_seconds())
    ring.put(
        unique_key=f"sla.ring:{desk_id}:{at.timestamp():.3f}",
        delay_seconds=delay,
        priority=10,
        desk_id=desk_id,
        desk=desk_id,
    )


def switched_on_at(desk_id: int, now: datetime) -> datetime | None:
    """Since when the module is on. What passed before is not told."""
    rows = ModuleSwitch.objects.filter(module=MODULE, desk_id=desk_id, is_on=True, changed_at__lte=now)
    return rows.values_list("changed_at", flat=True).first()


def look_ahead(desk_ids: Iterable[int]) -> None:
    """Put the jobs for what comes soon, and one for all that came while nobody was there."""
    now = clock.now()
    for desk_id in desk_ids:
        rows = Clock.objects.within(desk_id)
        if rows.ringing(now).exists():
            put(desk_id, now)
        soon = rows.ringing(now + AHEAD).filter(wakes_at__gt=now).order_by("wakes_at")
        latest = {at.replace(microsecond=0): at for at in soon.values_list("wakes_at", flat=True).iterator()}
        for at in latest.values():
            put(desk_id, at)
