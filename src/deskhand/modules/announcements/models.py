"""What a desk tells many at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Organization, Person
from deskhand.kernel import clock
from deskhand.kernel.scope import WalledManager
from deskhand.modules.announcements.querysets import AnnouncementQuerySet

TITLE_LIMIT = 160
"""Longest title in characters."""

STEP_LIMIT = 12
"""Further texts of one announcement that come at set times."""

FOLLOW_LIMIT = 200
"""Outages that one person follows."""


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
    ``others`` holds the same in further languages: ``{"de": {"title", "text"}}``. ``steps`` are the texts that come
    later, in their order: ``{"at", "title", "text", "others"}``. ``edition`` counts the changes of what is told: words,
    kind and times. ``due_at`` is the next instant at which one of the steps or the end comes; null for none."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="announcements")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.NOTICE)
    title = models.CharField(max_length=TITLE_LIMIT)
    text = models.TextField(blank=True, default="")
    others = models.JSONField(default=dict, blank=True)
    steps = models.JSONField(default=list, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    audience = models.CharField(max_length=14, choices=Audience, default=Audience.EVERYBODY)
    organizations = models.ManyToManyField(Organization, blank=True, related_name="+")
    edition = models.PositiveIntegerField(default=1)
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[Any] = WalledManager.of(AnnouncementQuerySet)

    class Meta:
        ordering = ["-starts_at", "-id"]
        indexes = [models.Index(fields=["desk", "ends_at"], name="announcement_window")]

    def __str__(self) -> str:
        return self.title

    def words(self, language: str | None = None, at: datetime | None = None) -> dict[str, str]:
        """Title and text as they are at that instant (now, if none is named; when it ended, for a past one), in the
        reader's language, else in the one that they were written in."""
        code = (language or get_language() or "").partition("-")[0]
        own = self.others.get(code) or {"title": self.title, "text": self.text}
        come = self.come(at or clock.now())
        if not come:
            return {"title": own["title"], "text": own["text"]}
        titles = [_in_language(one, code)["title"] or one["title"] for one in come]
        title = next((one for one in reversed(titles) if one), own["title"])
        return {"title": title, "text": _in_language(come[-1], code)["text"]}

    def come(self, at: datetime) -> list[dict[str, Any]]:
        """Its steps whose time has come by that instant. None come after its end."""
        until = min(at, self.ends_at) if self.ends_at is not None else at
        return [one for one in self.steps if datetime.fromisoformat(one["at"]) <= until]

    def next_moment(self, after: datetime) -> datetime | None:
        """When its next step or its end comes; None for never."""
        moments = [datetime.fromisoformat(one["at"]) for one in self.steps]
        if self.ends_at is not None:
            moments = [one for one in moments if one < self.ends_at] + [self.ends_at]
        return min((one for one in moments if one > after), default=None)

    def state(self, at: datetime) -> str:
        """``planned``, ``current`` or ``past`` at that instant."""
        if self.starts_at > at:
            return "planned"
        return "past" if self.ends_at is not None and self.ends_at <= at else "current"


def _in_language(step: Mapping[str, Any], code: str) -> dict[str, str]:
    """The words of a step in that language, else those that it was written in."""
    found: dict[str, str] = step["others"].get(code) or {"title": step["title"], "text": step["text"]}
    return found


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


class Follow(models.Model):
    """A person hears of this outage: when its text changes, and when it is over. Like having read something it is their
    own mark."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="follows")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["announcement", "person"], name="one_follow_of_each")]

    def __str__(self) -> str:
        return f"{self.announcement_id} {self.person_id}"
