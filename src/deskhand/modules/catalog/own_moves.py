"""What who ordered may not do with the ticket of an order: the item says until when it can be cancelled."""

from __future__ import annotations

from django.utils.translation import gettext as _

from deskhand.modules.catalog.actions.going_on import may_stop
from deskhand.modules.catalog.models import ENDED_STATES, LineState
from deskhand.modules.catalog.stages import line_of
from deskhand.tickets.models import Category, Ticket


def refused(ticket: Ticket) -> dict[str, str]:
    """Withdrawing ends with the item's “cancel until”. What a plan works on is solved when the plan has ended, what is
    not begun by nobody's word."""
    line = line_of(ticket)
    if line is None or line.state in ENDED_STATES:
        return {}
    found: dict[str, str] = {}
    if not may_stop(line):
        found[Category.CANCELLED] = _("It is too late to withdraw this order. Write to the desk here instead.")
    if line.state != LineState.WORK or line.item.plan:
        found[Category.RESOLVED] = _("This order is not delivered yet. Write to the desk here instead.")
    return found
