"""Where the routes of the knowledge base hang."""

from ninja import Router

router = Router(tags=["Knowledge base"])
"""Under ``/api/v1/knowledge``. Every file of routes puts its own into this one."""
