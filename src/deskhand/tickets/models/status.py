"""A desk's own statuses inside the fixed categories."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from deskhand.accounts.models import Desk
from deskhand.kernel.scope import WalledManager, WalledQuerySet
from deskhand.tickets.models.choices import Category


class StatusQuerySet(WalledQuerySet["Status"]):
    def active(self) -> Any:
        return self.filter(is_active=True)


class Status(models.Model):
    """``key`` is stable (API, query language); ``name`` is what agents read, ``requester_name`` what requesters read.
    The built-in statuses of a new desk have empty names: their category's translated words are shown. The one with
    ``is_default`` serves when only the category is known; each category has one.

    ``next_keys`` are the statuses that agents may choose after it; none means all that the categories allow. ``needs``
    are codes of what a ticket must have first (:mod:`deskhand.tickets.status_needs`). ``pauses``: time promises stand
    still meanwhile. Tickets of one that is not in use any more got the status ``replaced_by``."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="statuses")
    key = models.SlugField(max_length=40)
    name = models.CharField(max_length=60, blank=True, default="")
    requester_name = models.CharField(max_length=60, blank=True, default="")
    category = models.CharField(max_length=10, choices=Category)
    is_default = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    next_keys = models.JSONField(default=list, blank=True)
    needs = models.JSONField(default=list, blank=True)
    pauses = models.BooleanField(default=False)
    replaced_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[Any] = WalledManager.of(StatusQuerySet)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["desk", "key"], name="status_key_once")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What agents read."""
        return self.name or str(Category(self.category).label)
