"""What a desk tells many at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Organization, Person
from deskhand.kernel.scope import WalledManager
from deskhand.modules.announcements.querysets import AnnouncementQuerySet

TITLE_LIMIT = 160
"""Longest title in characters."""


class Kind(models.TextChoices):
    OUTAGE = "outage", _("Outage")
    MAINTENANCE = "maintenance", _("Maintenance")
    NOTICE = "notice", _("Notice")


class Audience(models.TextChoices):
    """``everybody`` is everybody who may open a ticket on the desk, strangers included if the desk takes them."""

    EVERYBODY = "everybody", _("Everybody")
    ORGANIZATIONS = "organizations", _("People of some organizations")
    AGENTS = "agents", _("The desk's own people")


class Announcement(models.Model):
    """Shown from ``starts_at`` until ``ends_at`` (null: until somebody ends it). ``text`` is plain;
    ``others`` holds the same in further languages: ``{"de": {"title", "text"}}``. ``edition`` counts the changes
    of what is told: words, kind and times."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="announcements")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.NOTICE)
    title = models.CharField(max_length=TITLE_LIMIT)
    text = models.TextField(blank=True, default="")
    others = models.JSONField(default=dict, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    audience = models.CharField(max_length=14, choices=Audience, default=Audience.EVERYBODY)
    organizations = models.ManyToManyField(Organization, blank=True, related_name="+")
    edition = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[Any] = WalledManager.of(AnnouncementQuerySet)

    class Meta:
        ordering = ["-starts_at", "-id"]
        indexes = [models.Index(fields=["desk", "ends_at"], name="announcement_window")]

    def __str__(self) -> str:
        return self.title

    def words(self, language: str | None = None) -> dict[str, str]:
        """Title and text in the reader's language, else in the one that it was written in."""
        code = (language or get_language() or "").partition("-")[0]
        found: dict[str, str] = self.others.get(code) or {"title": self.title, "text": self.text}
        return found

    def state(self, at: datetime) -> str:
        """``planned``, ``current`` or ``past`` at that instant."""
        if self.starts_at > at:
            return "planned"
        return "past" if self.ends_at is not None and self.ends_at <= at else "current"


class Dismissal(models.Model):
    """A person does not want to see this edition of an announcement again. It is their own mark, as that they have read
    something; a later edition is shown to them."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="dismissals")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    edition = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["announcement", "person"], name="one_dismissal_of_each")]

    def __str__(self) -> str:
        return f"{self.announcement_id} {self.person_id}"
