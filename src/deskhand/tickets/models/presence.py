"""Who is at a ticket just now."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Person
from deskhand.kernel.scope import WalledManager
from deskhand.tickets.models.ticket import Ticket
from deskhand.tickets.querysets import PresenceQuerySet


class AtTicket(models.TextChoices):
    """What somebody does at a ticket."""

    VIEWING = "viewing", _("Viewing")
    REPLYING = "replying", _("Replying")
    NOTING = "noting", _("Writing a note")


class Presence(models.Model):
    """A person's newest sign of life at a ticket: one row for each pair, written over and over."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    does = models.CharField(max_length=10, choices=AtTicket)
    seen_at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(PresenceQuerySet)

    class Meta:
        indexes = [models.Index(fields=["desk", "seen_at"], name="presence_desk")]
        constraints = [models.UniqueConstraint(fields=["ticket", "person"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.does} {self.ticket_id}"
