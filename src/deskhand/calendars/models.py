"""Business calendars: what they say, since when, and where each counts."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from deskhand.accounts.models import Desk, Location, Organization, Team
from deskhand.kernel.scope import WalledManager, WalledQuerySet

NAME_LIMIT = 80
"""Longest name of a calendar in characters."""

FEED_URL_LIMIT = 500
"""Longest address of a feed in characters."""


class CalendarQuerySet(WalledQuerySet["Calendar"]):
    """Calendars of a desk, or of the installation."""

    def usable_on(self, desk_id: int) -> Self:
        """Those that the desk may choose from: its own, and those of the installation."""
        return self.filter(Q(desk_id=desk_id) | Q(desk=None)).scoped()

    def of_installation(self) -> Self:
        """Those that every desk may choose."""
        return self.scoped(desk=None)

    def in_use(self) -> Self:
        """Without those that were put away."""
        return self.filter(is_active=True)


class Calendar(models.Model):
    """When somebody works. What that means stands in its versions; without a desk it is the whole installation's."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, null=True, blank=True, related_name="calendars")
    name = models.CharField(max_length=NAME_LIMIT)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(CalendarQuerySet)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class VersionQuerySet(WalledQuerySet["CalendarVersion"]):
    desk_path = "calendar__desk_id"


class CalendarVersion(models.Model):
    """A calendar's rules from ``valid_from`` (null: from the beginning) until the next version begins. Rows are never
    changed, but for public holidays of days to come (``public_days``, ISO dates by their English names)."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="versions")
    valid_from = models.DateTimeField(null=True)
    rules = models.JSONField()
    public_days = models.JSONField(default=dict, blank=True)

    objects: ClassVar[Any] = WalledManager.of(VersionQuerySet)

    class Meta:
        ordering = [models.F("valid_from").asc(nulls_first=True), "id"]
        constraints = [models.UniqueConstraint(fields=["calendar", "valid_from"], name="calendar_version_once")]

    def __str__(self) -> str:
        return f"{self.calendar_id} from {self.valid_from or 'the beginning'}"


class UseQuerySet(WalledQuerySet["CalendarUse"]):
    """Decisions of a desk about what counts there."""


class CalendarUse(models.Model):
    """From ``since`` on this calendar (or none) counts: for the desk, for one of its teams or locations, or for an
    organization on that desk. Rows are only added, so that what was computed for the time before stays as it is."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="calendar_uses")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, null=True, blank=True, related_name="uses")
    since = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(UseQuerySet)

    class Meta:
        ordering = ["since", "id"]
        indexes = [models.Index(fields=["desk", "team", "organization"], name="calendar_use_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(team=None, organization=None)
                | Q(team=None, location=None)
                | Q(organization=None, location=None),
                name="calendar_use_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.calendar_id} since {self.since}"


class FeedQuerySet(WalledQuerySet["CalendarFeed"]):
    desk_path = "calendar__desk_id"


class CalendarFeed(models.Model):
    """An address from which a calendar's holidays are fetched. ``days`` are those that it brought last (``{"on",
    "name"}``) and that stand in the calendar because of it; ``error`` says in words why the last fetch brought nothing,
    and is empty if it did."""

    calendar = models.OneToOneField(Calendar, on_delete=models.CASCADE, related_name="feed")
    url = models.CharField(max_length=FEED_URL_LIMIT)
    days = models.JSONField(default=list, blank=True)
    tried_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True, default="")

    objects: ClassVar[Any] = WalledManager.of(FeedQuerySet)

    def __str__(self) -> str:
        return f"{self.calendar_id} fetched {self.fetched_at}"
