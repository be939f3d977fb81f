"""Work of the module by the clock, in a lane of its own: nothing else delays what is due."""

from __future__ import annotations

from deskhand.jobs.queue import job
from deskhand.jobs.schedule import every
from deskhand.kernel import switches
from deskhand.modules.approvals import due, letters
from deskhand.modules.approvals.actions import catching_up, waking
from deskhand.modules.approvals.querysets import MODULE

QUEUE = "clocks"

LEASE_SECONDS = 15
"""How long a job of the lane belongs to a worker that gives no sign of life: it may have died at a due instant."""

LOOK_SECONDS = due.AHEAD.total_seconds() / 2

FRESHEN_SECONDS = 300.0
"""How often open approvals are compared with their tickets, for edits that no fact told of."""


@job(queue=QUEUE, lease_seconds=LEASE_SECONDS)
def ring(desk: int) -> None:
    """Something is due on the desk."""
    waking.ring(desk_id=desk)


@job(queue=QUEUE, lease_seconds=LEASE_SECONDS)
def look_ahead() -> None:
    """Put the jobs for what comes soon."""
    due.look_ahead(switches.desks_with(MODULE))


@job()
def freshen() -> None:
    """Ask anew what was edited."""
    for desk_id in switches.desks_with(MODULE):
        catching_up.freshen_all(desk_id=desk_id)


@job(attempts=5)
def refuse_letter(ask_id: int, email: str, why: str, once: str, holder: int = 0) -> None:
    """Tell somebody that their answer by mail decided nothing, and what to do instead."""
    letters.refuse(ask_id=ask_id, email=email, why=why, once=once, holder=holder)


every(LOOK_SECONDS, look_ahead)
every(FRESHEN_SECONDS, freshen)
