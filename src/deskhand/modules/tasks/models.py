"""What is to be done on a ticket, step by step."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models

from deskhand.accounts.models import Person, Team
from deskhand.kernel.scope import WalledManager
from deskhand.modules.tasks.querysets import TaskQuerySet
from deskhand.tickets.models import Ticket

TITLE_LIMIT = 200
"""Longest title of a task in characters."""


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
