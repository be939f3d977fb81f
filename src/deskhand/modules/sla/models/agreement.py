"""Contracts: who promised what to whom, from when until when, and what is owed if it is not kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Organization, Person, Team
from deskhand.files.models import Blob
from deskhand.kernel.scope import WalledManager
from deskhand.modules.sla.models.policy import NAME_LIMIT, Level
from deskhand.modules.sla.querysets import AgreementQuerySet, DocumentQuerySet, ReviewQuerySet

FILENAME_LIMIT = 255
"""Longest name of a document in characters."""

MOST_FEE_DIGITS = 12
"""Digits of a monthly fee, two of them behind the point."""


class Agreement(models.Model):
    """A contract: with an organization (SLA), a team (OLA) or a supplier (UC), from ``starts_on`` to ``ends_on``, both
    included (null: until further notice), in the desk's time zone. Policies that belong to it count on these days.

    ``notice_days`` is how long before its end it must be cancelled: then its ``owner`` is told, without one the leads;
    ``told_end_on`` is the last day of which they were. ``bands`` are service credits,
    ``[{"below": "99.5", "percent": "10"}]``: percent of ``fee``, that of one month, where compliance of a month is
    below; see :mod:`deskhand.modules.sla.service_credits`.
    """

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="sla_agreements")
    level = models.CharField(max_length=3, choices=Level, default=Level.SLA)
    name = models.CharField(max_length=NAME_LIMIT)
    organization = models.ForeignKey(Organization, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    supplier = models.CharField(max_length=NAME_LIMIT, blank=True, default="")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    notice_days = models.PositiveSmallIntegerField(null=True, blank=True)
    notes = models.TextField(blank=True, default="")
    fee = models.DecimalField(max_digits=MOST_FEE_DIGITS, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    bands = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField()
    put_away_at = models.DateTimeField(null=True, blank=True)
    owner = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    told_end_on = models.DateField(null=True, blank=True)

    objects: ClassVar[Any] = WalledManager.of(AgreementQuerySet)

    class Meta:
        ordering = ["level", "name", "id"]

    def __str__(self) -> str:
        return self.name

    def ends_soon(self, today: date) -> bool:
        """Whether it has not ended yet, and its last days for a notice have begun."""
        if self.ends_on is None or self.notice_days is None or today > self.ends_on:
            return False
        return today >= self.ends_on - timedelta(days=self.notice_days)

    @property
    def party(self) -> str:
        """The other side's name; empty if it is gone."""
        if self.level == Level.UC:
            return self.supplier
        other = self.organization if self.level == Level.SLA else self.team
        return other.name if other is not None else ""


class Document(models.Model):
    """A file of a contract. One that was removed is kept for the undo."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="documents")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=FILENAME_LIMIT)
    added_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = WalledManager.of(DocumentQuerySet)

    class Meta:
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return self.filename


class ReviewState(models.TextChoices):
    """How far the file of a service review is."""

    WAITING = "waiting", _("Being written")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be written")


class Review(models.Model):
    """The service review of an organization's ``month`` (its first day) as a file, in ``language``: as it was at
    ``written_at``. Asking for it again replaces it. ``failure`` says in English why it could not be written."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="sla_reviews")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=7, choices=ReviewState, default=ReviewState.WAITING)
    failure = models.CharField(max_length=200, blank=True, default="")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = WalledManager.of(ReviewQuerySet)

    class Meta:
        ordering = ["-month", "id"]
        constraints = [models.UniqueConstraint(fields=["desk", "organization", "month"], name="sla_review_once")]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.month:%Y-%m}"
