"""Trying a policy on what has been."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from deskhand.accounts.models import Desk, Person
from deskhand.kernel.scope import WalledManager
from deskhand.modules.sla.models.policy import NAME_LIMIT, Policy
from deskhand.modules.sla.querysets import SimulationQuerySet


class Simulation(models.Model):
    """What would have become of the tickets of the past ``months`` under a new or changed policy (``said``, what its
    names stood for ``meant``). ``before`` and ``after`` count outcomes by target: ``{key: {outcome: count}}``;
    ``differing`` lists tickets for which something else would have come of it, up to a limit, ``differ`` counts all of
    them. It goes over the tickets in batches (``upto_id``, ``done`` of ``total``)."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="sla_simulations")
    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, null=True, blank=True, related_name="simulations")
    name = models.CharField(max_length=NAME_LIMIT)
    said = models.JSONField()
    meant = models.JSONField(default=list, blank=True)
    months = models.PositiveSmallIntegerField(default=12)
    since = models.DateTimeField()
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    is_cancelled = models.BooleanField(default=False)
    upto_id = models.BigIntegerField(null=True, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    differing = models.JSONField(default=list, blank=True)
    differ = models.PositiveIntegerField(default=0)

    objects: ClassVar[Any] = WalledManager.of(SimulationQuerySet)

    class Meta:
        ordering = ["-begun_at", "-id"]

    def __str__(self) -> str:
        return f"{self.name} over {self.months} months"

    @property
    def is_running(self) -> bool:
        return self.ended_at is None
