"""Whose time somebody may read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import F, Q

from deskhand.kernel import switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.scope import WalledQuerySet
from deskhand.tickets import curtain

if TYPE_CHECKING:
    from deskhand.modules.time.models import Activity, Entry, Timer  # noqa: F401

MODULE = "time"


class ActivityQuerySet(WalledQuerySet["Activity"]):
    """Kinds of work."""

    def served_by(self, actor: Actor) -> Self:
        """Those of the desks whose time the actor may read."""
        return self.within(on(actor.desks_with("time.read")))

    def offered(self) -> Self:
        """Those that can be chosen."""
        return self.filter(is_active=True)


class EntryQuerySet(WalledQuerySet["Entry"]):
    """Every way in leaves out the desks on which the module is off."""

    ticket_path = "ticket__"

    def visible_to(self, actor: Actor) -> Self:
        """What the actor reads on a ticket: the time of everybody on tickets of the desks that they serve."""
        return self.within(on(actor.desks_with("time.read")))

    def reported_to(self, actor: Actor) -> Self:
        """What the actor reads across tickets: their own time, and that of everybody where they may see sums."""
        own = Q(desk_id__in=on(actor.desks_with("time.read")), person_id=actor.person_id or 0)
        found = self.scoped().filter(own | Q(desk_id__in=on(actor.desks_with("time.report"))))
        return found.filter(curtain.may_know(actor, "ticket__"))

    def counted(self) -> Self:
        """Without those that were removed."""
        return self.filter(removed_at=None)

    def on_days(self, first: date, last: date) -> Self:
        """Of these days, both included."""
        return self.filter(day__gte=first, day__lte=last)

    def still_here(self) -> Self:
        """On tickets that are on the entry's desk. Of one that moved on, its former desk reads nothing more."""
        return self.filter(ticket__desk_id=F("desk_id"))


class TimerQuerySet(WalledQuerySet["Timer"]):
    """Timers, for those who started them."""

    ticket_path = "ticket__"

    def own_of(self, actor: Actor) -> Self:
        """The actor's, on desks where they may book time and the module is on."""
        found = self.scoped(desk_id__in=on(actor.desks_with("time.read")), person_id=actor.person_id or 0)
        return found.filter(curtain.may_know(actor, "ticket__"))

    def running(self) -> Self:
        """Those that are not paused."""
        return self.exclude(started_at=None)


def on(desk_ids: list[int]) -> list[int]:
    """Those of the desks on which the module is on."""
    return sorted(set(desk_ids) & set(switches.desks_with(MODULE)))
