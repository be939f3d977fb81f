"""Excused promises."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Person
from deskhand.kernel.scope import WalledManager
from deskhand.modules.sla.models.clock import KEY_LIMIT
from deskhand.modules.sla.models.policy import Level
from deskhand.modules.sla.querysets import WaiverQuerySet
from deskhand.tickets.models import Ticket


class WaiverState(models.TextChoices):
    """How far a request to excuse a promise is."""

    ASKED = "asked", _("Waits for a second person")
    CONFIRMED = "confirmed", _("Waived")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


STANDING = (WaiverState.ASKED, WaiverState.CONFIRMED)
"""Of these a clock has one at most."""


class Waiver(models.Model):
    """A missed or overdue promise that somebody asked to be excused, and what a second person answered. It names its
    clock by what stays when clocks are derived anew."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="sla_waivers")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="sla_waivers")
    level = models.CharField(max_length=3, choices=Level)
    key = models.CharField(max_length=KEY_LIMIT)
    cycle = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=WaiverState, default=WaiverState.ASKED)
    reason = models.TextField()
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True, default="")
    decided_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = WalledManager.of(WaiverQuerySet)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "level", "key", "cycle"],
                condition=models.Q(state__in=["asked", "confirmed"]),
                name="sla_waiver_once",
            )
        ]
        indexes = [models.Index(fields=["desk", "state"], name="sla_waiver_state")]

    def __str__(self) -> str:
        return f"{self.key} {self.cycle} of {self.ticket_id}: {self.state}"
