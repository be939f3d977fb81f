"""What a subject was before it was changed: for its undo, and no longer."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from deskhand.kernel.scope import WalledManager
from deskhand.tickets.models.ticket import Ticket
from deskhand.tickets.querysets import TicketThingQuerySet


class FormerSubject(models.Model):
    """The words before and after one change of a ticket's subject, which its fact does not keep. ``event_id`` is the
    id of that fact."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="former_subjects")
    event_id = models.BigIntegerField(unique=True)
    was = models.CharField(max_length=300)
    became = models.CharField(max_length=300)
    at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(TicketThingQuerySet)

    class Meta:
        indexes = [models.Index(fields=["at"], name="former_subject_at")]

    def __str__(self) -> str:
        return f"subject of {self.ticket_id} before {self.event_id}"
