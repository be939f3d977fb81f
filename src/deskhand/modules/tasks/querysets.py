"""Which tasks somebody may read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from deskhand.kernel import switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.scope import WalledQuerySet

if TYPE_CHECKING:
    from deskhand.modules.tasks.models import Task  # noqa: F401

MODULE = "tasks"


class TaskQuerySet(WalledQuerySet["Task"]):
    """A task is on the desk of its ticket. Who may read follows from that, and from the switch there."""

    desk_path = "ticket__desk_id"

    def served_by(self, actor: Actor) -> Self:
        """Tasks of tickets that the actor serves or audits and that are neither spam nor in the bin."""
        desks = sorted(set(actor.desks_with("tasks.read")) & set(switches.desks_with(MODULE)))
        return self.within(desks).filter(ticket__is_spam=False, ticket__deleted_at=None)

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
