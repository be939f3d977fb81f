"""What is to be done on a ticket, step by step."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models

from deskhand.accounts.models import Desk, Person, Team
from deskhand.calendars.recurrence import OnClosed, Pattern
from deskhand.kernel.scope import WalledManager
from deskhand.modules.tasks.querysets import ChecklistQuerySet, MadeQuerySet, RecurringQuerySet, TaskQuerySet
from deskhand.tickets.models import KINDS_TO_CHOOSE, Kind, Priority, Ticket
from deskhand.tickets.models.ticket import SUBJECT_LIMIT

TITLE_LIMIT = 200
"""Longest title of a task in characters."""


NAME_LIMIT = 120
"""Longest name of a checklist in characters."""


class Task(models.Model):
    """One step. ``place`` orders the steps of a ticket, equal places by id. A mandatory one must be done before the
    ticket is resolved. One that was taken away (``dropped_at``) can be put back for a while."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(max_length=TITLE_LIMIT)
    note = models.TextField(blank=True, default="")
    assignee = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)
    is_mandatory = models.BooleanField(default=False)
    place = models.PositiveIntegerField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects: ClassVar[Any] = WalledManager.of(TaskQuerySet)

    class Meta:
        ordering = ["place", "id"]
        indexes = [
            models.Index(fields=["ticket", "place"], name="task_of_ticket"),
            models.Index(fields=["assignee", "done_at", "due_at"], name="task_of_person"),
            models.Index(fields=["team", "done_at", "due_at"], name="task_of_team"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    def is_overdue(self, at: datetime) -> bool:
        """Whether it should have been done before that instant, and is not."""
        return self.done_at is None and self.due_at is not None and self.due_at < at


class Checklist(models.Model):
    """Steps that come again, by a name. Changing one changes no ticket: its steps are copied when it is used. One that
    was put away is offered no more, and can be put back."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="checklists")
    name = models.CharField(max_length=NAME_LIMIT)
    put_away_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = WalledManager.of(ChecklistQuerySet)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["desk", "name"], name="checklist_name_once")]

    def __str__(self) -> str:
        return self.name


class ChecklistStep(models.Model):
    """One step of a checklist. ``due_days`` are business days of the ticket's calendar, from when the list is used."""

    checklist = models.ForeignKey(Checklist, on_delete=models.CASCADE, related_name="steps")
    place = models.PositiveIntegerField()
    title = models.CharField(max_length=TITLE_LIMIT)
    assignee = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    due_days = models.PositiveSmallIntegerField(null=True, blank=True)
    is_mandatory = models.BooleanField(default=False)

    class Meta:
        ordering = ["place", "id"]

    def __str__(self) -> str:
        return self.title


class RecurringTicket(models.Model):
    """A ticket that is opened by the calendar. ``at`` is a time of day in the desk's zone. ``weekdays`` count from
    0, Monday; ``nth`` counts from 1, or from the end as -1. ``next_at`` is when the next one is due, null when none is,
    and ``next_on`` the day that the rule names for it, which may be no working day. ``problem`` is the code of why the
    last one was not made."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=SUBJECT_LIMIT)
    text = models.TextField()
    requester = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=KINDS_TO_CHOOSE, default=Kind.SERVICE_REQUEST)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    assignee = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    tags = models.JSONField(default=list, blank=True)
    checklist = models.ForeignKey(Checklist, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    pattern = models.CharField(max_length=20, choices=Pattern)
    starts_on = models.DateField()
    at = models.TimeField()
    every = models.PositiveSmallIntegerField(default=1)
    weekdays = models.JSONField(default=list, blank=True)
    day = models.PositiveSmallIntegerField(null=True, blank=True)
    nth = models.SmallIntegerField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    on_closed = models.CharField(max_length=10, choices=OnClosed, default=OnClosed.KEEP)
    next_at = models.DateTimeField(null=True, blank=True, db_index=True)
    next_on = models.DateField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    put_away_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=40, blank=True, default="")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects: ClassVar[Any] = WalledManager.of(RecurringQuerySet)

    class Meta:
        ordering = ["subject", "id"]

    def __str__(self) -> str:
        return self.subject


class MadeTicket(models.Model):
    """One ticket that was made, for one instant: there cannot be two. ``missed`` are the instants before it for which
    none was made, because nothing ran (the newest of them), ``missed_count`` how many there were."""

    recurring = models.ForeignKey(RecurringTicket, on_delete=models.CASCADE, related_name="made")
    due_at = models.DateTimeField()
    made_at = models.DateTimeField()
    ticket = models.ForeignKey(Ticket, on_delete=models.SET_NULL, null=True, related_name="+")
    missed = models.JSONField(default=list, blank=True)
    missed_count = models.PositiveIntegerField(default=0)

    objects: ClassVar[Any] = WalledManager.of(MadeQuerySet)

    class Meta:
        ordering = ["-due_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["recurring", "due_at"], name="made_once")]

    def __str__(self) -> str:
        return f"{self.recurring_id} {self.due_at:%Y-%m-%d}"
