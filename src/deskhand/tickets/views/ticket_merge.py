"""Merging a ticket into another: which one, what that does, doing it, and taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.kernel.errors import Conflict, DeskhandError, Invalid, NotFound
from deskhand.tickets import access, actions, context, merge_preview
from deskhand.tickets.access import is_readable_number
from deskhand.tickets.models import Ticket
from deskhand.web.gates import gate

LONGEST = 100
"""Letters of a search that are looked at."""


@require_http_methods(["GET", "POST"])
@gate("served_ticket", sample="ticket")
def merge(request: HttpRequest, number: int) -> HttpResponse:
    """The page with search (``q``) and preview (``into``); the merge itself (POST ``into``, perhaps ``follow``)."""
    actor = context.actor_of(request)
    ticket = access.served_ticket_for(actor, number)
    if request.method == "GET":
        return _page(request, ticket, request.GET.get("into", ""))
    asked = request.POST.get("into", "").strip()
    try:
        if not is_readable_number(asked):
            raise Invalid(_("Choose the ticket that it shall be merged into."))
        actions.merge(actor=actor, ticket=ticket, into=int(asked), follow="follow" in request.POST)
    except (Invalid, Conflict) as refusal:
        return _page(request, ticket, asked, refusal)
    words = _("%(number)s is merged into this ticket.") % {"number": number}
    undo = f"undo:{reverse('tickets:unmerge_ticket', args=[number])}"
    messages.success(request, words, extra_tags=undo)
    return redirect("tickets:ticket", number=int(asked))


@require_POST
@gate("served_ticket", sample="ticket")
def unmerge(request: HttpRequest, number: int) -> HttpResponse:
    """Take the merge of a ticket back, and go there."""
    actor = context.actor_of(request)
    ticket = access.served_ticket_for(actor, number)
    try:
        actions.unmerge(actor=actor, ticket=ticket)
        messages.success(request, _("The merge is taken back: %(number)s goes on by itself.") % {"number": number})
    except Conflict as refusal:
        messages.error(request, str(refusal))
    return redirect("tickets:ticket", number=number)


def _page(request: HttpRequest, ticket: Ticket, asked: str, error: DeskhandError | None = None) -> HttpResponse:
    actor, desk = context.actor_of(request), context.desk_of(request, ticket.desk.key)
    typed = request.GET.get("q", "").strip()[:LONGEST]
    shown = None
    if asked.isdecimal():
        try:
            shown = merge_preview.preview(actor, ticket, int(asked) if is_readable_number(asked) else 0)
        except NotFound:
            error = error or Invalid(_("There is no ticket %(number)s that you serve.") % {"number": asked[:15]})
    given: dict[str, Any] = {
        "ticket": ticket,
        "typed": typed,
        "found": merge_preview.candidates(actor, desk, ticket, typed),
        "shown": shown,
        "follow": "follow" in request.POST,
        "error": str(error) if error else "",
        "here": reverse("tickets:merge_ticket", args=[ticket.number]),
        "may_merge": actor.may_on("tickets.merge", ticket),
        "back": reverse("tickets:ticket", args=[ticket.number]),
    }
    frame = context.workspace(request, section="tickets", desk=desk, with_views=False)
    return render(request, "tickets/merge_ticket.html", frame | given, status=error.status if error else 200)
