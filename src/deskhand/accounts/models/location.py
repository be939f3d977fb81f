"""Where a desk's people sit: a small list of its own."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from deskhand.accounts.models.desk import Desk
from deskhand.kernel.scope import WalledManager, WalledQuerySet

LOCATION_NAME_LIMIT = 120
"""Longest name of a location in characters, as long as what is written at a person."""


class LocationQuerySet(WalledQuerySet["Location"]):
    def active(self) -> Any:
        return self.filter(is_active=True)


class Location(models.Model):
    """A place that a desk knows: tickets are for it, calendars and promises may be of it. ``folded`` is the name as it
    is compared, once on a desk: what is written at a person means the location whose name folds to the same."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="locations")
    name = models.CharField(max_length=LOCATION_NAME_LIMIT)
    folded = models.TextField()
    is_active = models.BooleanField(default=True)

    objects: ClassVar[Any] = WalledManager.of(LocationQuerySet)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["desk", "folded"], name="location_once")]

    def __str__(self) -> str:
        return self.name
