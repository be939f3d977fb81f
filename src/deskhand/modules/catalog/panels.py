"""The order beside its ticket."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from deskhand.kernel import slots
from deskhand.modules.catalog import shown
from deskhand.modules.catalog.actions.going_on import may_change
from deskhand.modules.catalog.answers import answers_of_line
from deskhand.modules.catalog.commands import commands
from deskhand.modules.catalog.models import LineState, OrderLine
from deskhand.modules.catalog.querysets import MODULE
from deskhand.modules.catalog.stages import line_of
from deskhand.tickets.context import actor_of
from deskhand.tickets.models import Ticket
from deskhand.web.places import drawn


class OrderPanel:
    """What was ordered, what was answered, what it costs, and where it stands."""

    title = _("Order")

    def render(self, request: HttpRequest, ticket: Ticket) -> str | None:
        """Nothing for a ticket that was not ordered."""
        actor = actor_of(request)
        line = line_of(ticket) if actor.may_on("catalog.read", ticket) else None
        return order_drawn(request, ticket, line) if line is not None else None


def order_drawn(request: HttpRequest, ticket: Ticket, line: OrderLine, secrets: dict[str, Any] | None = None) -> Markup:
    """The panel; with ``secrets`` the hidden answers are open."""
    actor = actor_of(request)
    may_work = actor.may_on("catalog.orders", ticket)
    context = {
        "ticket": ticket,
        "line": line,
        "heading": shown.heading(line),
        "state": LineState(line.state).label,
        "cost": shown.cost_of(line),
        "answers": answers_of_line(line),
        "secrets": secrets,
        "has_secrets": bool(line.secrets) and may_work,
        "may_go_on": may_work and line.state == LineState.STUCK,
        "may_change": may_work and may_change(actor, line),
        "parts": list(line.parts.select_related("ticket")) if line.item.is_bundle else [],
    }
    return drawn("catalog/_panel.html", context, request)


slots.fill("ticket_panel", OrderPanel(), module=MODULE, order=8)
slots.fill("palette_command", commands, module=MODULE)
