"""What others start plans through: the slot ``plan_desk``."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.modules.fulfilment.actions.beginning import deskhand_on
from deskhand.modules.fulfilment.actions.runs import cancel_run, start_plan
from deskhand.modules.fulfilment.models import Plan, Run
from deskhand.tickets.approving import Offered
from deskhand.tickets.models import Ticket


class PlansOfDesk:
    """Starts and gives up plans as Deskhand, for whoever asked: what they may, the asker has judged."""

    def plans(self, desk_id: int) -> Sequence[Offered]:
        """Those that are published and not put away."""
        rows = Plan.objects.within(desk_id).in_use().order_by("name")
        return [Offered(code=code, name=name) for code, name in rows.values_list("code", "name")]

    def start(self, *, actor: Actor, ticket: Ticket, plan: str, key: str) -> None:
        """Once for each key."""
        row = Plan.objects.within(ticket.desk_id).in_use().filter(code=plan).first()
        if row is None:
            raise Invalid(_("The desk has no such plan."), {"plan": _("Choose a plan that is in use.")})
        start_plan(actor=deskhand_on(ticket.desk_id), ticket=ticket, plan=row, key=key)

    def cancel(self, *, actor: Actor, ticket: Ticket, key: str) -> None:
        """Nothing where it has ended, or never began."""
        for run in Run.objects.within(ticket.desk_id).running().filter(ticket=ticket, key=key):
            cancel_run(actor=deskhand_on(ticket.desk_id), run=run, because="asker")
