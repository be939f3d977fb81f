"""What orders start journeys through: the slot ``plan_desk``."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.modules.journeys.actions.ordered import give_up_ordered, start_ordered
from deskhand.modules.journeys.models import Blueprint
from deskhand.tickets.approving import Offered
from deskhand.tickets.models import Ticket

WORD = "journey:"
"""Before the id of a journey in the code by which an order names it."""


class JourneysOfDesk:
    """Starts and cancels journeys as Deskhand, for whoever ordered: what they may, the asker has judged."""

    def plans(self, desk_id: int) -> Sequence[Offered]:
        """Those that can be started."""
        rows = Blueprint.objects.within(desk_id).startable().order_by("name", "pk")
        named = rows.values_list("pk", "name")
        return [Offered(code=f"{WORD}{pk}", name=_("Journey: %(name)s") % {"name": name}) for pk, name in named]

    def start(self, *, actor: Actor, ticket: Ticket, plan: str, key: str) -> None:
        """Once for each key."""
        word, pk = plan[: len(WORD)], plan[len(WORD) :]
        rows = Blueprint.objects.within(ticket.desk_id).startable().select_related("desk")
        is_ours = word == WORD and pk.isascii() and pk.isdecimal() and len(pk) < 16
        row = rows.filter(pk=int(pk)).first() if is_ours else None
        if row is None:
            raise Invalid(_("The desk has no such journey."), {"plan": _("Choose a journey that is in use.")})
        start_ordered(ticket=ticket, blueprint=row, key=key)

    def cancel(self, *, actor: Actor, ticket: Ticket, key: str) -> None:
        """Nothing where it has ended, or never began."""
        give_up_ordered(ticket=ticket, key=key)
