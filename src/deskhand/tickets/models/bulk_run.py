"""Bulk changes that are done in the background, and what became of each ticket."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Person
from deskhand.kernel.scope import WalledManager
from deskhand.tickets.querysets import DeskThingQuerySet


class BulkStage(models.TextChoices):
    """Where a bulk change stands."""

    WORKING = "working", _("At work")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class Fate(models.TextChoices):
    """What became of one ticket."""

    WAITING = "waiting", _("Not touched")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Was so already")
    REFUSED = "refused", _("Refused")
    UNDONE = "undone", _("Undone")
    KEPT = "kept", _("Not undone")


class BulkRun(models.Model):
    """One verb for many tickets of a desk, done piece by piece. ``value`` is what the verb gives them
    (``tickets.bulk_values`` says how it is written down). ``channel`` is the door that it came through."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=20)
    verb = models.CharField(max_length=40)
    value = models.JSONField(null=True)
    stage = models.CharField(max_length=10, choices=BulkStage, default=BulkStage.WORKING)
    total = models.PositiveIntegerField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    undone_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = WalledManager.of(DeskThingQuerySet)

    class Meta:
        indexes = [models.Index(fields=["desk", "-begun_at"], name="bulk_run_newest")]

    def __str__(self) -> str:
        return f"{self.verb} on {self.total} tickets ({self.stage})"


class BulkRow(models.Model):
    """One ticket of a bulk change. ``was`` and ``became`` are what its undo has to know; ``why`` is the reason why it
    was refused, or was not undone."""

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="rows")
    number = models.BigIntegerField()
    fate = models.CharField(max_length=9, choices=Fate, default=Fate.WAITING)
    was = models.JSONField(null=True)
    became = models.JSONField(null=True)
    why = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="bulk_row_once")]
        indexes = [models.Index(fields=["run", "fate", "number"], name="bulk_row_fate")]

    def __str__(self) -> str:
        return f"{self.number}: {self.fate}"
