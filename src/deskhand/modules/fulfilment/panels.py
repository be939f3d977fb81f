"""Plans beside a ticket: how far each is, who has what; beside a task its plan and what comes next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from deskhand.kernel import clock, slots
from deskhand.modules.fulfilment.models import Plan, Run, RunStep
from deskhand.modules.fulfilment.querysets import MODULE
from deskhand.modules.fulfilment.shown import runs_of, shown
from deskhand.tickets.context import actor_of
from deskhand.tickets.models import Ticket


class PlansPanel:
    """What runs on the ticket, and a way to start more."""

    title = _("Plans")

    def render(self, request: HttpRequest, ticket: Ticket) -> str | None:
        """Two queries where nothing runs; nothing for a ticket on which nothing can be started either."""
        actor = actor_of(request)
        if not actor.may_on("fulfilment.read", ticket):
            return None
        found, step = runs_of(ticket), _step_of(ticket)
        may_run = actor.may_on("fulfilment.run", ticket) and step is None
        offered = list(Plan.objects.within(ticket.desk_id).in_use().values_list("pk", "name")) if may_run else []
        if not (found or offered or step):
            return None
        given: dict[str, Any] = {
            "number": ticket.number,
            "runs": [one for one in found if one.run.ended_at is None],
            "ended": [one for one in found if one.run.ended_at is not None],
            "offered": offered,
            "may_steer": actor.may_on("fulfilment.steer", ticket),
            "now": clock.now(),
            "of": _task(step) if step is not None else None,
        }
        return render_to_string("fulfilment/_panel.html", given, request)


def _step_of(ticket: Ticket) -> RunStep | None:
    rows = RunStep.objects.within(ticket.desk_id).filter(ticket_id=ticket.pk, kind="task")
    found: RunStep | None = rows.select_related("run").first()
    return found


def _task(row: RunStep) -> dict[str, Any] | None:
    """The plan of a task, itself, and what comes next."""
    rows = Run.objects.within(row.run.desk_id).here().select_related("version__plan", "ticket").filter(pk=row.run_id)
    found = shown(rows)
    if not found:
        return None
    run = found[0]
    after = {edge.end for edge in run.plan.out_of.get(row.code, ())}
    own = next((one for one in run.steps if one.step.code == row.code), None)
    return {"run": run, "own": own, "next": [one for one in run.steps if one.step.code in after]}


slots.fill("ticket_panel", PlansPanel(), module=MODULE, order=12)
