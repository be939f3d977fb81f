"""Tickets that are merged into others: where they are heard, and what belongs together.

Nothing moves when tickets are merged. Each keeps its messages, its people and its addresses; agents read them together
on the ticket that goes on, requesters read what is theirs. So nobody sees more than before unless an agent lets them
follow, and a merge that is taken back after days has nothing to sort out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count, OuterRef, Subquery
from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict
from deskhand.tickets import access
from deskhand.tickets.models import Ticket
from deskhand.tickets.models.choices import FINISHED

_WHOLE = ("desk", "status", "requester", "team", "assignee")


class MergedTicket(NamedTuple):
    """A ticket that is merged into the one at hand. ``reads_along``: its requester gets the answers there, too."""

    id: int
    number: int
    subject: str
    requester_id: int
    requester_name: str
    reads_along: bool


def survivor_of(ticket: Ticket) -> Ticket:
    """Where the ticket is heard: the one that it is merged into, or itself if it is merged into none, or that one lies
    in the bin or is spam. A query for merged tickets alone."""
    if ticket.survivor_id is None:
        return ticket
    found = Ticket.objects.within(ticket.desk_id).listed().select_related(*_WHOLE).filter(pk=ticket.survivor_id)
    survivor: Ticket | None = found.first()
    return ticket if survivor is None else survivor


def ids_together(desk_id: int, ticket_id: int) -> list[int]:
    """Ids of the ticket and of those that are merged into it, those in the bin and spam left out. One query."""
    found = (
        Ticket.objects.within(desk_id).with_confidential("of the ticket at hand").listed().filter(survivor_id=ticket_id)
    )
    return [ticket_id, *found.values_list("pk", flat=True)]


def read_together(actor: Actor, ticket: Ticket) -> list[int]:
    """The tickets whose messages the actor reads on this one: for its requesters itself alone."""
    return ids_together(ticket.desk_id, ticket.pk) if access.is_staff_for(actor, ticket) else [ticket.pk]


def merged_into(desk_id: int, ticket_id: int, readers: Sequence[int]) -> list[MergedTicket]:
    """The tickets that are merged into this one, by number. ``readers`` are those who get its answers. One query."""
    found = (
        Ticket.objects.within(desk_id)
        .with_confidential("of the ticket at hand")
        .listed()
        .filter(survivor_id=ticket_id)
        .order_by("number")
    )
    rows = found.values_list("pk", "number", "subject", "requester_id", "requester__name")
    return [MergedTicket._make((*row, row[3] in readers)) for row in rows]


def merged_mark() -> Subquery:
    """To annotate tickets with: how many are merged into each, else None."""
    rows = Ticket.objects.beyond_walls("joined to the ticket that is read").listed()
    found = rows.filter(survivor_id=OuterRef("pk")).order_by().values("survivor_id")
    return Subquery(found.annotate(total=Count("pk")).values("total"))


def has_ended(ticket: Ticket) -> bool:
    """Whether the conversation is over where the ticket is heard."""
    return survivor_of(ticket).category in FINISHED


def need_apart(ticket: Ticket) -> None:
    """Raise Conflict for a ticket that is merged into another: its status is that one's business."""
    if ticket.merged_into_id is not None:
        words = _("This ticket is merged into %(number)s. Change that one, or take the merge back first.")
        raise Conflict(words % {"number": survivor_of(ticket).number})


def need_alone(ticket: Ticket) -> None:
    """Raise Conflict for a ticket that is merged into another, or into which others are merged."""
    need_apart(ticket)
    if ticket.merged_tickets.exists():
        words = _("Other tickets are merged into %(number)s. Take those merges back first.")
        raise Conflict(words % {"number": ticket.number})
