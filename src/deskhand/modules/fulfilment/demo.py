"""How the demo desk fulfils an order, and two that are under way."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.modules.fulfilment import actions
from deskhand.modules.fulfilment.actions import runs
from deskhand.modules.fulfilment.actions.beginning import deskhand_on
from deskhand.modules.fulfilment.beginnings import laptop
from deskhand.modules.fulfilment.definition import Kind
from deskhand.modules.fulfilment.models import Plan, Run, RunStep, State
from deskhand.tickets import actions as on_tickets
from deskhand.tickets.models import Status, Ticket
from deskhand.tickets.querysets import UNFINISHED


def furnish(desk: Desk, cast: Any) -> None:
    """A plan for a new laptop, on one ticket at its beginning and on another near its end."""
    plan = actions.make_plan(actor=deskhand_on(desk.pk), desk=desk, name=_("New laptop"), definition=laptop(desk))
    actions.publish(actor=deskhand_on(desk.pk), plan=plan)
    rows = Ticket.objects.within(desk).listed().filter(category__in=UNFINISHED, kind="service_request")
    for done, ticket in zip((0, 2), rows.order_by("-created_at", "-pk")[:2], strict=False):
        _run(plan, ticket, done)


def _run(plan: Plan, ticket: Ticket, done: int) -> None:
    """Start it, and let somebody finish so many rounds of tasks."""
    run = actions.start_plan(actor=deskhand_on(ticket.desk_id), ticket=ticket, plan=plan)
    runs.go_on(run_id=run.pk)
    for _round in range(done):
        _finish_one(run)
        runs.go_on(run_id=run.pk)


def _finish_one(run: Run) -> None:
    rows = RunStep.objects.within(run.desk_id).filter(run=run, kind=Kind.TASK, state=State.ACTIVE)
    row = rows.select_related("ticket").first()
    to = Status.objects.within(run.desk_id).filter(category="resolved", is_active=True).first()
    if row is not None and row.ticket is not None and to is not None:
        on_tickets.set_status(actor=deskhand_on(run.desk_id), ticket=row.ticket, to=to)
