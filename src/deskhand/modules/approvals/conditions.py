"""When a stage is asked: questions of the ticket query language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Invalid
from deskhand.kernel.query import Env, Fields, QueryError, parse, predicate, to_text
from deskhand.tickets.models import Ticket
from deskhand.tickets.query_fields import ticket_fields

QUERY_LIMIT = 1_000
"""Longest condition of a stage in characters."""


def understood(text: str, desk_id: int) -> str:
    """The condition in its plain form. Raises Invalid with the language's own words."""
    if len(text) > QUERY_LIMIT:
        raise Invalid(_("The query is too long: at most %(most)s characters.") % {"most": QUERY_LIMIT})
    fields = _fields(desk_id)
    try:
        tree = parse(text, fields)
        predicate(tree, fields, _env(desk_id))
    except QueryError as error:
        raise Invalid(str(error)) from None
    return to_text(tree)


def holds(text: str, ticket: Ticket) -> bool:
    """Whether it is true of the ticket. A condition that cannot be understood any more, because a word of it belonged
    to a module that is off, is taken as true: asking once too often harms nobody."""
    if not text.strip():
        return True
    fields = _fields(ticket.desk_id)
    try:
        return predicate(parse(text, fields), fields, _env(ticket.desk_id))(ticket)
    except QueryError:
        return True


def _fields(desk_id: int) -> Fields:
    return ticket_fields(desk_id)


def _env(desk_id: int) -> Env:
    return Env(now=clock.now(), actor=SYSTEM, desk_id=desk_id)
