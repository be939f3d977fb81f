"""What waits for approval, or was declined, is not resolved as done."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.modules.approvals.models import Approval, State
from deskhand.modules.approvals.terms import read
from deskhand.tickets.models import Category, Status, Ticket
from deskhand.tickets.status_gates import Missing

HELD_UP = frozenset({Category.RESOLVED.value, Category.CLOSED.value})
"""Categories that a ticket cannot come to meanwhile. It can be cancelled."""


def undecided(actor: Actor, ticket: Ticket, status: Status) -> Iterator[Missing]:
    """Each approval whose policy holds the ticket."""
    if status.category not in HELD_UP or ticket.category in HELD_UP:
        return
    rows = Approval.objects.within(ticket.desk_id).filter(ticket_id=ticket.pk, state__in=(State.OPEN, State.DECLINED))
    for row in rows:
        if read(row.terms).holds:
            where = f"{reverse('tickets:ticket', args=[ticket.number])}#approvals"
            waits = _("It waits for approval. Wait for it, or withdraw it.")
            declined = _("It was declined. Cancel the ticket, or withdraw the approval.")
            yield Missing(f"approvals.{row.pk}", waits if row.is_open else declined, where)
