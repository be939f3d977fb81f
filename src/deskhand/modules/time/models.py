"""Time worked on tickets: entries, what kinds of work there are, and timers that run."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from deskhand.accounts.models import Desk, Person
from deskhand.kernel.scope import WalledManager
from deskhand.modules.time.querysets import ActivityQuerySet, EntryQuerySet, TimerQuerySet
from deskhand.tickets.models import Ticket

NAME_LIMIT = 60
"""Longest name of an activity in characters."""

NOTE_LIMIT = 500
"""Longest note of an entry in characters."""


class Activity(models.Model):
    """A kind of work, from the desk's own list. One that is not offered any more stays on its entries."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=NAME_LIMIT)
    is_billable = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[Any] = WalledManager.of(ActivityQuerySet)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint("desk", Lower("name"), name="one_activity_of_each_name")]

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """Time that somebody worked on a ticket on a day. It belongs to the desk on which it was worked, and stays there
    when the ticket moves on. ``removed_at``: taken out of all sums, and restorable until it is swept away."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    duration = models.DurationField()
    day = models.DateField()
    activity = models.ForeignKey(Activity, on_delete=models.RESTRICT, null=True, related_name="+")
    is_billable = models.BooleanField(default=False)
    note = models.CharField(max_length=NOTE_LIMIT, blank=True, default="")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = WalledManager.of(EntryQuerySet)

    class Meta:
        ordering = ["-day", "-id"]
        indexes = [
            models.Index(fields=["desk", "day"], name="time_entry_day"),
            models.Index(fields=["ticket", "day"], name="time_entry_ticket"),
            models.Index(fields=["person", "day"], name="time_entry_person"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.duration}"


class Timer(models.Model):
    """Somebody's timer on a ticket: ``gathered`` until it was started last, and since ``started_at`` (null: paused).
    It is a mark of one's own, as a draft is: the entry that it becomes is the fact."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    gathered = models.DurationField(default=timedelta)
    started_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(TimerQuerySet)

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "ticket"], name="one_timer_of_a_person_on_a_ticket"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(started_at__isnull=False), name="one_running_timer_of_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.person_id}"

    @property
    def is_running(self) -> bool:
        return self.started_at is not None

    def elapsed(self, at: datetime) -> timedelta:
        """How long it has run in all at that instant."""
        running = at - self.started_at if self.started_at is not None else timedelta(0)
        return self.gathered + max(running, timedelta(0))
