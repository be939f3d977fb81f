"""Work of the module in the background."""

from __future__ import annotations

from deskhand.jobs.queue import job
from deskhand.modules.knowledge.actions.publish import publish_planned


@job()
def publish_version(version: int) -> None:
    """Publish what was planned for now; nothing happens if it was changed meanwhile."""
    publish_planned(version_id=version)
