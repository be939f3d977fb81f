"""A reply drafted by the desk's language model: shown beside the ticket, put into the answer by whoever wants it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from deskhand.modules.knowledge.actions.draft_reply import draft_reply
from deskhand.modules.knowledge.views.beside import frame_of, ticket_for
from deskhand.search.semantic.writer import NoDraft
from deskhand.tickets.context import actor_of
from deskhand.web import limits
from deskhand.web.gates import gate
from deskhand.web.htmx import is_htmx


@gate("served_ticket", sample="ticket")
@require_POST
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for a draft. Why there is none is said where it would stand."""
    actor = actor_of(request)
    ticket = ticket_for(actor, number)
    limits.consume(request, "article_draft")
    given: dict[str, Any] = {"number": ticket.number, "ticket": ticket, "draft": None, "why": ""}
    try:
        given["draft"] = draft_reply(actor=actor, ticket=ticket)
    except NoDraft as error:
        given["why"] = str(error)
    if is_htmx(request):
        return render(request, "knowledge/_draft.html", given)
    return render(request, "knowledge/draft.html", frame_of(request, ticket) | given)
