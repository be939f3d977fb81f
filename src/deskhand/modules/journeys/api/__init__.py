"""Journeys for programs: the same verbs as the pages, the same walls."""

from deskhand.modules.journeys.api import events, figures, parts, runs, written
from deskhand.modules.journeys.api.router import router

__all__ = ["events", "figures", "parts", "router", "runs", "written"]
