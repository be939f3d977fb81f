"""Where the routes of plans hang."""

from ninja import Router

router = Router(tags=["Fulfilment plans"])
"""Under ``/api/v1/fulfilment``. Every file of routes puts its own into this one."""
