"""How the like was solved before: as a part of a ticket's page, and as a page of its own without script."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from deskhand.kernel import switches
from deskhand.kernel.errors import NotFound
from deskhand.modules.knowledge.drafts import may_ask
from deskhand.modules.knowledge.querysets import MODULE
from deskhand.modules.knowledge.similar import similar_to
from deskhand.modules.knowledge.views.frame import page
from deskhand.tickets import access
from deskhand.tickets.context import actor_of
from deskhand.tickets.models import Ticket
from deskhand.web.gates import gate
from deskhand.web.htmx import is_htmx


@gate("served_ticket", sample="ticket")
@require_safe
def similar(request: HttpRequest, number: int) -> HttpResponse:
    """Solved tickets that are like this one."""
    ticket = ticket_here(request, number)
    language = (translation.get_language() or "en").partition("-")[0]
    given: dict[str, Any] = {"ticket": ticket, "found": similar_to(actor_of(request), ticket, language=language)}
    given |= {"number": ticket.number, "may_draft": may_ask(actor_of(request), ticket)}
    if is_htmx(request):
        return render(request, "knowledge/_similar.html", given)
    return page(request, "knowledge/similar.html", ticket.desk, **given)


def ticket_here(request: HttpRequest, number: int) -> Ticket:
    """The ticket, on a desk that has the module on. Raises NotFound."""
    ticket = access.served_ticket_for(actor_of(request), number)
    if not switches.is_on(MODULE, ticket.desk_id):
        raise NotFound
    return ticket
