"""Which tasks somebody may read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from deskhand.kernel import switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.scope import WalledQuerySet
from deskhand.tickets import curtain

if TYPE_CHECKING:
    from deskhand.modules.tasks.models import Checklist, MadeTicket, RecurringTicket, Task  # noqa: F401

MODULE = "tasks"


class TaskQuerySet(WalledQuerySet["Task"]):
    """A task is on the desk of its ticket. Who may read follows from that, and from the switch there."""

    desk_path = "ticket__desk_id"
    ticket_path = "ticket__"

    def served_by(self, actor: Actor) -> Self:
        """Tasks of tickets that the actor serves or audits and that are neither spam nor in the bin."""
        desks = sorted(set(actor.desks_with("tasks.read")) & set(switches.desks_with(MODULE)))
        found = self.within(desks).with_confidential("who may know is asked here")
        found = found.filter(curtain.may_know(actor, "ticket__"))
        return found.filter(ticket__is_spam=False, ticket__deleted_at=None)

    def kept(self) -> Self:
        """Without those that were taken away."""
        return self.filter(dropped_at=None)

    def open(self) -> Self:
        """Those that are still to do."""
        return self.kept().filter(done_at=None)

    def for_person(self, person_id: int, team_ids: list[int] | None = None) -> Self:
        """Those that somebody has; with ``team_ids``, also those that one of these teams has and nobody in person."""
        mine = Q(assignee_id=person_id)
        if team_ids:
            mine |= Q(assignee=None, team_id__in=team_ids)
        return self.filter(mine)


class ChecklistQuerySet(WalledQuerySet["Checklist"]):
    """Checklists of a desk."""

    def served_by(self, actor: Actor) -> Self:
        """Those of the desks that the actor serves or audits, and that have the module."""
        return self.within(sorted(set(actor.desks_with("tasks.read")) & set(switches.desks_with(MODULE))))

    def active(self) -> Self:
        """Those that are offered: the others were put away."""
        return self.filter(put_away_at=None)


class RecurringQuerySet(WalledQuerySet["RecurringTicket"]):
    """Tickets of a desk that come again."""

    def kept_by(self, actor: Actor) -> Self:
        """Those of the desks on which the actor looks after them, and that have the module."""
        return self.within(sorted(set(actor.desks_with("tasks.recurring")) & set(switches.desks_with(MODULE))))

    def running(self) -> Self:
        """Those that are neither paused nor put away."""
        return self.filter(paused_at=None, put_away_at=None)

    def due(self, at: datetime) -> Self:
        """Those of which a ticket should have been made by that instant."""
        return self.running().filter(next_at__lte=at)


class MadeQuerySet(WalledQuerySet["MadeTicket"]):
    """What was made of a desk's tickets that come again."""

    desk_path = "recurring__desk_id"
    ticket_path = "ticket__"
    may_lack_ticket = True
