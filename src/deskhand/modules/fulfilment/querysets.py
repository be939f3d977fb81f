"""Which plans and runs somebody may read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import F, Q

from deskhand.kernel import switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.scope import WalledQuerySet
from deskhand.tickets import curtain

if TYPE_CHECKING:
    from deskhand.modules.fulfilment.models import Plan, PlanVersion, Run, RunStep  # noqa: F401

MODULE = "fulfilment"


def desks_of(actor: Actor, permission: str) -> list[int]:
    """Desks on which the actor has the permission, and which have the module on."""
    return sorted(set(actor.desks_with(permission)) & set(switches.desks_with(MODULE)))


def _late(at: datetime) -> Q:
    """What a step waits for by itself ends by itself."""
    return Q(state="active", due_at__lt=at) & ~Q(kind="wait")


class PlanQuerySet(WalledQuerySet["Plan"]):
    """Plans of a desk."""

    def served_by(self, actor: Actor) -> Self:
        """Those of the desks whose plans the actor may read."""
        return self.within(desks_of(actor, "fulfilment.read"))

    def in_use(self) -> Self:
        """Those that can be started: published, and not put away."""
        return self.filter(put_away_at=None, published__isnull=False)


class VersionQuerySet(WalledQuerySet["PlanVersion"]):
    """A version is of the desk of its plan."""

    desk_path = "plan__desk_id"


class RunQuerySet(WalledQuerySet["Run"]):
    """Plans under way, of the desk on which they were started."""

    ticket_path = "ticket__"

    def served_by(self, actor: Actor) -> Self:
        """Those of tickets that are there still and that the actor serves or audits, neither spam nor in the bin."""
        found = self.within(desks_of(actor, "fulfilment.read")).with_confidential("who may know is asked here")
        found = found.filter(curtain.may_know(actor, "ticket__")).here()
        return found.filter(ticket__is_spam=False, ticket__deleted_at=None)

    def here(self) -> Self:
        """Without those whose ticket went to another desk."""
        return self.filter(ticket__desk_id=F("desk_id"))

    def running(self) -> Self:
        """Those that have not ended."""
        return self.filter(ended_at=None)


class StepQuerySet(WalledQuerySet["RunStep"]):
    """A step is of the desk of its run."""

    desk_path = "run__desk_id"
    ticket_path = "run__ticket__"

    def live(self) -> Self:
        """Those of runs that have not ended, on their own desk."""
        return self.filter(run__ended_at=None, run__ticket__desk_id=F("run__desk_id"))

    def late(self, at: datetime) -> Self:
        """Those that should have ended by now."""
        return self.live().filter(_late(at))

    def stuck(self, at: datetime) -> Self:
        """Those that somebody has to look at: failed, failing or late, on tickets that are listed."""
        found = self.live().filter(Q(state__in=("failed", "trying")) | _late(at))
        return found.filter(run__ticket__is_spam=False, run__ticket__deleted_at=None)

    def due(self, at: datetime) -> Self:
        """Those that wait for an instant which has come."""
        return self.live().filter(wakes_at__lte=at, state__in=("active", "trying"))
