"""Who may know of a confidential ticket."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from deskhand.accounts.models import Person
from deskhand.kernel.scope import WalledManager
from deskhand.tickets.models.ticket import Ticket
from deskhand.tickets.querysets import TicketThingQuerySet


class NeedToKnow(models.Model):
    """A person on the list of a confidential ticket: they read it as staff. ``is_excluded`` is the opposite: somebody
    who may never read it (the one whom it is about), whatever role they have, on whatever list they stand, and
    whatever glass is broken."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="need_to_know")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    is_excluded = models.BooleanField(default=False)
    added_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(TicketThingQuerySet)

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [models.UniqueConstraint(fields=["ticket", "person"], name="need_to_know_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {'never ' if self.is_excluded else ''}reads {self.ticket_id}"
