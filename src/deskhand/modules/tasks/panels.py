"""The tasks beside a ticket."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from deskhand.kernel import slots
from deskhand.modules.tasks.querysets import MODULE
from deskhand.modules.tasks.shown import panel_of
from deskhand.tickets.context import actor_of
from deskhand.tickets.models import Ticket


class TasksPanel:
    """Its tasks with their ticks, and the line on which one types the next."""

    title = _("Tasks")

    def render(self, request: HttpRequest, ticket: Ticket) -> str | None:
        """One query; nothing for who may only read, on a ticket without tasks."""
        found = panel_of(ticket, may_edit=actor_of(request).may_on("tasks.edit", ticket))
        if not found.tasks and not found.may_edit:
            return None
        return render_to_string("tasks/_panel.html", {"panel": found}, request)


slots.fill("ticket_panel", TasksPanel(), module=MODULE, order=20)
