"""Answers that were written and have not left."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from deskhand.accounts.models import Person
from deskhand.kernel.actor import Channel
from deskhand.kernel.scope import WalledManager
from deskhand.tickets.models.message import Attachment
from deskhand.tickets.models.status import Status
from deskhand.tickets.models.ticket import Ticket
from deskhand.tickets.querysets import HeldQuerySet


class Held(models.Model):
    """An answer that leaves at ``leaves_at``: one that was just sent and can be taken back, or (``is_planned``) one
    that its author wants to leave later. It is no message yet, so nothing that shows messages can show it. The row goes
    when it leaves or is taken back.

    ``html`` is cleaned. ``cc`` are addresses. ``then`` is the status to set with it, ``status_before`` the ticket's
    status when it was written.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="held")
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    html = models.TextField()
    text = models.TextField()
    cc = models.JSONField(default=list)
    attachments: models.ManyToManyField[Attachment, models.Model] = models.ManyToManyField(Attachment, related_name="+")
    then = models.ForeignKey(Status, on_delete=models.SET_NULL, null=True, related_name="+")
    status_before = models.BigIntegerField()
    is_planned = models.BooleanField(default=False)
    channel = models.CharField(max_length=10, choices=[(c.value, c.value) for c in Channel])
    made_at = models.DateTimeField()
    leaves_at = models.DateTimeField(db_index=True)

    objects: ClassVar[Any] = WalledManager.of(HeldQuerySet)

    class Meta:
        ordering = ["leaves_at", "id"]

    def __str__(self) -> str:
        return f"held {self.pk} on {self.ticket_id}"
