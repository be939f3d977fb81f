"""Looking at everything of a desk again: after the module was off, and now and then for what no fact told."""

from __future__ import annotations

from django.db import transaction

from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.approvals import due
from deskhand.modules.approvals.actions.asking import end_open
from deskhand.modules.approvals.actions.deciding import freshen
from deskhand.modules.approvals.actions.leaving import replace_gone
from deskhand.modules.approvals.models import Approval
from deskhand.tickets.models.choices import FINISHED


def catch_up(*, desk_id: int) -> None:
    """End what has no ticket here any more, ask others instead of those who left, and do what is due."""
    for row in Approval.objects.within(desk_id).open().select_related("ticket"):
        ticket = row.ticket
        if ticket.desk_id != desk_id or ticket.category in FINISHED or ticket.deleted_at is not None:
            with transaction.atomic():
                end_open(actor=SYSTEM, approval=row, because="moved" if ticket.desk_id != desk_id else "ended")
    freshen_all(desk_id=desk_id)
    replace_gone(desk_id=desk_id)
    due.put(desk_id, clock.now())


def freshen_all(*, desk_id: int) -> None:
    """Ask anew what was edited."""
    for pk in list(Approval.objects.within(desk_id).open().order_by("pk").values_list("pk", flat=True)):
        freshen(approval_id=pk)


def freshen_ticket(*, desk_id: int, ticket_id: int) -> None:
    """The same for one ticket, and for what was approved on it."""
    rows = Approval.objects.within(desk_id).filter(ticket_id=ticket_id, state__in=("open", "approved"))
    for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
        freshen(approval_id=pk)
