"""Where a request stands, for its requester: who approves it, and by when."""

from __future__ import annotations

from django.utils.translation import gettext as _

from deskhand.modules.approvals import terms
from deskhand.modules.approvals.models import Approval, AskState, State
from deskhand.modules.approvals.models import StageState as Of
from deskhand.modules.approvals.terms import Terms
from deskhand.tickets.models import Ticket
from deskhand.tickets.stages import Stage, StageState

PLACE = 20
"""Where approval stands in the line of a request."""

NAMES_SHOWN = 3
"""Names that a requester reads at most."""

_STATES = {State.OPEN: StageState.NOW, State.APPROVED: StageState.DONE, State.DECLINED: StageState.STOPPED}


def stages(ticket: Ticket) -> list[Stage]:
    """One stage for the newest approval that was not withdrawn."""
    rows = Approval.objects.within(ticket.desk_id).filter(ticket_id=ticket.pk).exclude(state=State.WITHDRAWN)
    row: Approval | None = rows.first()
    if row is None:
        return []
    declined = row.state == State.DECLINED
    label = _("Declined") if declined else (_("Approved") if row.state == State.APPROVED else _("Approval"))
    running = row.stages.filter(round=row.round, state=Of.OPEN).order_by("deadline_at").first()
    expected = running.deadline_at.date() if running is not None and running.deadline_at else None
    who = _who(row, terms.read(row.terms)) if row.is_open else ""
    return [
        Stage(label=label, state=_STATES[State(row.state)], place=PLACE, who=who, at=row.ended_at, expected=expected)
    ]


def _who(row: Approval, said: Terms) -> str:
    """The names of those who have it now, where the policy shows them; else what they are."""
    waiting = row.asks.filter(state=AskState.WAITING, stage__round=row.round)
    if said.shows_names:
        return ", ".join(waiting.order_by("pk").values_list("person__name", flat=True)[:NAMES_SHOWN])
    if waiting.filter(why=terms.REQUESTER_MANAGER).exists():
        return _("your manager")
    return ""
