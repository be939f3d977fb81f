"""Housekeeping of the API."""

from __future__ import annotations

from deskhand.api.actions import forget_old_answers, forget_old_usage
from deskhand.api.limits import WINDOW_SECONDS
from deskhand.jobs.queue import job
from deskhand.jobs.schedule import every
from deskhand.kernel import clock

SWEEP_SECONDS = 3600


@job()
def sweep_stored_answers() -> None:
    """Remove answers that no repeated request can ask for any more."""
    forget_old_answers()


@job()
def sweep_usage() -> None:
    """Remove what was counted in minutes that are over."""
    forget_old_usage(before=int(clock.now().timestamp()) // WINDOW_SECONDS)


every(SWEEP_SECONDS, sweep_stored_answers)
every(SWEEP_SECONDS, sweep_usage)
