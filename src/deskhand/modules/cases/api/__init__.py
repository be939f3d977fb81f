"""Cases for programs: the same verbs as the pages."""

from ninja import Router

router = Router(tags=["Cases"])
"""Under ``/api/v1/cases``."""

from deskhand.modules.cases.api import classes, files  # noqa: E402 (they put their routes into the router)

__all__ = ["classes", "files", "router"]
