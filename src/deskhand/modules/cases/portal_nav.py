"""The way to a case of one's own, in the portal's menu."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.modules.cases import access
from deskhand.portal.pages import actor_of


def entry(request: HttpRequest, desk: Desk | None) -> dict[str, Any] | None:
    """For people who may open a case themselves somewhere."""
    if not access.desks_that_offer(actor_of(request)):
        return None
    return {"key": "cases", "label": _("Open a case"), "url": reverse("cases:choose")}


def nameless_entry(request: HttpRequest, desk: Desk | None) -> dict[str, Any] | None:
    """For everybody, where a desk takes reports without a name."""
    if not access.desks_taking_nameless():
        return None
    return {"key": "nameless", "label": _("Report without a name"), "url": reverse("cases:nameless")}
