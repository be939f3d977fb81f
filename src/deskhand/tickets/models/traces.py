"""Smaller things around tickets: what somebody has seen, ready answers, links for requesters."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from deskhand.accounts.models import Desk, Person, Team
from deskhand.kernel.scope import WalledManager
from deskhand.tickets.models.message import Attachment
from deskhand.tickets.models.ticket import Ticket
from deskhand.tickets.querysets import CannedReplyQuerySet, DeskThingQuerySet, TicketThingQuerySet


class ReadMark(models.Model):
    """Up to which instant a person has seen a ticket."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="read_marks")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(TicketThingQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "ticket"], name="read_mark_once")]

    def __str__(self) -> str:
        return f"{self.person_id} saw {self.ticket_id}"


class CannedReply(models.Model):
    """A ready answer of a desk, of one team, or of one person on the desk. ``body`` is cleaned HTML with
    ``{placeholders}``; ``shortcut`` is what is typed after ``;;`` to put it in, ``used`` counts how often that was.
    Its files are uploads that no message carries: each message gets copies."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="canned_replies")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=120)
    shortcut = models.CharField(max_length=30, blank=True, default="")
    language = models.CharField(max_length=10, blank=True, default="")
    body = models.TextField()
    attachments: models.ManyToManyField[Attachment, models.Model] = models.ManyToManyField(Attachment, related_name="+")
    used = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[Any] = WalledManager.of(CannedReplyQuerySet)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(condition=models.Q(team=None) | models.Q(person=None), name="canned_reply_of_one")
        ]

    def __str__(self) -> str:
        return self.title


class AccessLink(models.Model):
    """Opens one ticket for one person without signing in. The token itself is signed, not stored; this row lets it
    expire and be revoked. ``key`` is the random part."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="access_links")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = WalledManager.of(TicketThingQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "person"], condition=models.Q(revoked_at=None), name="access_link_once"
            )
        ]

    def __str__(self) -> str:
        return f"link to {self.ticket_id} for {self.person_id}"


class BulkUndo(models.Model):
    """What a bulk change replaced, for its undo: ``before`` maps ticket ids to former field values."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    verb = models.CharField(max_length=40)
    before = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = WalledManager.of(DeskThingQuerySet)

    def __str__(self) -> str:
        return f"{self.verb} {self.pk}"
