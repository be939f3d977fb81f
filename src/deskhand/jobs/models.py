"""Rows of the work queue. Instants are milliseconds since 1970 by the database's clock, so that leases of many
machines are judged by one clock."""

from __future__ import annotations

from django.db import models


class JobState(models.TextChoices):
    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"
    PARKED = "parked"


class Job(models.Model):
    """Work to be done once, surely: claimed under a lease, tried again with back-off, dead after its last try."""

    name = models.CharField(max_length=200)
    args = models.JSONField(default=dict)
    queue = models.CharField(max_length=30, default="default")
    ordering_key = models.CharField(max_length=80, blank=True, default="")
    unique_key = models.CharField(max_length=120, null=True)
    module = models.CharField(max_length=60, blank=True, default="")
    desk_id = models.BigIntegerField(null=True)
    priority = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.READY)
    due_ms = models.BigIntegerField()
    lease_ms = models.BigIntegerField(null=True)
    worker = models.CharField(max_length=80, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True, default="")
    made_ms = models.BigIntegerField()
    ended_ms = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["queue", "-priority", "due_ms", "id"], name="job_ready", condition=models.Q(state="ready")
            ),
            models.Index(
                fields=["ordering_key", "id"],
                name="job_order",
                condition=models.Q(state__in=["ready", "running"], ordering_key__gt=""),
            ),
            models.Index(fields=["lease_ms"], name="job_leased", condition=models.Q(state="running")),
            models.Index(fields=["state", "ended_ms"], name="job_ended"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unique_key"], condition=models.Q(state__in=["ready", "running"]), name="job_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.id} {self.state}"


class Schedule(models.Model):
    """Periodic work: when the row's instant has passed, one of the workers puts the job and moves the instant."""

    name = models.CharField(max_length=200, unique=True)
    every_ms = models.BigIntegerField()
    next_ms = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return self.name


class WorkerBeat(models.Model):
    """A worker's sign of life, for doctor and health."""

    worker = models.CharField(max_length=80, unique=True)
    beat_ms = models.BigIntegerField()

    def __str__(self) -> str:
        return self.worker
