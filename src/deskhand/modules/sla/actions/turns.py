"""Contracts begin and end by themselves: then the clocks of open tickets follow, though nothing happened to them."""

from __future__ import annotations

from datetime import datetime, timedelta

from deskhand.kernel import clock
from deskhand.modules.sla import months
from deskhand.modules.sla.models import Agreement


def days_of(agreement: Agreement | None) -> tuple[datetime | None, datetime | None]:
    """The instant at which a contract begins, and the one at which it has ended: midnights of its desk. Nothing for
    a policy without one."""
    if agreement is None:
        return None, None
    zone = months.zone_of(agreement.desk_id)
    until = None if agreement.ends_on is None else months.midnight(agreement.ends_on + timedelta(days=1), zone)
    return months.midnight(agreement.starts_on, zone), until


def await_turns(desk_id: int, *instants: datetime | None) -> None:
    """Be there at each of these instants that is to come."""
    from deskhand.modules.sla.jobs import turn

    now = clock.now()
    for at in instants:
        if at is not None and at > now:
            turn.put(
                unique_key=f"sla.turn:{desk_id}:{at.timestamp():.0f}",
                delay_seconds=(at - now).total_seconds(),
                desk_id=desk_id,
                desk=desk_id,
            )
