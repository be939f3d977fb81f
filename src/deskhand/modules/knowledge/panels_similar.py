"""Beside a ticket: how the like was solved before. The panel itself asks the database nothing; what it shows comes
after the page."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from deskhand.kernel import slots
from deskhand.modules.knowledge.querysets import MODULE
from deskhand.tickets.context import actor_of
from deskhand.tickets.models import Ticket
from deskhand.web import kept


class SimilarPanel:
    """A place that fills itself, and a link for whoever has no script."""

    title = _("Solved like this before")

    def render(self, request: HttpRequest, ticket: Ticket) -> str:
        """No query."""
        if not actor_of(request).may_on("tickets.read", ticket):
            return ""
        return kept.part("knowledge/_similar_panel.html", number=ticket.number)


slots.fill("ticket_panel", SimilarPanel(), module=MODULE, order=60)
