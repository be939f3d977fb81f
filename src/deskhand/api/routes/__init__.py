"""The routes, by what they are about. Each parses, calls the action that the web calls too, and prints."""

from __future__ import annotations

from ninja import Router

ticket_router = Router(tags=["Tickets"])
"""Routes on one path must share a router; several files fill this one."""
