"""Who got somebody's open tickets, and how to take that back."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from deskhand.accounts.models import Desk, Person, Team
from deskhand.kernel.scope import WalledManager
from deskhand.tickets.querysets import DeskThingQuerySet


class HandOver(models.Model):
    """The open tickets of ``person`` on a desk went to somebody else, a team, or nobody. ``undos`` are the ids of the
    bulk changes that it consisted of, first to last."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    to_person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    to_team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    undos = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = WalledManager.of(DeskThingQuerySet)

    class Meta:
        indexes = [models.Index(fields=["desk", "person", "-made_at"], name="hand_over_person")]

    def __str__(self) -> str:
        return f"hand-over {self.pk} of {self.person_id}"
