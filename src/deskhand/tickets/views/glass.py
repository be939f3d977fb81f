"""Before a record is read through broken glass: what that means, and the button that writes it down."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from deskhand.accounts import glass
from deskhand.accounts.actions import note_reading
from deskhand.tickets import access, context
from deskhand.web.gates import gate
from deskhand.web.onward import safe_next


@gate("served_ticket", sample="ticket")
@require_http_methods(["GET", "POST"])
def under_glass(request: HttpRequest, number: int) -> HttpResponse:
    """Ask whether the record shall be read; posting notes it and goes on. Whoever serves the desk is led on."""
    actor = context.actor_of(request)
    ticket = access.unnoted_ticket_for(actor, number)
    onward = safe_next(request, reverse("tickets:ticket", args=[number]))
    if glass.is_noted(actor, ticket.desk_id, ticket.pk, ticket.number):
        return redirect(onward)
    if request.method == "POST":
        note_reading(actor=actor, desk_id=ticket.desk_id, ticket_id=ticket.pk, number=ticket.number)
        return redirect(onward)
    frame = context.workspace(request, section="tickets", desk=ticket.desk, with_views=False)
    return render(request, "tickets/under_glass.html", {**frame, "number": number, "onward": onward})
