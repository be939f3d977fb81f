"""Beside a ticket that a journey opened: whose journey it is a part of, as far as the desk may know."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from deskhand.kernel import clock, slots
from deskhand.modules.journeys.models import OPEN, Activity
from deskhand.modules.journeys.querysets import MODULE
from deskhand.tickets.context import actor_of
from deskhand.tickets.models import Ticket


class JourneyPanel:
    """The name and the day, nothing of the other parts."""

    title = _("Journey")

    def render(self, request: HttpRequest, ticket: Ticket) -> str | None:
        """One query; nothing for a ticket that is part of none, or that came from another desk."""
        actor = actor_of(request)
        if not actor.may_on("tickets.read", ticket):
            return None
        rows = Activity.objects.done_by(ticket.desk_id).filter(ticket_id=ticket.pk)
        found = rows.select_related("journey__blueprint", "journey__desk").first()
        if found is None:
            return None
        given = {
            "found": found,
            "is_late": found.state in OPEN and found.due_at <= clock.now(),
            "may_open": actor.may("journeys.read", found.journey.desk_id),
        }
        return render_to_string("journeys/_panel.html", given, request)


slots.fill("ticket_panel", JourneyPanel(), module=MODULE, order=13)
