"""Where the routes of journeys hang."""

from typing import Any

from ninja import Router

router = Router(tags=["Journeys"])
"""Under ``/api/v1/journeys``. Every file of routes puts its own into this one."""

READS: dict[str, Any] = {"gate": "scoped", "sample": "desk", "refuses": (404,)}
"""How a reading route of a desk is refused."""
