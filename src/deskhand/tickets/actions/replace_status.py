"""Tickets whose status was put away get the one that replaces it."""

from __future__ import annotations

from django.db import transaction

from deskhand.kernel.actor import SYSTEM
from deskhand.tickets.actions.transition import go
from deskhand.tickets.models import Status, Ticket

REPLACED = "replaced"
"""Why a status changed, as :class:`StatusChanged` tells it."""

TICKETS_A_TURN = 200
"""Tickets of one job; the next one goes on, so that a long list keeps nobody else from writing."""


def replace_some(*, status_id: int) -> bool:
    """Give the next tickets of a status that was put away its replacement. Returns whether there are more."""
    found = Status.objects.beyond_walls("the job serves all desks").select_related("replaced_by")
    old: Status | None = found.filter(pk=status_id, is_active=False).first()
    if old is None or old.replaced_by is None:
        return False
    tickets = (
        Ticket.objects.within(old.desk_id)
        .with_confidential("the job serves every ticket")
        .filter(status=old)
        .order_by("number")
    )
    ids = list(tickets.values_list("pk", flat=True)[: TICKETS_A_TURN + 1])
    for pk in ids[:TICKETS_A_TURN]:
        _replace(old, old.replaced_by, pk)
    return len(ids) > TICKETS_A_TURN


@transaction.atomic
def _replace(old: Status, new: Status, pk: int) -> None:
    tickets = Ticket.objects.within(old.desk_id).select_related("desk", "status").select_for_update(of=("self",))
    ticket = tickets.filter(pk=pk, status=old).first()
    if ticket is not None:
        go(actor=SYSTEM, ticket=ticket, to=new, because=REPLACED)
