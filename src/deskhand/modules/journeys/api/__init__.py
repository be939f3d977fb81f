"""Journeys for programs: the same verbs as the pages, the same walls."""

from deskhand.modules.journeys.api import counted, parts, runs, written
from deskhand.modules.journeys.api.router import router

__all__ = ["counted", "parts", "router", "runs", "written"]
