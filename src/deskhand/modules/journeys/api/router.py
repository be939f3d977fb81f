"""Where the routes of journeys hang."""

from ninja import Router

router = Router(tags=["Journeys"])
"""Under ``/api/v1/journeys``. Every file of routes puts its own into this one."""
