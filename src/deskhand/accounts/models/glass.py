"""Break-glass: somebody reads behind a wall in an emergency, with a second person's consent and for a short time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models.desk import Desk
from deskhand.accounts.models.person import Person
from deskhand.kernel.actor import Actor
from deskhand.kernel.scope import WalledManager, WalledQuerySet

GLASS_REASON_LIMIT = 1000
"""Longest reason for breaking glass, in characters."""

GLASS_REASON_LEAST = 20
"""Shortest reason for breaking glass, in characters."""

GLASS_LONGEST = timedelta(hours=4)
"""How long broken glass stays open at most."""

GLASS_USUAL = timedelta(hours=1)
"""How long broken glass stays open unless the asker chose otherwise."""

GLASS_WAITS = timedelta(hours=24)
"""How long a request waits for the second person before it lapses."""


class GlassState(models.TextChoices):
    """Where a request stands. Nothing has to happen for it to lapse or to end: the state follows from the time."""

    WAITING = "waiting", _("waits for the second person")
    OPEN = "open", _("open")
    LAPSED = "lapsed", _("lapsed: nobody seconded it in time")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")
    ENDED = "ended", _("ended early")
    OVER = "over", _("over")


class GlassQuerySet(WalledQuerySet[Any]):
    """Requests to break glass, and what became of them."""

    def told_to(self, actor: Actor) -> Any:
        """What the actor may know of: their own; those of desks that they administer; as site administrator all."""
        if actor.is_site_admin or actor.is_system:
            return self.beyond_walls("who looks after the installation sees who broke glass, and where")
        own = Q(asker_id=actor.person_id or 0)
        return self.scoped().filter(own | Q(desk_id__in=actor.desks_with("glass.see")))

    def waiting(self, at: datetime) -> Any:
        """Those that a second person may still open."""
        return self.filter(seconded_at=None, refused_at=None, ended_at=None, asked_at__gt=at - GLASS_WAITS)

    def open(self, at: datetime) -> Any:
        """Those through which somebody may read at this instant."""
        return self.filter(until__gt=at, refused_at=None, ended_at=None)


class BreakGlass(models.Model):
    """A request of one person to read a whole desk, or one confidential ticket of it, and what became of it.

    ``ticket_id`` is the ticket of ``ticket_number``, if there is one on the desk: whoever asks is not told. ``length``
    is for how long they ask; ``until`` is set by the second person's consent.
    """

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    ticket_number = models.BigIntegerField(null=True)
    ticket_id = models.BigIntegerField(null=True)
    asker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="glass_asked")
    reason = models.CharField(max_length=GLASS_REASON_LIMIT)
    length = models.DurationField()
    asked_at = models.DateTimeField()
    seconded_at = models.DateTimeField(null=True)
    seconded_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    until = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[Any] = WalledManager.of(GlassQuerySet)

    class Meta:
        indexes = [
            models.Index(fields=["asker", "until"], name="glass_open", condition=Q(until__isnull=False, ended_at=None)),
            models.Index(fields=["desk", "-asked_at"], name="glass_of_desk"),
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_number}" if self.ticket_number else f"{self.desk}"

    def state(self, at: datetime) -> GlassState:
        """Where it stands at an instant."""
        if self.refused_at is not None:
            return GlassState.REFUSED
        last = self.until or self.asked_at + GLASS_WAITS
        if self.ended_at is not None and self.ended_at < last:
            return GlassState.WITHDRAWN if self.until is None else GlassState.ENDED
        if self.until is not None:
            return GlassState.OPEN if at < last else GlassState.OVER
        return GlassState.WAITING if at < last else GlassState.LAPSED


class GlassReadQuerySet(WalledQuerySet[Any]):
    desk_path = "glass__desk_id"


class GlassRead(models.Model):
    """A record that was read through broken glass: once for each. ``told_at``: since then the administrators know."""

    glass = models.ForeignKey(BreakGlass, on_delete=models.CASCADE, related_name="reads")
    ticket_number = models.BigIntegerField()
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = WalledManager.of(GlassReadQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["glass", "ticket_number"], name="glass_read_once")]

    def __str__(self) -> str:
        return f"#{self.ticket_number}"
