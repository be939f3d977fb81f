"""Which journeys somebody may read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db.models import F, Q

from deskhand.kernel import switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.scope import WalledQuerySet

if TYPE_CHECKING:
    from deskhand.modules.journeys.models import Activity, Blueprint, Journey, Part  # noqa: F401

MODULE = "journeys"


def desks_of(actor: Actor, permission: str) -> list[int]:
    """Desks on which the actor has the permission, and which have the module on."""
    return sorted(set(actor.desks_with(permission)) & set(switches.desks_with(MODULE)))


class BlueprintQuerySet(WalledQuerySet["Blueprint"]):
    """Blueprints of a desk."""

    def served_by(self, actor: Actor) -> Self:
        """Those of the desks whose journeys the actor may read."""
        return self.within(desks_of(actor, "journeys.read"))

    def startable(self) -> Self:
        """Those that can be started: in use, and not put away."""
        return self.filter(put_away_at=None, in_use__isnull=False)


class PartQuerySet(WalledQuerySet["Part"]):
    """What a desk was asked for. It is of the desk that was asked."""

    def standing(self) -> Self:
        """Those of blueprints that are not put away, of desks that have the module on."""
        return self.filter(blueprint__put_away_at=None, blueprint__desk_id__in=switches.desks_with(MODULE))


class JourneyQuerySet(WalledQuerySet["Journey"]):
    """Journeys, of the desk that runs them."""

    def served_by(self, actor: Actor) -> Self:
        """Those of the desks whose journeys the actor may read."""
        return self.within(desks_of(actor, "journeys.read"))

    def own_of(self, actor: Actor) -> Self:
        """Those that the actor makes or accompanies as the manager, on desks that have the module on."""
        if actor.person_id is None or actor.only_ticket is not None:
            return self.scoped().none()
        on = sorted(set(switches.desks_with(MODULE)) - actor.closed_desks)
        mine = Q(person_id=actor.person_id) | Q(manager_id=actor.person_id)
        return self.scoped(desk_id__in=on).filter(mine)

    def running(self) -> Self:
        """Those that have not ended."""
        return self.filter(ended_at=None)

    def due(self, at: datetime) -> Self:
        """Those at which Deskhand has to look now."""
        return self.running().filter(wakes_at__lte=at)


class ActivityQuerySet(WalledQuerySet["Activity"]):
    """An activity is of the desk that runs its journey."""

    desk_path = "journey__desk_id"
    ticket_path = "ticket__"
    may_lack_ticket = True

    def of(self, *desks: Any) -> Self:
        """Those of the journeys that desks run, whatever became of their tickets: of these only the state is told."""
        return self.within(list(desks)).with_confidential("of a ticket a journey tells only how it stands")

    def done_by(self, desk_id: int) -> Self:
        """Those that a desk does, with a ticket that is still there."""
        return self.scoped(desk_id=desk_id, ticket__desk_id=F("desk_id"))

    def late(self, at: datetime) -> Self:
        """Those that should have ended by now."""
        return self.filter(state__in=("waiting", "begun", "stuck"), due_at__lt=at, journey__ended_at=None)
