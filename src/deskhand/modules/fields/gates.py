"""What must be filled in before a ticket is resolved."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from deskhand.kernel.actor import Actor
from deskhand.modules.fields.actions import needed_words
from deskhand.modules.fields.models import Needed
from deskhand.modules.fields.queries import asking, held_by, texts_by_code
from deskhand.modules.fields.querysets import MODULE
from deskhand.tickets.models import Category, Status, Ticket
from deskhand.tickets.status_gates import Missing


def before_resolving(actor: Actor, ticket: Ticket, status: Status) -> Iterator[Missing]:
    """Each field that is needed and empty."""
    if status.category not in (Category.RESOLVED, Category.CLOSED):
        return
    known = asking(ticket.desk_id, ticket_kind=ticket.kind)
    lacks = known.missing(texts_by_code(held_by(ticket)), Needed.RESOLVING)
    where = reverse("fields:fill", args=[ticket.number])
    for one in lacks:
        yield Missing(f"{MODULE}.{one.code}", needed_words(one), where)
