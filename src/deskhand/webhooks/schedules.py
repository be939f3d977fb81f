"""Housekeeping of webhooks."""

from __future__ import annotations

from deskhand.jobs.queue import job
from deskhand.jobs.schedule import every
from deskhand.webhooks import actions

SWEEP_SECONDS = 3600


@job()
def sweep_webhook_log() -> None:
    """Remove what was sent too long ago to be asked about."""
    actions.forget_old()


every(SWEEP_SECONDS, sweep_webhook_log)
