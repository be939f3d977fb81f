"""Housekeeping of the API."""

from __future__ import annotations

from deskhand.api.actions import forget_old_answers
from deskhand.jobs.queue import job
from deskhand.jobs.schedule import every

SWEEP_SECONDS = 3600


@job()
def sweep_stored_answers() -> None:
    """Remove answers that no repeated request can ask for any more."""
    forget_old_answers()


every(SWEEP_SECONDS, sweep_stored_answers)
