"""Housekeeping of webhooks."""

from __future__ import annotations

from deskhand.jobs.queue import job
from deskhand.jobs.schedule import every
from deskhand.webhooks import actions
from deskhand.webhooks.actions.deliver import SWEPT_AT_ONCE

SWEEP_SECONDS = 3600


@job()
def sweep_webhook_log() -> None:
    """Remove what was sent too long ago to be asked about; while there is more, the next job goes on."""
    if actions.forget_old() == SWEPT_AT_ONCE:
        sweep_webhook_log.put(unique_key="sweep_webhook_log")


every(SWEEP_SECONDS, sweep_webhook_log)
