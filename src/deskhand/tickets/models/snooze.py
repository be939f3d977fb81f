"""Tickets that are on hold until a time, or until another ticket is finished."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from deskhand.accounts.models import Person
from deskhand.kernel.scope import WalledManager
from deskhand.tickets.models.status import Status
from deskhand.tickets.models.ticket import Ticket
from deskhand.tickets.querysets import SnoozeQuerySet


class Snooze(models.Model):
    """What a ticket on hold waits for: ``wakes_at``, or the end of the ticket ``after`` on the same desk, whichever
    comes first. When the ticket is not on hold any more, whatever ended that, it sleeps (``ended_at``), so that an undo
    finds it; it goes when the ticket is put on hold anew.

    ``status_before`` is the status that it goes back to; ``person`` put it on hold.
    """

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, related_name="snooze")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    wakes_at = models.DateTimeField(null=True, db_index=True)
    after = models.ForeignKey(Ticket, on_delete=models.SET_NULL, null=True, related_name="holds_up")
    status_before = models.ForeignKey(Status, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = WalledManager.of(SnoozeQuerySet)

    def __str__(self) -> str:
        return f"{self.ticket_id} until {self.wakes_at or self.after_id}"
