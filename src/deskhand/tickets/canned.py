"""Canned replies with their variables filled for one ticket."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from markupsafe import escape

from deskhand.accounts.actors import person_of
from deskhand.kernel.actor import Actor
from deskhand.kernel.words import fold
from deskhand.tickets.models import CannedReply, Ticket

OFFERED = 50
"""Canned replies in one answer."""

_VARIABLE = re.compile(r"\{([a-z]+\.[a-z_]+)\}")

VARIABLES = (
    "requester.name", "requester.first_name", "ticket.number", "ticket.subject", "agent.name", "agent.first_name",
    "desk.name",
)  # fmt: skip
"""What may stand in braces in a canned reply."""


def offered(actor: Actor, ticket: Ticket, typed: str) -> list[dict[str, Any]]:
    """Replies of the desk and of the actor's teams that fit: ``{"id", "title", "body"}``, the requester's language
    first."""
    mine = Q(team=None) | Q(team__memberships__person_id=actor.person_id)
    found = CannedReply.objects.within(ticket.desk_id).filter(mine, is_active=True).distinct().order_by("title")
    fitting = [one for one in found if _fits(typed, one)]
    language = ticket.requester.language
    fitting.sort(key=lambda one: (one.language not in ("", language) if language else False, one.title.casefold()))
    values = values_for(actor, ticket)
    return [{"id": one.pk, "title": one.title, "body": filled(one.body, values)} for one in fitting[:OFFERED]]


def values_for(actor: Actor, ticket: Ticket) -> Mapping[str, str]:
    """What the variables stand for here, by name."""
    agent = person_of(actor)
    return {
        "requester.name": ticket.requester.name,
        "requester.first_name": ticket.requester.first_name,
        "ticket.number": str(ticket.number),
        "ticket.subject": ticket.subject,
        "agent.name": actor.name,
        "agent.first_name": agent.first_name if agent else actor.name,
        "desk.name": ticket.desk.shown_name,
    }


def filled(html: str, values: Mapping[str, str]) -> str:
    """The HTML with its variables replaced, each escaped; a word in braces that is no variable stays as it is."""
    return _VARIABLE.sub(lambda found: str(escape(values[found[1]])) if found[1] in values else found[0], html)


def _fits(typed: str, reply: CannedReply) -> bool:
    text = fold(f"{reply.title} {reply.body}")
    return all(word in text for word in fold(typed).split())
