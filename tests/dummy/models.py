"""What the module remembers: that a place was reached."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from deskhand.accounts.models import Desk, Person
from deskhand.kernel.scope import WalledManager, WalledQuerySet


class MarkQuerySet(WalledQuerySet["Mark"]):
    """Marks of desks."""


class Mark(models.Model):
    """A place was reached on the desk, perhaps about a ticket."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=60)
    ticket_number = models.BigIntegerField(null=True)
    about = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[Any] = WalledManager.of(MarkQuerySet)

    def __str__(self) -> str:
        return self.word


def mark(desk_id: int, word: str, ticket_number: int | None = None, about: int | None = None) -> Mark:
    """Leave a mark."""
    row: Mark = Mark.objects.create(desk_id=desk_id, word=word, ticket_number=ticket_number, about_id=about)
    return row
