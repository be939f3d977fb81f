"""Setting a status that needs something first: a small form in the ticket's column, or a page of its own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deskhand.accounts.models import Team
from deskhand.kernel.errors import IllegalTransition, Invalid
from deskhand.tickets import access, choosing, context, following, status_gates
from deskhand.tickets.actions import set_status_with
from deskhand.tickets.bodies import plain
from deskhand.tickets.models import Status, Ticket
from deskhand.tickets.views import ticket as ticket_page
from deskhand.web.gates import gate
from deskhand.web.htmx import is_htmx, trigger

INPUTS = ("assignee", "team", "tags", "note")
"""What the form has a field for; the rest is told in words."""


@require_http_methods(["GET", "POST"])
@gate("served_ticket", sample="ticket")
def set_status(request: HttpRequest, number: int) -> HttpResponse:
    """The form (``status``: the id of the one that is wanted), and setting it together with what it needs."""
    actor = context.actor_of(request)
    ticket = access.served_ticket_for(actor, number)
    if request.method == "GET":
        if not actor.may_on("tickets.status", ticket):
            return redirect("tickets:ticket", number=number)
        wanted = request.GET.get("status", "")
        return asked(request, ticket, choosing.chosen(ticket.desk, "status", wanted) if wanted else None)
    actor.need_on("tickets.status", ticket)
    to: Status | None = None
    try:
        to = choosing.chosen(ticket.desk, "status", request.POST.get("status", ""))
        note = request.POST.get("note", "").strip()
        set_status_with(
            actor=actor, ticket=ticket, to=to, changes=_given(request, ticket), note=plain(note) if note else None
        )
    except (Invalid, IllegalTransition) as refusal:
        return asked(request, ticket, to, str(refusal), status=422)
    if not is_htmx(request):
        return redirect("tickets:ticket", number=number)
    _ticket, shown = ticket_page.opened(request, number)
    more = {"name": "status", "error": "", "asks_note": None}
    return trigger(render(request, "tickets/_property.html", shown | more), "live:now")


def asked(
    request: HttpRequest, ticket: Ticket, to: Status | None, error: str = "", *, status: int = 200
) -> HttpResponse:
    """The form with what is missing, and what was typed."""
    lacks = status_gates.missing(context.actor_of(request), ticket, to) if to is not None else []
    needs: dict[str, Any] = {
        "to": to,
        "error": "" if lacks else error,
        "lacks": [one for one in lacks if one.code not in INPUTS],
        "fields": [one.code for one in lacks if one.code in INPUTS],
        "agents": [("", _("Choose somebody")), *((one.pk, one.name) for one in choosing.agents(ticket.desk))],
        "teams": [("", _("Choose a team")), *_teams(ticket)],
        "typed": {name: request.POST.get(name, "") for name in INPUTS},
        "here": reverse("tickets:set_status", args=[ticket.number]),
    }
    if is_htmx(request):
        _ticket, shown = ticket_page.opened(request, ticket.number)
        more = {"name": "status", "error": "", "asks_note": None, "needs": needs}
        return render(request, "tickets/_property.html", shown | more, status=status)
    offered = [(one.pk, one.label) for one in following.after(ticket.status)]
    frame = context.workspace(request, section="tickets", desk=ticket.desk)
    frame |= {"ticket": ticket, "needs": needs, "offered": offered}
    return render(request, "tickets/set_status.html", frame, status=status)


def _given(request: HttpRequest, ticket: Ticket) -> dict[str, Any]:
    """The fields that were filled in, as their actions take them; tags are added to those that are there."""
    given: dict[str, Any] = {
        name: choosing.chosen(ticket.desk, name, request.POST[name])
        for name in ("assignee", "team")
        if request.POST.get(name, "")
    }
    tags = [one.strip() for one in request.POST.get("tags", "").split(",") if one.strip()]
    if tags:
        given["tags"] = [*ticket.tags.values_list("name", flat=True), *tags]
    return given


def _teams(ticket: Ticket) -> list[tuple[int, str]]:
    return list(Team.objects.within(ticket.desk_id).active().order_by("name").values_list("pk", "name"))
