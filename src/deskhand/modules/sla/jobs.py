"""Work of the module by the clock, in a lane of its own: nothing else delays what is due."""

from __future__ import annotations

from deskhand.jobs.queue import Finish, job
from deskhand.jobs.schedule import every
from deskhand.kernel import switches
from deskhand.modules.sla.actions import catching_up, reminding, reviewing, ringing, simulate, stepping, telling
from deskhand.modules.sla.querysets import MODULE

QUEUE = "clocks"

LEASE_SECONDS = 15
"""How long a job of the lane belongs to a worker that gives no sign of life: it may have died at a due instant."""

ENDS_SECONDS = 3_600.0
"""How often contracts are looked at whose last days may have begun."""

LOOK_SECONDS = ringing.AHEAD.total_seconds() / 2


@job(queue=QUEUE, lease_seconds=LEASE_SECONDS)
def ring(desk: int) -> None:
    """Something is due on the desk."""
    telling.ring(desk_id=desk)


@job(queue=QUEUE, lease_seconds=LEASE_SECONDS)
def tell(ticket_id: int) -> None:
    """Something is due on the ticket."""
    telling.tell(ticket_id=ticket_id)


@job(queue=QUEUE, lease_seconds=LEASE_SECONDS)
def follow(clock_id: int, version_id: int, milestone: str, place: int, event_id: int) -> None:
    """A step of what follows from something that was told."""
    stepping.follow(clock_id=clock_id, version_id=version_id, milestone=milestone, place=place, event_id=event_id)


@job(outside=True)
def go_on(desk: int, silently: bool) -> Finish:
    """Another batch of what is derived anew."""
    note = catching_up.catch_up_some(desk_id=desk, silently=silently)

    def finish() -> None:
        if note is not None and note():
            go_on.put(desk_id=desk, desk=desk, silently=silently)

    return finish


@job(outside=True)
def write_review(desk: int, pk: int) -> Finish | None:
    """A service review becomes a file."""
    return reviewing.write(desk, pk)


@job(queue=QUEUE, lease_seconds=LEASE_SECONDS)
def turn(desk: int) -> None:
    """A contract of the desk begins or has ended."""
    catching_up.catch_up(desk_id=desk, silently=False)


@job(queue=QUEUE, lease_seconds=LEASE_SECONDS)
def look_ahead() -> None:
    """Put the jobs for what comes soon."""
    ringing.look_ahead(switches.desks_with(MODULE))


@job()
def look_at_ends() -> None:
    """Tell of contracts that end."""
    reminding.remind(switches.desks_with(MODULE))


@job(outside=True)
def try_on(desk: int, simulation_id: int) -> Finish:
    """Another batch of tickets on which a policy is tried."""
    note = simulate.try_some(simulation_id=simulation_id)

    def finish() -> None:
        if note is not None and note():
            try_on.put(desk_id=desk, desk=desk, simulation_id=simulation_id)

    return finish


every(LOOK_SECONDS, look_ahead)
every(ENDS_SECONDS, look_at_ends)
