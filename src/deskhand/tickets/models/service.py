"""What a desk provides: a small list of its services."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from deskhand.accounts.models import Desk, Person
from deskhand.kernel.scope import WalledManager, WalledQuerySet

SERVICE_NAME_LIMIT = 120
"""Longest name of a service in characters."""

DESCRIPTION_LIMIT = 2_000
"""Longest description of a service in characters."""


class ServiceQuerySet(WalledQuerySet["Service"]):
    def active(self) -> Any:
        return self.filter(is_active=True)


class Service(models.Model):
    """Something that a desk provides and that tickets are about. ``owner`` answers for it; ``folded`` is the name as
    it is compared, once on a desk."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="services")
    name = models.CharField(max_length=SERVICE_NAME_LIMIT)
    folded = models.TextField()
    owner = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    description = models.TextField(blank=True, default="")
    is_active = models.BooleanField(default=True)

    objects: ClassVar[Any] = WalledManager.of(ServiceQuerySet)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["desk", "folded"], name="service_once")]

    def __str__(self) -> str:
        return self.name
