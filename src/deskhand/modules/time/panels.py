"""The time beside a ticket: what was booked, and the reader's timer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from deskhand.kernel import slots
from deskhand.modules.time.durations import WORDS
from deskhand.modules.time.entries import in_brief
from deskhand.modules.time.querysets import MODULE
from deskhand.tickets.context import actor_of


class TimePanel:
    """Sum, newest entries, timer."""

    title = _("Time")

    def render(self, request: HttpRequest, ticket: Any) -> str:
        """The panel for whoever serves the ticket."""
        actor = actor_of(request)
        given = {
            "ticket": ticket,
            "may_book": actor.may_on("time.book", ticket),
            **WORDS,
            **in_brief(actor, ticket),
        }
        return render_to_string("time/_panel.html", given, request)


slots.fill("ticket_panel", TimePanel(), module=MODULE)
