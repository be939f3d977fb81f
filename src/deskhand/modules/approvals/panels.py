"""The panel beside a ticket."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from deskhand.kernel import slots
from deskhand.modules.approvals.models import Approval, Policy, Question
from deskhand.modules.approvals.querysets import MODULE
from deskhand.modules.approvals.shown import stages_shown
from deskhand.tickets.context import actor_of
from deskhand.tickets.models import Ticket

SHOWN = 5
"""Approvals of a ticket in its panel, the newest first."""


class ApprovalsPanel:
    """What is to be approved and by whom, and the way to ask."""

    title = _("Approvals")

    def render(self, request: HttpRequest, ticket: Ticket) -> str | None:
        """Nothing for who may only read, on a ticket without approvals."""
        may_ask = actor_of(request).may_on("approvals.ask", ticket)
        rows = Approval.objects.within(ticket.desk_id).filter(ticket_id=ticket.pk)
        found = [_shown(row) for row in rows.select_related("version__policy")[:SHOWN]]
        if not found and not may_ask:
            return None
        policies = list(Policy.objects.within(ticket.desk_id).in_use().order_by("name")) if may_ask else []
        given = {"number": ticket.number, "found": found, "may_ask": may_ask, "policies": policies}
        return render_to_string("approvals/_panel.html", given, request)


def _shown(row: Approval) -> tuple[Approval, list[object], list[Question]]:
    if not row.is_open:
        return row, [], []
    questions = Question.objects.within(row.desk_id).filter(ask__approval=row, answered_at=None)
    return row, list(stages_shown(row)), list(questions.select_related("by"))


slots.fill("ticket_panel", ApprovalsPanel(), module=MODULE, order=15)
