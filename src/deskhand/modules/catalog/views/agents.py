"""What the people of a desk do with an order, on its ticket."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.kernel.errors import NotFound
from deskhand.modules.catalog import actions, asking, shown
from deskhand.modules.catalog.models import OrderLine
from deskhand.modules.catalog.panels import order_drawn
from deskhand.modules.catalog.stages import line_of
from deskhand.modules.catalog.views.changing import changed
from deskhand.tickets import access
from deskhand.tickets.context import actor_of, workspace
from deskhand.tickets.models import Ticket
from deskhand.web.gates import gate


@gate("served_ticket", sample="ticket")
@require_POST
def go_on(request: HttpRequest, number: int) -> HttpResponse:
    """Let the order go on without an approval."""
    _ticket, line = _order(request, number)
    actions.go_on(actor=actor_of(request), line=line)
    messages.success(request, _("The order goes on."))
    return redirect("tickets:ticket", number)


@gate("served_ticket", sample="ticket")
@require_POST
def secrets(request: HttpRequest, number: int) -> HttpResponse:
    """The hidden answers, once, on a page of their own that nothing keeps."""
    ticket, line = _order(request, number)
    found = actions.read_secrets(actor=actor_of(request), line=line)
    panel = order_drawn(request, ticket, line, secrets=found)
    answer = _page(request, ticket, line, panel=panel)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@gate("served_ticket", sample="ticket")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change what was ordered on behalf of who ordered it. Without an order to change it leads to the ticket."""
    actor = actor_of(request)
    here = access.served_ticket_for(actor, number)
    if request.method != "POST" and (line_of(here) is None or not actor.may_on("catalog.orders", here)):
        return redirect("tickets:ticket", number)
    ticket, line = _order(request, number)
    actor.need_on("catalog.orders", ticket)

    def draw(drawing: asking.Drawing, status: int) -> HttpResponse:
        return _page(request, ticket, line, status=status, asking=drawing)

    answer = changed(request, actor, line, draw)
    if answer is not None:
        return answer
    messages.success(request, _("The order is changed."))
    return redirect("tickets:ticket", number)


def _order(request: HttpRequest, number: int) -> tuple[Ticket, OrderLine]:
    ticket = access.served_ticket_for(actor_of(request), number)
    line = line_of(ticket)
    if line is None or not actor_of(request).may_on("catalog.read", ticket):
        raise NotFound
    return ticket, line


def _page(request: HttpRequest, ticket: Ticket, line: OrderLine, *, status: int = 200, **given: Any) -> HttpResponse:
    frame = workspace(request, section="tickets", desk=ticket.desk)
    context = {**frame, "ticket": ticket, "line": line, "heading": shown.heading(line)}
    context |= {"panel": "", "asking": None} | given
    return render(request, "catalog/agent_order.html", context, status=status)
