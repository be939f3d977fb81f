"""What the filters found in the letter that a message came by."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from deskhand.kernel.errors import NotFound
from deskhand.mail.models import InboundMail
from deskhand.mail.telling import sentences
from deskhand.tickets import access, context
from deskhand.tickets.models import Ticket
from deskhand.web.gates import gate
from deskhand.web.htmx import is_htmx


@require_safe
@gate("served_ticket", sample="ticket")
def show(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """A few lines below the message; without script a page of their own."""
    ticket = access.served_ticket_for(context.actor_of(request), number)
    given = {"sentences": sentences(_verdicts(ticket, pk)), "number": number, "message_id": pk}
    if is_htmx(request):
        return render(request, "tickets/_letter_way.html", given)
    frame = context.workspace(request, section="tickets", desk=ticket.desk, with_views=False)
    return render(request, "tickets/letter_way.html", {**frame, **given})


def _verdicts(ticket: Ticket, message_id: int) -> list[dict[str, object]]:
    message = ticket.messages.filter(pk=message_id).values("inbound_id").first()
    if message is None:
        raise NotFound
    # The ticket may have been moved here from the desk whose mailbox took the letter in.
    rows = InboundMail.objects.beyond_walls("the letter of a message that the reader sees")
    found: list[dict[str, object]] | None = (
        rows.filter(pk=message["inbound_id"]).values_list("verdicts", flat=True).first()
    )
    return found or []
