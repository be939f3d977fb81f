"""Plans for programs: the same verbs as the pages, the same walls."""

from deskhand.modules.fulfilment.api import judging, plans, runs
from deskhand.modules.fulfilment.api.router import router

__all__ = ["judging", "plans", "router", "runs"]
"""The files of routes: importing them fills the router."""
