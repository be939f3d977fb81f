"""The fields beside a ticket."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from deskhand.kernel import slots
from deskhand.modules.fields.actions import is_own, priority_for
from deskhand.modules.fields.models import Matrix, Needed, Side
from deskhand.modules.fields.queries import Asking, asking, held_by, texts_by_code, words_of
from deskhand.modules.fields.querysets import MODULE
from deskhand.tickets.answered import Answered
from deskhand.tickets.context import actor_of
from deskhand.tickets.models import Priority, Ticket


class TicketPanel:
    """What the ticket holds, what is still needed, and the way to fill it in."""

    title = _("Fields")

    def render(self, request: HttpRequest, ticket: Ticket) -> str:
        """Nothing if the desk asks nothing of such a ticket."""
        actor = actor_of(request)
        known = asking(ticket.desk_id, ticket_kind=ticket.kind)
        if not known.fields or not actor.may_on("fields.read", ticket):
            return ""
        context = {
            **shown(ticket, known),
            "ticket": ticket,
            "may_fill": actor.may_on("fields.fill", ticket),
        }
        return render_to_string("fields/_panel.html", context, request=request)


def shown(ticket: Ticket, known: Asking) -> dict[str, Any]:
    """Pairs of fields and words, how many are empty, which are needed before resolving, and what the matrix says
    where somebody chose another priority."""
    held = held_by(ticket)
    texts = texts_by_code(held)
    asked = known.asked(texts)
    pairs = [(one, words_of(one, held.get(one.code, []), known.options.get(one.pk, []))) for one in asked]
    needed = {one.code for one in known.missing(texts, Needed.RESOLVING)}
    return {
        "pairs": [pair for pair in pairs if pair[1]],
        "empty": sum(not words for _one, words in pairs),
        "needed": [one for one in asked if one.code in needed],
        "matrix_says": _matrix_says(ticket, texts),
    }


def _matrix_says(ticket: Ticket, texts: dict[str, list[str]]) -> str:
    """The word of the priority that the matrix would give, where the ticket has one of somebody's own."""
    matrix = Matrix.objects.within(ticket.desk_id).filter(is_on=True).select_related("impact", "urgency").first()
    says = priority_for(matrix, texts) if matrix is not None else None
    if says is None or says == ticket.priority or not is_own(ticket):
        return ""
    return str(Priority(says).label)


def beside_request(request: HttpRequest, ticket: Ticket) -> str:
    """What requesters see of their own request: the fields that are shown to them, and hold something."""
    known = asking(ticket.desk_id, ticket_kind=ticket.kind)
    if not any(one.seen_by == Side.REQUESTERS for one in known.fields):
        return ""
    held = held_by(ticket)
    asked = (one for one in known.asked(texts_by_code(held)) if one.seen_by == Side.REQUESTERS)
    pairs = [(one, words_of(one, held.get(one.code, []), known.options.get(one.pk, []))) for one in asked]
    return render_to_string("fields/_request.html", {"pairs": [pair for pair in pairs if pair[1]]}, request=request)


def answers(ticket: Ticket) -> list[Answered]:
    """What the ticket holds in fields that it is asked. Fields of the agents alone change as they work: nobody approves
    by them."""
    known = asking(ticket.desk_id, ticket_kind=ticket.kind)
    held = held_by(ticket) if known.fields else {}
    texts = texts_by_code(held)
    return [
        Answered(
            code=f"{MODULE}.{one.code}",
            label=one.label,
            values=tuple(texts[one.code]),
            shown=words_of(one, held[one.code], known.options.get(one.pk, [])),
            is_material=one.seen_by == Side.REQUESTERS,
        )
        for one in known.asked(texts)
        if texts.get(one.code)
    ]


slots.fill("ticket_answers", answers, module=MODULE)
slots.fill("request_part", beside_request, module=MODULE)
slots.fill("ticket_panel", TicketPanel(), module=MODULE, order=30)
