"""What a desk asked of another one for a ticket of its own."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from deskhand.accounts.models import Desk
from deskhand.kernel.scope import WalledManager
from deskhand.tickets.models.ticket import Ticket
from deskhand.tickets.querysets import DeskRequestQuerySet


class DeskRequest(models.Model):
    """``asked`` is the request on the other desk, whose requester is the agent who asked; ``asking`` the ticket for
    which they did, which the other desk never learns of. Whoever serves ``asking`` reads and answers the public
    conversation of ``asked``, as long as it is on ``desk``, the one that asked: another desk to which it goes does not.
    ``is_waiting``: it is on hold until the other desk is done."""

    asking = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="desk_requests")
    asked = models.OneToOneField(Ticket, on_delete=models.CASCADE, related_name="asked_for")
    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    is_waiting = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = WalledManager.of(DeskRequestQuerySet)

    def __str__(self) -> str:
        return f"{self.asking_id} asks {self.asked_id}"
