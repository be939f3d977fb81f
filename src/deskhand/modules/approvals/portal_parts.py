"""What the requester finds beside their request: an approver's question to answer."""

from __future__ import annotations

from django.http import HttpRequest
from markupsafe import Markup

from deskhand.modules.approvals.models import Question
from deskhand.portal.pages import actor_of
from deskhand.tickets.access import is_on_requesters_side
from deskhand.tickets.models import Ticket
from deskhand.web.places import drawn


def questions(request: HttpRequest, ticket: Ticket) -> Markup | str:
    """Those that nobody has answered, for whoever is signed in on the requester's side."""
    actor = actor_of(request)
    if actor.person_id is None or actor.only_ticket is not None or not is_on_requesters_side(actor, ticket):
        return ""
    rows = Question.objects.within(ticket.desk_id).filter(
        ask__approval__ticket_id=ticket.pk, ask__state="waiting", answered_at=None
    )
    found = list(rows)
    if not found:
        return ""
    given = {"number": ticket.number, "questions": found}
    return drawn("approvals/_question.html", given, request)
