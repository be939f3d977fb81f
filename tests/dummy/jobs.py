"""Work for later, and work by the clock."""

from __future__ import annotations

from deskhand.jobs.queue import job
from deskhand.jobs.schedule import every
from deskhand.kernel import switches
from tests.dummy.models import Mark, mark

TICK_SECONDS = 1.0
"""How often the clock's work is due."""


@job()
def later(where: int) -> None:
    """Leave a mark on the desk when it is time."""
    mark(where, "later")


@job()
def tick() -> None:
    """Leave one mark by the clock on each desk."""
    for desk_id in switches.desks_with("dummy"):
        Mark.objects.within(desk_id).get_or_create(desk_id=desk_id, word="tick")


every(TICK_SECONDS, tick)
