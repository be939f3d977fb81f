"""What the portal's one search finds of announcements: what is broken or being mended now."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.modules.announcements.models import Announcement
from deskhand.modules.announcements.offers import searched
from deskhand.portal.pages import actor_of
from deskhand.portal.searching import SUGGESTED, Group, Hit
from deskhand.web import places


class KnownTroubles:
    """Outages and maintenance of this moment that share a word with the question, before all else that is found."""

    code = "outages"

    def suggested(self, request: HttpRequest, desks: list[Desk], question: str) -> list[Hit]:
        """The best few."""
        rows = searched(actor_of(request), desks, question)[:SUGGESTED]
        return [Hit(one.words()["title"], _url(one), one.get_kind_display()) for one in rows]

    def found(self, request: HttpRequest, desks: list[Desk], question: str, page: int) -> Group | None:
        """All that fit, on one page."""
        rows = searched(actor_of(request), desks, question) if page == 1 else []
        if not rows:
            return None
        lines = [{"row": one, "words": one.words(), "url": _url(one)} for one in rows]
        given = {"lines": lines, "with_desk": len(desks) > 1}
        return Group(self.code, _("Known trouble"), places.drawn("announcements/_found.html", given, request))


def _url(one: Announcement) -> str:
    return reverse("announcements:told", args=[one.pk])
