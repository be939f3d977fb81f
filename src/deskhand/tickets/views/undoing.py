"""Taking a change back from its line in a ticket's history."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deskhand.kernel.errors import Conflict, Denied, IllegalTransition, Invalid
from deskhand.tickets import access, actions, context, taking_back
from deskhand.tickets.facts import Fact
from deskhand.web.gates import gate
from deskhand.web.htmx import is_htmx, toast, trigger

WITH_TOAST = {
    "status": "ticket.status_changed",
    "assignee": "ticket.assigned",
    "team": "ticket.team_changed",
}
"""Fields whose change others hear of, so that it is offered at once to take it back; and the codes of their facts."""


@require_POST
@gate("served_ticket", sample="ticket")
def undo_change(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Put back what one change replaced."""
    actor = context.actor_of(request)
    ticket = access.served_ticket_for(actor, number)
    words, kind = _("Taken back"), "done"
    try:
        actions.undo_change(actor=actor, ticket=ticket, change=pk)
    except (Conflict, Denied, IllegalTransition, Invalid) as refusal:
        words, kind = str(refusal), "error"
    if not is_htmx(request):
        messages.add_message(request, messages.ERROR if kind == "error" else messages.SUCCESS, words)
        return redirect("tickets:ticket", number=number)
    return trigger(toast(HttpResponse(status=204), words, kind=kind), "live:now")


def undo_address(request: HttpRequest, facts: Iterable[Fact], number: int, name: str) -> str:
    """Where the change of this field that the reader has just made can be taken back; empty if that needs no button of
    its own. ``facts`` are the ticket's, the newest first."""
    newest = next((one for one in facts if one.code == WITH_TOAST.get(name)), None)
    if newest is None or newest.actor_id != context.actor_of(request).person_id or not taking_back.touched(newest):
        return ""
    return reverse("tickets:undo_change", args=[number, newest.id])
