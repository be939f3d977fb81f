"""Rows of the kernel: the event log and the switches."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """A fact, append-only: history, audit trail, and what everything else reacts to.

    No foreign keys either way, so that the table can be partitioned by month. Consumers never read by
    ``id > last`` alone: ids commit out of order on PostgreSQL.
    """

    code = models.CharField(max_length=80)
    at = models.DateTimeField()
    desk_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    actor_id = models.BigIntegerField(null=True)
    on_behalf_of_id = models.BigIntegerField(null=True)
    channel = models.CharField(max_length=20)
    reason = models.CharField(max_length=500, blank=True, default="")
    values = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "at"], name="event_subject"),
            models.Index(fields=["desk_id", "at"], name="event_desk"),
            models.Index(fields=["actor_id", "at"], name="event_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.subject_id}"


class ModuleSwitch(models.Model):
    """Whether a module is on for a desk. No row means off."""

    module = models.CharField(max_length=60)
    desk_id = models.BigIntegerField()
    is_on = models.BooleanField(default=False)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["module", "desk_id"], name="one_switch_per_desk")]

    def __str__(self) -> str:
        return f"{self.module} {'on' if self.is_on else 'off'}"


class SwitchVersion(models.Model):
    """One row: changes whenever a switch does."""

    version = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.version)
