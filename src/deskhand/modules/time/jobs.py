"""Work of the module for later."""

from __future__ import annotations

from deskhand.jobs.queue import job
from deskhand.modules.time.actions.correct import sweep


@job()
def sweep_removed() -> None:
    """Delete for good what was removed and not restored in time."""
    sweep()
