"""Two rows for one person that became one, and what it takes to make them two again."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from deskhand.accounts.models.desk import Desk
from deskhand.accounts.models.person import Person
from deskhand.kernel.scope import WalledManager, WalledQuerySet


class MergeQuerySet(WalledQuerySet[Any]):
    def in_force(self) -> Any:
        return self.filter(undone_at=None)


class PersonMerge(models.Model):
    """``gone`` was a duplicate of ``kept``. ``before`` and ``after`` hold the fields of ``kept`` that the choice
    changed, ``gone_was`` what made ``gone`` an account of its own (main address, whether it worked), ``moved`` what
    each app moved, by the name of the contribution."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    kept = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    gone = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    gone_was = models.JSONField(default=dict)
    moved = models.JSONField(default=dict)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = WalledManager.of(MergeQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gone"], condition=models.Q(undone_at=None), name="merged_away_once")
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} is {self.kept_id}"
