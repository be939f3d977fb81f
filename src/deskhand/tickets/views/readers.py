"""Who may read a confidential ticket: the list, and what is changed of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deskhand.accounts.models import DeskRole, Person
from deskhand.kernel.errors import Conflict, DeskhandError, Invalid
from deskhand.kernel.permissions import READERS
from deskhand.tickets import access, actions, confiding, context, curtain
from deskhand.tickets.models import Ticket
from deskhand.web.gates import gate

VERBS: dict[str, Any] = {
    "let_know": actions.let_know,
    "let_know_no_more": actions.let_know_no_more,
    "exclude": actions.exclude,
    "exclude_no_more": actions.exclude_no_more,
}
"""What the page's buttons do with a person."""


@require_http_methods(["GET", "POST"])
@gate("served_ticket", sample="ticket")
def readers(request: HttpRequest, number: int) -> HttpResponse:
    """The list (GET); a change of it (POST ``verb`` and ``person``), or its end (``open_up`` and ``reason``)."""
    actor = context.actor_of(request)
    ticket = access.served_ticket_for(actor, number)
    if not ticket.is_confidential:
        return redirect("tickets:ticket", number=number)
    if request.method == "GET":
        return _page(request, ticket)
    actor.need_on("tickets.confide", ticket)
    try:
        _change(request, ticket)
    except (Invalid, Conflict) as refusal:
        return _page(request, ticket, refusal)
    messages.success(request, _("Saved."))
    still = curtain.may_read(actor, ticket)
    return redirect("tickets:readers" if still and ticket.is_confidential else "tickets:ticket", number=number)


def _change(request: HttpRequest, ticket: Ticket) -> None:
    actor, verb = context.actor_of(request), request.POST.get("verb", "")
    if verb == "open_up":
        actions.open_up(actor=actor, ticket=ticket, reason=request.POST.get("reason", ""))
        ticket.is_confidential = False
        return
    named = request.POST.get("person", "")
    person = _people(ticket).filter(pk=int(named)).first() if named.isdecimal() and len(named) < 16 else None
    if person is None or verb not in VERBS:
        raise Invalid(_("Choose a person."), {"person": _("Choose a person.")})
    VERBS[verb](actor=actor, ticket=ticket, person=person)
    curtain.forget(ticket)


def _people(ticket: Ticket) -> Any:
    """Whom the page can name: who has a role on the desk, the requester's side, and who stands on the list."""
    serving = DeskRole.objects.filter(desk_id=ticket.desk_id, role__in=READERS).values("person_id")
    theirs = [ticket.requester_id, *([ticket.affected_id] if ticket.affected_id else [])]
    known = Person.objects.filter(pk__in=serving, is_active=True) | Person.objects.filter(pk__in=theirs)
    return known | Person.objects.filter(pk__in=ticket.need_to_know.values("person_id"))


def _page(request: HttpRequest, ticket: Ticket, error: DeskhandError | None = None) -> HttpResponse:
    actor, desk = context.actor_of(request), context.desk_of(request, ticket.desk.key)
    chosen = confiding.of_ticket(ticket)
    listed = {one.pk for one in (*chosen.readers, *chosen.excluded)}
    serving = confiding.with_role(desk.pk, _people(ticket).values_list("pk", flat=True))
    others = [one for one in _people(ticket).order_by("name", "pk") if one.pk not in listed]
    given: dict[str, Any] = {
        "ticket": ticket,
        "chosen": chosen,
        "addable": [one for one in others if one.pk in serving],
        "excludable": [one for one in others if one.pk != actor.person_id],
        "may": actor.may_on("tickets.confide", ticket),
        "error": str(error) if error else "",
        "here": reverse("tickets:readers", args=[ticket.number]),
        "back": reverse("tickets:ticket", args=[ticket.number]),
    }
    frame = context.workspace(request, section="tickets", desk=desk, with_views=False)
    return render(request, "tickets/readers.html", frame | given, status=error.status if error else 200)
