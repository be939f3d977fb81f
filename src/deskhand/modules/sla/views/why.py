"""Why a ticket is due when it is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from deskhand.modules.sla.explained_tickets import promised_ticket_for
from deskhand.modules.sla.why_page import page_of
from deskhand.tickets.context import actor_of, desk_of, workspace
from deskhand.web.gates import gate


@gate("served_ticket", sample="ticket")
@require_GET
def why(request: HttpRequest, number: int) -> HttpResponse:
    """The clocks of the ticket with everything that they are made of; ``at`` asks a past instant, ``clock`` one that
    has ended."""
    ticket = promised_ticket_for(actor_of(request), number)
    found = page_of(ticket, request.GET.get("at", "")[:60], request.GET.get("clock", ""))
    frame = workspace(request, section="sla", desk=desk_of(request, ticket.desk.key), with_views=False)
    return render(request, "sla/why.html", {**frame, **found}, status=422 if found["error"] else 200)
