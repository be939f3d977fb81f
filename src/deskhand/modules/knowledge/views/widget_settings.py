"""What a site needs to embed the widget."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from deskhand.modules.knowledge import widget
from deskhand.modules.knowledge.models import rules_of
from deskhand.tickets.context import desk_of
from deskhand.tickets.links import absolute
from deskhand.tickets.module_settings import settings_page
from deskhand.web.gates import gate


@gate("desk:knowledge.settings", sample="desk")
@require_safe
def page(request: HttpRequest, desk: str) -> HttpResponse:
    """The line to embed, the sites that may, and what their content policies must allow."""
    here = desk_of(request, desk)
    rules = rules_of(here.pk)
    given: dict[str, Any] = {
        "origins": widget.sound(rules.widget_origins),
        "is_listed": here.is_listed,
        "is_behind_sign_in": rules.is_behind_sign_in,
        "snippet": widget.snippet(here),
        "policy": f"script-src {absolute('')}\nframe-src {absolute('')}",
        "version": widget.current(),
        "integrity": widget.integrity(widget.current()),
        "rules_url": reverse("knowledge:rules", args=[here.key]),
        "look_url": reverse("knowledge:widget", args=[here.key]),
    }
    return settings_page(request, "knowledge/widget_settings.html", here, **given)
