"""Tasks for programs: the same verbs as the pages. The fixed words come before ``{id}``."""

from ninja import Router

router = Router(tags=["Tasks"])
"""Under ``/api/v1/tasks``."""

from deskhand.modules.tasks.api import checklists, recurring, tasks  # noqa: E402 (they put their routes into the router)

__all__ = ["checklists", "recurring", "router", "tasks"]
