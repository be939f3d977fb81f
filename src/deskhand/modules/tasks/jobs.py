"""Work of the module by the clock."""

from __future__ import annotations

from deskhand.jobs.queue import job
from deskhand.jobs.schedule import every
from deskhand.modules.tasks.actions import forget_dropped

HOUR = 3600.0


@job()
def forget_dropped_tasks() -> None:
    """Remove what was taken away long ago."""
    forget_dropped()


every(HOUR, forget_dropped_tasks)
