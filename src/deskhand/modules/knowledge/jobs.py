"""Work of the module in the background."""

from __future__ import annotations

from deskhand.jobs.queue import Finish, job
from deskhand.modules.knowledge.actions import import_articles
from deskhand.modules.knowledge.actions.publish import publish_planned


@job()
def publish_version(version: int) -> None:
    """Publish what was planned for now; nothing happens if it was changed meanwhile."""
    publish_planned(version_id=version)


@job(outside=True)
def read_import(desk: int, pk: int) -> Finish | None:
    """Read what was handed over for an import."""
    return import_articles.read_through(desk, pk)


@job(outside=True, attempts=1)
def work_import(desk: int, pk: int) -> Finish | None:
    """Import what was read."""
    return import_articles.work_through(desk, pk)
