"""What the portal shows of the catalog elsewhere: an entry in its menu, and what its one search finds."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deskhand.accounts.models import Desk
from deskhand.kernel import slots
from deskhand.modules.catalog import shown
from deskhand.modules.catalog.querysets import MODULE
from deskhand.portal.pages import actor_of
from deskhand.portal.searching import SUGGESTED, Group, Hit
from deskhand.web import places


def menu_entry(request: HttpRequest, desk: Desk | None) -> dict[str, str] | None:
    """To the catalog, for whom there is something to order."""
    if not shown.orderable(actor_of(request)).exists():
        return None
    return {"key": "catalog", "label": _("Catalog"), "url": reverse("catalog:home")}


class Items:
    """Items that whoever asks may order."""

    code = "items"

    def suggested(self, request: HttpRequest, desks: list[Desk], question: str) -> list[Hit]:
        """The best few."""
        rows = shown.found(actor_of(request), question, desk_ids=[one.pk for one in desks], limit=SUGGESTED)
        return [Hit(one.title, one.url, one.summary) for one in shown.cards(rows)]

    def found(self, request: HttpRequest, desks: list[Desk], question: str, page: int) -> Group | None:
        """All that fit, on one page."""
        rows = shown.found(actor_of(request), question, desk_ids=[one.pk for one in desks]) if page == 1 else []
        if not rows:
            return None
        markup = places.drawn("catalog/_cards.html", {"cards": shown.cards(rows)}, request)
        label = ngettext("%(num)s thing to order", "%(num)s things to order", len(rows)) % {"num": len(rows)}
        return Group(self.code, label, markup)


slots.fill("portal_nav", menu_entry, module=MODULE, order=40)
slots.fill("portal_search", Items(), module=MODULE, order=20)
