"""Parts of other pages. ``?dummy=raise`` and ``?dummy=slow`` in a page's address make them misbehave."""

from __future__ import annotations

import time
from typing import Any

from django.http import HttpRequest
from markupsafe import Markup

from deskhand.kernel import slots

NAP_SECONDS = 1.2
"""Longer than a part may take."""


def _line(place: str, request: HttpRequest) -> Markup:
    if request.GET.get("dummy") == "raise":
        raise RuntimeError(f"dummy breaks {place}")
    return Markup("<p>dummy fills {}</p>").format(place)


class Panel:
    """Beside a ticket."""

    title = "Dummy panel"

    def render(self, request: HttpRequest, ticket: Any) -> Markup:
        """Its mark."""
        return _line("ticket_panel", request)


class SlowPanel:
    """Beside a ticket too, and at times a burden."""

    title = "Slow dummy"

    def render(self, request: HttpRequest, ticket: Any) -> Markup:
        """Its mark, sooner or later."""
        if request.GET.get("dummy") == "slow":
            time.sleep(NAP_SECONDS)
        return Markup("<p>dummy is awake</p>")


def workspace_banner(request: HttpRequest, desk_ids: list[int]) -> Markup:
    """Above the workspace."""
    return _line("workspace_banner", request)


def portal_banner(request: HttpRequest) -> Markup:
    """Above the portal."""
    return _line("portal_banner", request)


def overview_top(request: HttpRequest, desk: Any) -> Markup:
    """Above the overview."""
    return _line("overview_top", request)


slots.fill("ticket_panel", Panel(), module="dummy")
slots.fill("ticket_panel", SlowPanel(), module="dummy", order=60)
slots.fill("workspace_banner", workspace_banner, module="dummy")
slots.fill("portal_banner", portal_banner, module="dummy")
slots.fill("overview_top", overview_top, module="dummy")
