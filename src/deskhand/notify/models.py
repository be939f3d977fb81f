"""Rows of notifications: what a person was told, what they want to hear, and when."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Person

EVERYWHERE = 0
"""The desk of a preference that holds on every desk without one of its own."""


class WaitsFor(models.TextChoices):
    """The letter that will speak of a notification."""

    NOTHING = "", _("Nothing")
    DIGEST = "digest", _("The next summary")
    QUIET = "quiet", _("The end of quiet hours")
    WINDOW = "window", _("What else happens there soon")


class Notification(models.Model):
    """Something told to a person. Text is made on display from ``kind`` and the subject, never stored.

    ``message_id`` is the message that it is about. ``in_app`` is false for what waits for a summary only.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notifications")
    desk_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    ticket_number = models.BigIntegerField(null=True)
    message_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    event_id = models.BigIntegerField()
    in_app = models.BooleanField(default=True)
    waits_for = models.CharField(max_length=10, choices=WaitsFor, blank=True, default=WaitsFor.NOTHING)

    class Meta:
        indexes = [
            models.Index(fields=["person", "read_at", "-at"], name="notification_unread"),
            models.Index(fields=["person", "waits_for"], name="notification_waits", condition=~models.Q(waits_for="")),
            models.Index(fields=["ticket_number"], name="notification_window", condition=models.Q(waits_for="window")),
            models.Index(fields=["at"], name="notification_age"),
        ]
        constraints = [models.UniqueConstraint(fields=["person", "kind", "event_id"], name="told_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ticket_number}"

    @property
    def cause(self) -> str:
        """What a letter is written about that begins with this: one person gets one such letter of each sort."""
        return f"{self.event_id}:{self.kind}"


class Preference(models.Model):
    """Whether a person wants a kind of notification by a channel, on one desk or :data:`EVERYWHERE`. The desk's row
    counts before the general one; without either the kind's default holds."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notification_preferences")
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=[("mail", "mail"), ("app", "app"), ("digest", "digest")])
    desk_id = models.BigIntegerField(default=EVERYWHERE)
    wanted = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "channel", "desk_id"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel} {self.wanted}"


class Digest(models.TextChoices):
    """How often somebody gets a summary."""

    NEVER = "never", _("Never")
    HOURLY = "hourly", _("Every hour")
    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every week")


class Rhythm(models.Model):
    """When a person gets mail: how often a summary, and between which hours none at all, in their own time zone.

    ``digest_day`` is 0 for Monday to 6 for Sunday. ``digest_due_at`` and ``quiet_due_at`` are the next instants at
    which a letter may have to be written.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="rhythm")
    digest = models.CharField(max_length=10, choices=Digest, default=Digest.NEVER)
    digest_hour = models.PositiveSmallIntegerField(default=8)
    digest_day = models.PositiveSmallIntegerField(default=0)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    digest_due_at = models.DateTimeField(null=True, db_index=True)
    quiet_due_at = models.DateTimeField(null=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.digest}"
