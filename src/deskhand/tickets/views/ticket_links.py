"""Linking a ticket to another, and taking a link away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.kernel.errors import Conflict, DeskhandError, Invalid
from deskhand.tickets import access, actions, context, merge_preview
from deskhand.tickets.access import is_readable_number
from deskhand.tickets.models import LinkKind, Ticket
from deskhand.web.gates import gate

LONGEST = 100
"""Letters of a search that are looked at."""


@require_http_methods(["GET", "POST"])
@gate("served_ticket", sample="ticket")
def links(request: HttpRequest, number: int) -> HttpResponse:
    """The page with search (``q``); the link itself (POST ``to``, ``kind``)."""
    actor = context.actor_of(request)
    ticket = access.served_ticket_for(actor, number)
    if request.method == "GET":
        return _page(request, ticket)
    asked, kind = request.POST.get("to", "").strip(), request.POST.get("kind", "")
    try:
        if not is_readable_number(asked):
            raise Invalid(_("Choose the ticket that it shall be linked to."))
        actions.link_tickets(actor=actor, ticket=ticket, kind=kind, to=int(asked))
    except (Invalid, Conflict) as refusal:
        return _page(request, ticket, asked, kind, refusal)
    words = _("Linked: %(kind)s %(number)s.") % {"kind": LinkKind(kind).label, "number": asked}
    messages.success(request, words)
    return redirect("tickets:ticket", number=number)


@require_POST
@gate("served_ticket", sample="ticket")
def unlink(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Take a link away."""
    actor = context.actor_of(request)
    try:
        actions.unlink_tickets(actor=actor, ticket=access.served_ticket_for(actor, number), link_id=pk)
    except Invalid as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The link is taken away."))
    return redirect("tickets:ticket", number=number)


def _page(
    request: HttpRequest, ticket: Ticket, asked: str = "", kind: str = "", error: DeskhandError | None = None
) -> HttpResponse:
    actor, desk = context.actor_of(request), context.desk_of(request, ticket.desk.key)
    typed = (request.GET.get("q", "") or asked).strip()[:LONGEST]
    given: dict[str, Any] = {
        "ticket": ticket,
        "typed": typed,
        "asked": asked,
        "found": merge_preview.candidates(actor, desk, ticket, typed),
        "kinds": LinkKind.choices,
        "kind": kind or LinkKind.RELATED.value,
        "error": str(error) if error else "",
        "here": reverse("tickets:links", args=[ticket.number]),
        "back": reverse("tickets:ticket", args=[ticket.number]),
    }
    frame = context.workspace(request, section="tickets", desk=desk, with_views=False)
    return render(request, "tickets/link_ticket.html", frame | given, status=error.status if error else 200)
