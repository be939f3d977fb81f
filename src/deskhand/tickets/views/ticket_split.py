"""Splitting messages off a ticket into a new one: which, what that does, doing it, and taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.models import Person
from deskhand.kernel.errors import Conflict, DeskhandError, Invalid
from deskhand.tickets import access, actions, context, splitting
from deskhand.tickets.models import Ticket
from deskhand.tickets.models.ticket import SUBJECT_LIMIT
from deskhand.web.gates import gate


@require_http_methods(["GET", "POST"])
@gate("served_ticket", sample="ticket")
def split(request: HttpRequest, number: int) -> HttpResponse:
    """The page with messages to choose from and what splitting off those of ``messages`` does; doing it (POST
    ``messages``, perhaps ``subject`` and ``requester``)."""
    actor = context.actor_of(request)
    ticket = access.served_ticket_for(actor, number)
    if request.method == "GET":
        return _page(request, ticket)
    wanted = _chosen(request)
    try:
        there = actions.split(
            actor=actor,
            ticket=ticket,
            messages=wanted,
            subject=request.POST.get("subject", ""),
            requester=_requester(request, ticket),
        )
    except (Invalid, Conflict) as refusal:
        return _page(request, ticket, refusal)
    count = len(set(wanted))
    words = ngettext("%(num)s message is this new ticket now.", "%(num)s messages are this new ticket now.", count)
    undo = f"undo:{reverse('tickets:unsplit_ticket', args=[there.number])}"
    messages.success(request, words % {"num": count}, extra_tags=undo)
    return redirect("tickets:ticket", number=there.number)


@require_POST
@gate("served_ticket", sample="ticket")
def unsplit(request: HttpRequest, number: int) -> HttpResponse:
    """Take back that the ticket was split off, and go to the one that it came from."""
    actor = context.actor_of(request)
    ticket = access.served_ticket_for(actor, number)
    try:
        here = actions.unsplit(actor=actor, ticket=ticket)
    except Conflict as refusal:
        messages.error(request, str(refusal))
        return redirect("tickets:ticket", number=number)
    messages.success(request, _("The messages are back from %(number)s.") % {"number": number})
    return redirect("tickets:ticket", number=here.number)


def _chosen(request: HttpRequest) -> list[int]:
    given = request.POST if request.method == "POST" else request.GET
    return [int(one) for one in given.getlist("messages") if one.isdecimal() and len(one) < 16]


def _requester(request: HttpRequest, ticket: Ticket) -> Person | None:
    """Who was chosen as the requester: one of those who can be."""
    given = request.POST if request.method == "POST" else request.GET
    return next((one for one in splitting.people_of(ticket) if str(one.pk) == given.get("requester", "")), None)


def _page(request: HttpRequest, ticket: Ticket, error: DeskhandError | None = None) -> HttpResponse:
    actor, desk = context.actor_of(request), context.desk_of(request, ticket.desk.key)
    given, wanted = request.POST if request.method == "POST" else request.GET, _chosen(request)
    seen, why = None, str(error) if error else ""
    asks = _requester(request, ticket)
    if wanted:
        try:
            found = splitting.chosen(ticket, wanted)
            seen = splitting.preview(ticket, found, asks or splitting.requester_of(ticket, found))
        except (Invalid, Conflict) as refusal:
            why = why or str(refusal)
    shown: dict[str, Any] = {
        "ticket": ticket,
        "choices": splitting.choices(ticket),
        "wanted": wanted,
        "people": splitting.people_of(ticket),
        "asks": asks,
        "shown": seen,
        "error": why,
        "subject": given.get("subject", ticket.subject),
        "subject_limit": SUBJECT_LIMIT,
        "limit": splitting.SPLIT_LIMIT,
        "here": reverse("tickets:split_ticket", args=[ticket.number]),
        "may_split": actor.may_on("tickets.merge", ticket) and actor.may_on("tickets.create", ticket),
        "back": reverse("tickets:ticket", args=[ticket.number]),
    }
    frame = context.workspace(request, section="tickets", desk=desk, with_views=False)
    return render(request, "tickets/split_ticket.html", frame | shown, status=error.status if error else 200)
