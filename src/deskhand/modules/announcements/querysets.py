"""Which announcements somebody may read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from deskhand.accounts.models import WhoMayOpen
from deskhand.kernel import switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.scope import WalledQuerySet

if TYPE_CHECKING:
    from deskhand.modules.announcements.models import Announcement  # noqa: F401

MODULE = "announcements"


class AnnouncementQuerySet(WalledQuerySet["Announcement"]):
    """Every way in leaves out the desks on which the module is off."""

    def served_by(self, actor: Actor) -> Self:
        """All of the desks that the actor serves or audits."""
        return self.scoped(desk_id__in=_on(actor.desks_with("announcements.read")))

    def told_to(self, actor: Actor, at: datetime) -> Self:
        """Those of this moment whose audience the actor belongs to, as anybody outside the desk does."""
        return self.meant_for(actor).current(at).distinct()

    def told_ahead_to(self, actor: Actor, at: datetime, until: datetime) -> Self:
        """Maintenance that begins before ``until``, for whoever will be told of it."""
        ahead = self.meant_for(actor).standing(at).planned(at)
        return ahead.filter(kind="maintenance", starts_at__lte=until).distinct()

    def told_again_to(self, actor: Actor, at: datetime) -> Self:
        """Those of this moment, and past ones that the actor follows: they read how it ended."""
        seen = Q(pk__in=self.told_to(actor, at).values("pk"))
        if actor.person_id is not None:
            own = self.meant_for(actor).filter(starts_at__lte=at, follows__person_id=actor.person_id)
            seen |= Q(pk__in=own.values("pk"))
        return self.scoped().filter(seen)

    def meant_for(self, actor: Actor) -> Self:
        """Those of any time whose audience the actor belongs to, as anybody outside the desk does."""
        desks = Q(desk__who_may_open=WhoMayOpen.ANYBODY, desk__is_listed=True)
        audience = Q(audience="everybody")
        if actor.organization_id is not None:
            desks |= Q(desk__who_may_open=WhoMayOpen.ORGANIZATIONS, desk__is_listed=True)
            audience |= Q(audience="organizations", organizations=actor.organization_id)
        desks |= Q(desk_id__in=list(actor.roles))
        on = sorted(set(switches.desks_with(MODULE)) - actor.closed_desks)
        return self.scoped(desk_id__in=on, desk__is_active=True).filter(desks, audience)

    def visible_to(self, actor: Actor, at: datetime) -> Self:
        """Both: what the actor serves at any time, and what they are told now."""
        told = self.told_to(actor, at).values("pk")
        served = Q(desk_id__in=_on(actor.desks_with("announcements.read")))
        return self.scoped().filter(served | Q(pk__in=told))

    def current(self, at: datetime) -> Self:
        """Those whose window is open at that instant."""
        return self.standing(at).filter(starts_at__lte=at)

    def standing(self, at: datetime) -> Self:
        """Those that have not ended: current and planned ones."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=at))

    def planned(self, at: datetime) -> Self:
        """Those that have not begun."""
        return self.filter(starts_at__gt=at)

    def past(self, at: datetime) -> Self:
        """Those that have ended."""
        return self.filter(starts_at__lte=at, ends_at__lte=at)


def _on(desk_ids: list[int]) -> list[int]:
    return sorted(set(desk_ids) & set(switches.desks_with(MODULE)))
