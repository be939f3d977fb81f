"""What the module remembers: that a place was reached."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from deskhand.accounts.models import Desk, Person
from deskhand.kernel.scope import WalledManager, WalledQuerySet
from deskhand.tickets.models import Ticket


class MarkQuerySet(WalledQuerySet["Mark"]):
    """Marks of desks."""


class StandingQuerySet(WalledQuerySet["Standing"]):
    """What tickets weigh."""

    desk_path = "ticket__desk_id"


class Mark(models.Model):
    """A place was reached on the desk, perhaps about a ticket."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=60)
    ticket_number = models.BigIntegerField(null=True)
    about = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[Any] = WalledManager.of(MarkQuerySet)

    def __str__(self) -> str:
        return self.word


class Standing(models.Model):
    """How heavy a ticket is to the dummy: what it orders them by."""

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, related_name="dummy_standing")
    weight = models.IntegerField(null=True, db_index=True)

    objects: ClassVar[Any] = WalledManager.of(StandingQuerySet)

    def __str__(self) -> str:
        return f"{self.ticket}: {self.weight}"


def mark(desk_id: int, word: str, ticket_number: int | None = None, about: int | None = None) -> Mark:
    """Leave a mark."""
    row: Mark = Mark.objects.create(desk_id=desk_id, word=word, ticket_number=ticket_number, about_id=about)
    return row
