"""Questions about a ticket, in the query language: conditions of steps, and what a step waits for."""

from __future__ import annotations

from django.utils.translation import gettext as _

from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Invalid
from deskhand.kernel.query import Env, QueryError, parse, predicate
from deskhand.tickets.models import Ticket
from deskhand.tickets.query_fields import ticket_fields


def holds(text: str, ticket: Ticket) -> bool:
    """Whether it is so of the ticket now; an empty one always is. Raises Invalid for a question that cannot be
    understood any more, as with a word of a module that is off by now."""
    if not text.strip():
        return True
    try:
        fields = ticket_fields(ticket.desk_id)
        return bool(predicate(parse(text, fields), fields, _env(ticket.desk_id))(ticket))
    except QueryError as error:
        raise Invalid(_("The condition cannot be understood: %(why)s") % {"why": error}) from None


def problem_with(text: str, desk_id: int) -> str:
    """What is wrong with a question, in the language's own words; empty if nothing is."""
    try:
        fields = ticket_fields(desk_id)
        predicate(parse(text, fields), fields, _env(desk_id))
    except QueryError as error:
        return str(error)
    return ""


def _env(desk_id: int) -> Env:
    return Env(now=clock.now(), actor=SYSTEM, desk_id=desk_id)
