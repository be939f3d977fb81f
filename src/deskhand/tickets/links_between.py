"""Links between tickets: what each is to the other, as far as a reader may know both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q

from deskhand.kernel.actor import Actor
from deskhand.tickets.models import LinkKind, Ticket, TicketLink

COUNTERPARTS: Mapping[str, str] = {
    LinkKind.DUPLICATE_OF: LinkKind.DUPLICATED_BY,
    LinkKind.CAUSED_BY: LinkKind.CAUSES,
    LinkKind.BLOCKS: LinkKind.BLOCKED_BY,
    LinkKind.RELATED: LinkKind.RELATED,
    LinkKind.PARENT_OF: LinkKind.CHILD_OF,
    LinkKind.DUPLICATED_BY: LinkKind.DUPLICATE_OF,
    LinkKind.CAUSES: LinkKind.CAUSED_BY,
    LinkKind.BLOCKED_BY: LinkKind.BLOCKS,
    LinkKind.CHILD_OF: LinkKind.PARENT_OF,
}
STORED = frozenset(list(COUNTERPARTS)[:5])
"""Kinds as which links are kept; the others are kept the other way round."""


class Linked(NamedTuple):
    """A link as one of its tickets has it: ``kind`` is what this ticket is to the other one."""

    id: int
    kind: str
    number: int
    subject: str
    category: str

    @property
    def words(self) -> str:
        """What this ticket is to the other one."""
        return str(LinkKind(self.kind).label)


def links_of(actor: Actor, ticket_id: int) -> list[Linked]:
    """The links of a ticket that passed its gate, those to tickets that the actor does not serve left out. Two
    queries."""
    rows = TicketLink.objects.beyond_walls("the ticket passed its gate; the other end is judged below")
    found = list(
        rows.filter(Q(ticket_id=ticket_id) | Q(other_id=ticket_id)).values_list("id", "kind", "ticket", "other")
    )
    ends = {ticket if other == ticket_id else other for _id, _kind, ticket, other in found}
    served = Ticket.objects.served_by(actor).listed().filter(pk__in=ends)
    known = {row[0]: row[1:] for row in served.values_list("pk", "number", "subject", "category")}
    linked = [
        Linked(pk, kind if ticket == ticket_id else COUNTERPARTS[kind], *known[end])
        for pk, kind, ticket, other in found
        if (end := other if ticket == ticket_id else ticket) in known
    ]
    order = list(COUNTERPARTS)
    return sorted(linked, key=lambda one: (order.index(one.kind), one.number))


def is_linked() -> Exists:
    """To annotate tickets with: whether a ticket has links at all."""
    rows = TicketLink.objects.beyond_walls("joined to the ticket that is read")
    return Exists(rows.filter(Q(ticket_id=OuterRef("pk")) | Q(other_id=OuterRef("pk"))))
