"""One list of the tickets of all desks that somebody serves, with the question in the language of every list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.query import Env, QueryError, parse, to_q
from deskhand.kernel.query.tree import Term, leaves
from deskhand.tickets import listing, sorting
from deskhand.tickets.listing import Page
from deskhand.tickets.models import Ticket
from deskhand.tickets.query_fields import ticket_fields
from deskhand.tickets.querysets import is_unfinished
from deskhand.tickets.sorting import Order, Sort

MINE, UNASSIGNED, OPEN = "is:open assignee:me", "is:open assignee:none", "is:open"
"""What the tabs ask."""

BY_DESK = Sort("desk", "", "desk__name", "text", may_be_empty=False)
"""By the name of the desk: an order of this list alone."""

_SORTS = {one.key: one for one in (*sorting.CORE, BY_DESK)}


@dataclass
class Across:
    """A question about all desks: its text, its meaning (if it has one), and one desk alone if one was chosen."""

    text: str
    desk: Desk | None
    condition: Q = field(default_factory=Q)
    shows_unlisted: bool = False
    error: QueryError | None = None


def asked(actor: Actor, text: str, desk: Desk | None = None) -> Across:
    """Understand a question. It may use the words of every desk that the actor serves. A mistake is kept in
    ``error``."""
    asked = Across(text, desk)
    fields = ticket_fields(None, actor)
    env = Env(now=clock.now(), me=actor.person_id, zone=timezone.get_current_timezone(), actor=actor)
    try:
        tree = parse(text, fields)
        asked.condition = to_q(tree, fields, env)
    except QueryError as error:
        asked.error = error
        return asked
    terms = [one for one in leaves(tree) if isinstance(one, Term) and one.field == "is"]
    codes = {getattr(value, "text", "") for one in terms for value in one.values}
    asked.shows_unlisted = bool(codes & {"spam", "deleted"})
    return asked


def page(actor: Actor, question: Across, sort: str = "", cursor: str = "") -> Page:
    """One page of them, in one of the core's orders or by desk. Two queries, however many desks."""
    return listing.page_of(actor, matching(actor, question), order_of(sort), cursor, columns=("desk__name",))


def counted(actor: Actor, question: Across) -> int:
    """How many there are, at most COUNT_LIMIT."""
    return int(matching(actor, question).order_by()[: listing.COUNT_LIMIT].count())


def order_of(name: str) -> Order:
    """The order of that name; the default one if there is none such. Those of modules are each desk's own."""
    sort = _SORTS.get(name.removeprefix("-"))
    return Order(sort, name.startswith("-")) if sort else order_of(sorting.DEFAULT)


def mine_on(actor: Actor) -> dict[int, int]:
    """How many unfinished tickets the actor has, by desk. One query."""
    found = Ticket.objects.served_by(actor).listed().filter(is_unfinished(), assignee_id=actor.person_id)
    return dict(found.order_by().values_list("desk_id").annotate(n=Count("pk")))


def chosen(desks: Sequence[Desk], key: str) -> Desk | None:
    """The desk of that key among those served."""
    return next((one for one in desks if one.key == key), None)


def matching(actor: Actor, question: Across) -> Any:
    """The tickets that the question means, on desks that the actor serves."""
    found = Ticket.objects.served_by(actor)
    if question.desk is not None:
        found = found.filter(desk_id=question.desk.pk)
    if question.error is not None:
        return found.none()
    if not question.shows_unlisted:
        found = found.listed()
    return found.filter(question.condition)
