"""That one ticket was merged into another, and what its undo puts back."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from deskhand.kernel.scope import WalledManager
from deskhand.tickets.models.ticket import Ticket
from deskhand.tickets.querysets import TicketThingQuerySet


class Merge(models.Model):
    """``ticket`` was merged into ``into``. ``status_before``, ``resolved_at`` and ``closed_at`` are what it had;
    With ``follow`` its people were to follow the other ticket; ``joined`` are the ids of those who do so because of it
    alone. With ``undone_at`` it is over."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="merges")
    into = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    status_before = models.BigIntegerField()
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    follow = models.BooleanField(default=False)
    joined = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = WalledManager.of(TicketThingQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=models.Q(undone_at=None), name="merged_once")
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} merged into {self.into_id}"
