"""Approvals in the list of tickets: a column, and a view of what waits."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.kernel import slots
from deskhand.modules.approvals.models import Approval, State
from deskhand.modules.approvals.querysets import MODULE
from deskhand.tickets.built_in_views import TicketView
from deskhand.tickets.columns import Chip, Column

WAITING = TicketView(
    "waiting-for-approval",
    gettext_lazy("Waiting for approval"),
    "is:open approval:pending",
    nothing=gettext_lazy("Nothing waits for approval"),
    hint=gettext_lazy("Tickets stand here from the moment on at which approval is asked for."),
)
"""What nobody has decided yet."""


def columns(desk_id: int, ticket_ids: Sequence[int]) -> list[Column]:
    """The newest approval of each ticket. One query; no column where there is none."""
    rows = Approval.objects.within(desk_id).filter(ticket_id__in=list(ticket_ids)).exclude(state=State.WITHDRAWN)
    found: dict[int, str | Chip] = {}
    for ticket_id, state in rows.order_by("asked_at", "pk").values_list("ticket_id", "state"):
        found[ticket_id] = str(State(state).label)
    return [Column(_("Approval"), found)] if found else []


slots.fill("ticket_column", columns, module=MODULE, order=60)
slots.fill("ticket_view", WAITING, module=MODULE)
