"""What the portal shows of articles outside the help center: its search on the start page, an entry in the menu, and
what is offered while somebody writes a request."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel import slots, switches
from deskhand.modules.knowledge import homes, shown
from deskhand.modules.knowledge.finding import find
from deskhand.modules.knowledge.querysets import MODULE
from deskhand.portal.pages import actor_of
from deskhand.web import links

OFFERED = 3
"""Articles that are offered at once while somebody writes."""


def menu_entry(request: HttpRequest, desk: Desk | None) -> dict[str, str] | None:
    """To the help center of the desk that the page is about, else to all of them. One page may be about a desk that
    whoever looks cannot write to: its help is theirs to read only where it is listed."""
    url = reverse("knowledge:help_home", args=[desk.key]) if desk else reverse("knowledge:help")
    if desk is not None and homes.here(request, desk) is not None:
        url = links.carried(request, url)
    return {"key": "help", "label": _("Help"), "url": url} if desk is None or desk.is_listed else None


def above_home(request: HttpRequest, desks: list[Desk]) -> str:
    """The search over articles and own requests, and the categories where there is one desk."""
    on = set(switches.desks_with(MODULE))
    here = [one for one in desks if one.pk in on]
    if not here or homes.met_at_start(request, desks):
        return ""
    one = here[0] if len(here) == 1 else None
    actor, language = actor_of(request), _language()
    context: dict[str, Any] = {
        "here": reverse("knowledge:help_home", args=[one.key]) if one else reverse("knowledge:help"),
        "branches": shown.branches(actor, one, language) if one else [],
        "featured": shown.featured(actor, one, language) if one else [],
    }
    return render_to_string("knowledge/_portal_home.html", context, request)


def offered(request: HttpRequest, desk: Desk, words: str) -> str:
    """Articles that may answer what somebody writes, of those that they may read."""
    found = find(actor_of(request), words, language=_language(), desk_ids=[desk.pk], is_outward=True, limit=OFFERED)
    if not found:
        return ""
    lines = [(hit.article_id, hit.translation, shown.address(hit.translation, desk.key)) for hit in found]
    return render_to_string("knowledge/_offers.html", {"lines": lines, "desk": desk}, request)


def _language() -> str:
    return (translation.get_language() or "en").partition("-")[0]


slots.fill("portal_nav", menu_entry, module=MODULE)
slots.fill("portal_home_top", above_home, module=MODULE)
slots.fill("request_offer", offered, module=MODULE)
slots.fill("portal_home", homes.at_start, module=MODULE)
slots.fill("portal_look", homes.look, module=MODULE)
slots.fill("portal_contacts", homes.beside_form, module=MODULE)
