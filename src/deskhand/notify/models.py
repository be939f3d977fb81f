"""Rows of notifications: what a person was told, and what they want to hear."""

from __future__ import annotations

from django.db import models

from deskhand.accounts.models import Person


class Notification(models.Model):
    """Something told to a person in the app. Text is made on display from ``kind`` and the subject, never stored."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notifications")
    desk_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    ticket_number = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    event_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["person", "read_at", "-at"], name="notification_unread")]
        constraints = [models.UniqueConstraint(fields=["person", "kind", "event_id"], name="told_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ticket_number}"


class Preference(models.Model):
    """Whether a person wants a kind of notification by a channel. Without a row the kind's default holds."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notification_preferences")
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=[("mail", "mail"), ("app", "app")])
    wanted = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "channel"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel} {self.wanted}"
