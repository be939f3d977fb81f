"""What a desk notes about a person: remarks, and contacts that no message tells of."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Person
from deskhand.kernel.scope import WalledManager, WalledQuerySet
from deskhand.tickets.models.ticket import Ticket


class RecordKind(models.TextChoices):
    """A note is about the person; the others are contacts that took place."""

    NOTE = "note", _("Note")
    CALL = "call", _("Call")
    VISIT = "visit", _("Visit")
    OTHER = "other", _("Other contact")


class PersonRecordQuerySet(WalledQuerySet["PersonRecord"]):
    """Records of desks."""

    ticket_path = "ticket__"
    may_lack_ticket = True

    def kept(self) -> Self:
        """Those that are not deleted: what is shown and counted."""
        return self.filter(deleted_at=None)


class PersonRecord(models.Model):
    """Something that the staff of one desk wrote down about a person. Nobody of another desk reads it, nor does the
    person. ``at`` is when it took place; ``ticket``, of the same desk, is what it was about; ``deleted_at`` when it was
    deleted, until it is removed."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="records")
    kind = models.CharField(max_length=10, choices=RecordKind)
    text = models.TextField()
    at = models.DateTimeField()
    ticket = models.ForeignKey(Ticket, on_delete=models.SET_NULL, null=True, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, db_index=True)

    objects: ClassVar[Any] = WalledManager.of(PersonRecordQuerySet)

    class Meta:
        indexes = [models.Index(fields=["person", "desk", "-at"], name="person_record_newest")]

    def __str__(self) -> str:
        return f"{self.kind} about {self.person_id}"
