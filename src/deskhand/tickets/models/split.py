"""That messages of one ticket were split off into another, and what its undo brings back."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from deskhand.kernel.scope import WalledManager
from deskhand.tickets.models.ticket import Ticket
from deskhand.tickets.querysets import TicketThingQuerySet


class Split(models.Model):
    """Messages of ``ticket``, whose ids are ``messages``, went into the new ticket ``into``. With ``undone_at`` those
    that were still there came back."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="splits")
    into = models.OneToOneField(Ticket, on_delete=models.CASCADE, related_name="split_from")
    messages = models.JSONField()
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = WalledManager.of(TicketThingQuerySet)

    def __str__(self) -> str:
        return f"{self.into_id} split off {self.ticket_id}"
