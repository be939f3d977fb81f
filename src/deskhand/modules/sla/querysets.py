"""Which rows of the module somebody may read."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db.models import F, Q

from deskhand.kernel import switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.scope import WalledQuerySet
from deskhand.tickets import curtain

if TYPE_CHECKING:
    from deskhand.modules.sla.models import (  # noqa: F401
        Agreement,
        CatchUp,
        Clock,
        Document,
        Interval,
        Passing,
        Policy,
        PolicyVersion,
        Review,
        Simulation,
        Standing,
        Waiver,
    )

MODULE = "sla"


def desks_of(actor: Actor, permission: str) -> list[int]:
    """Desks on which the actor has the permission, and which have the module on."""
    return sorted(set(actor.desks_with(permission)) & set(switches.desks_with(MODULE)))


class PolicyQuerySet(WalledQuerySet["Policy"]):
    """Policies of a desk."""

    def served_by(self, actor: Actor) -> Self:
        """Those of the desks whose service levels the actor may read."""
        return self.within(desks_of(actor, "sla.read"))

    def kept_by(self, actor: Actor) -> Self:
        """Those of the desks on which the actor may change them."""
        return self.within(desks_of(actor, "sla.policies"))


class VersionQuerySet(WalledQuerySet["PolicyVersion"]):
    """Versions are of the desk of their policy."""

    desk_path = "policy__desk_id"


class ClockQuerySet(WalledQuerySet["Clock"]):
    """Clocks are of the desk on which their ticket was when they were wound last."""

    ticket_path = "ticket__"

    def served_by(self, actor: Actor) -> Self:
        """Those of tickets that the actor serves or audits, neither spam nor in the bin."""
        found = self.within(desks_of(actor, "sla.read")).with_confidential("who may know is asked here")
        found = found.filter(curtain.may_know(actor, "ticket__"))
        return found.filter(ticket__is_spam=False, ticket__deleted_at=None)

    def open(self) -> Self:
        """Those that run or are paused."""
        return self.filter(ended_at=None)

    def ringing(self, by: datetime) -> Self:
        """Those of which a warning or the breach has come by that instant."""
        return self.filter(wakes_at__lte=by)

    def waiting(self) -> Self:
        """Those that will ring at an instant which is known."""
        return self.filter(wakes_at__isnull=False)


class IntervalQuerySet(WalledQuerySet["Interval"]):
    """A ledger is of the desk of its clock."""

    desk_path = "clock__desk_id"
    ticket_path = "clock__ticket__"


class PassingQuerySet(WalledQuerySet["Passing"]):
    """What was passed is of the desk of its clock."""

    desk_path = "clock__desk_id"
    ticket_path = "clock__ticket__"


class StandingQuerySet(WalledQuerySet["Standing"]):
    """Where tickets stand, by desk."""

    ticket_path = "ticket__"

    def live(self) -> Self:
        """Those of tickets with a clock that runs or is paused."""
        return self.filter(Q(next_due_at__isnull=False) | Q(is_paused=True))


class AgreementQuerySet(WalledQuerySet["Agreement"]):
    """Contracts of a desk."""

    def kept(self) -> Self:
        """Those that were not put away."""
        return self.filter(put_away_at=None)

    def in_force(self, day: date) -> Self:
        """Those that count on a day."""
        return self.kept().filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def ending(self, day: date) -> Self:
        """Those with a notice and a last day that is to come."""
        return self.kept().filter(ends_on__gte=day, notice_days__isnull=False)


class DocumentQuerySet(WalledQuerySet["Document"]):
    """Documents are of the desk of their contract."""

    desk_path = "agreement__desk_id"


class ReviewQuerySet(WalledQuerySet["Review"]):
    """Files of service reviews, by desk."""


class WaiverQuerySet(WalledQuerySet["Waiver"]):
    """Requests to excuse promises, of the desk on which they were asked."""

    ticket_path = "ticket__"

    def served_by(self, actor: Actor) -> Self:
        """Those of tickets that are there still and that the actor serves or audits, neither spam nor in the bin."""
        found = self.within(desks_of(actor, "sla.read")).with_confidential("who may know is asked here")
        found = found.filter(curtain.may_know(actor, "ticket__"), ticket__desk_id=F("desk_id"))
        return found.filter(ticket__is_spam=False, ticket__deleted_at=None)

    def of_clock(self, row: Clock) -> Self:
        """Those of one clock."""
        return self.filter(ticket_id=row.ticket_id, level=row.level, key=row.key, cycle=row.cycle)


class CatchUpQuerySet(WalledQuerySet["CatchUp"]):
    """Catching up is a desk's."""


class SimulationQuerySet(WalledQuerySet["Simulation"]):
    """What was tried on a desk."""

    def kept_by(self, actor: Actor) -> Self:
        """Those of the desks on which the actor may change policies."""
        return self.within(desks_of(actor, "sla.policies"))
