"""Letting an answer or a resolution go on to a ticket's children: who would hear what, and doing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from deskhand.kernel.errors import Conflict, DeskhandError, Invalid
from deskhand.tickets import access, actions, cascading, context
from deskhand.tickets.models import Message, MessageKind, Ticket
from deskhand.web.gates import gate

ANSWERS = 20
"""Newest public answers of the ticket from which one can be chosen."""


@require_http_methods(["GET", "POST"])
@gate("served_ticket", sample="ticket")
def children(request: HttpRequest, number: int) -> HttpResponse:
    """The page with the children that would hear the answer ``message``, and whether they are resolved (``resolve``);
    doing it (POST, with ``children``)."""
    actor = context.actor_of(request)
    ticket = access.served_ticket_for(actor, number)
    if request.method == "GET":
        return _page(request, ticket)
    given = request.POST
    try:
        told = actions.cascade(
            actor=actor,
            ticket=ticket,
            children=_numbers(given),
            message=_message(given),
            resolve="resolve" in given,
        )
    except (Invalid, Conflict) as refusal:
        return _page(request, ticket, refusal)
    words = ngettext("It goes on to %(num)s child.", "It goes on to %(num)s children.", len(told))
    messages.success(request, words % {"num": len(told)})
    return redirect("tickets:ticket", number=number)


def _numbers(given: QueryDict) -> list[int]:
    return [int(one) for one in given.getlist("children") if access.is_readable_number(one)]


def _message(given: QueryDict) -> int | None:
    asked = given.get("message", "")
    return int(asked) if asked.isdecimal() and len(asked) < 16 else None


def _page(request: HttpRequest, ticket: Ticket, error: DeskhandError | None = None) -> HttpResponse:
    actor, desk = context.actor_of(request), context.desk_of(request, ticket.desk.key)
    given = request.POST if request.method == "POST" else request.GET
    found, answers = cascading.children_of(actor, ticket), _answers(ticket)
    asked = _message(given)
    if asked is None and not given and answers:
        asked = answers[0].pk
    shown: dict[str, Any] = {
        "ticket": ticket,
        "children": found.known,
        "left_out": found.left_out,
        "wanted": _numbers(given) if request.method == "POST" else _waiting(found),
        "answers": answers,
        "message": asked,
        "resolve": "resolve" in given,
        "error": str(error) if error else "",
        "here": reverse("tickets:tell_children", args=[ticket.number]),
        "may_tell": actor.may_on("tickets.reply", ticket),
        "back": reverse("tickets:ticket", args=[ticket.number]),
    }
    frame = context.workspace(request, section="tickets", desk=desk, with_views=False)
    return render(request, "tickets/tell_children.html", frame | shown, status=error.status if error else 200)


def _waiting(found: cascading.Children) -> list[int]:
    """Those that are not finished: they are chosen at first."""
    return [one.number for one in found.known if not one.has_ended]


def _answers(ticket: Ticket) -> list[Message]:
    rows = ticket.messages.filter(kind=MessageKind.REPLY, side="agent").order_by("-created_at", "-pk")
    return list(rows[:ANSWERS])
