"""Work of the module in the background."""

from __future__ import annotations

from deskhand.jobs.queue import Finish, job
from deskhand.jobs.schedule import every
from deskhand.kernel import switches
from deskhand.modules.knowledge.actions import follow_up_import, import_articles, reminding
from deskhand.modules.knowledge.actions.publish import publish_planned
from deskhand.modules.knowledge.actions.templates import forget_templates
from deskhand.modules.knowledge.querysets import MODULE

DAY_SECONDS = 86_400.0


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


@job()
def look_at_days() -> None:
    """Articles that somebody looks at again, and those that expire soon."""
    reminding.remind(switches.desks_with(MODULE))


@job()
def sweep_templates() -> None:
    """Templates that were deleted long ago go for good."""
    forget_templates()


@job()
def forget_imports() -> None:
    """Forget imports that are too old to be taken back."""
    follow_up_import.forget_old()


every(DAY_SECONDS, look_at_days)
every(DAY_SECONDS, sweep_templates)
every(DAY_SECONDS, forget_imports)
