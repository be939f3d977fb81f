"""What became of promises: clocks, their ledgers, and where each ticket stands."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Team
from deskhand.kernel.scope import WalledManager
from deskhand.modules.sla.models.policy import Level, PolicyVersion
from deskhand.modules.sla.querysets import ClockQuerySet, IntervalQuerySet, PassingQuerySet, StandingQuerySet
from deskhand.tickets.models import Ticket

KEY_LIMIT = 60
"""Longest key of a target in characters."""


class State(models.TextChoices):
    """Whether time counts."""

    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")


class Outcome(models.TextChoices):
    """How a clock ended."""

    MET = "met", _("Kept")
    MISSED = "missed", _("Missed")
    CANCELLED = "cancelled", _("Cancelled")


class Clock(models.Model):
    """One promise on one ticket. ``key`` is the target's, ``cycle`` counts the clocks of one target from 1.

    ``due_at`` is the first instant by which the promised time has counted; null while the clock is paused and it has
    not. ``soon_at`` is from when the promise is at risk, ``wakes_at`` the next instant at which something is to be told
    (null for nothing). ``state`` is null once it has ended. ``ended_by`` says why: stop, cancel, away (spam, bin,
    merged), unmatched, replaced or reset. ``course`` is how its share goes on: see
    :mod:`deskhand.modules.sla.engine.course`.
    """

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="sla_clocks")
    level = models.CharField(max_length=3, choices=Level)
    key = models.CharField(max_length=KEY_LIMIT)
    cycle = models.PositiveIntegerField(default=1)
    version = models.ForeignKey(PolicyVersion, on_delete=models.CASCADE, related_name="clocks")
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=7, choices=State, null=True, blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True, default="")
    ended_by = models.CharField(max_length=10, blank=True, default="")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    soon_at = models.DateTimeField(null=True, blank=True)
    wakes_at = models.DateTimeField(null=True, blank=True)
    is_promised = models.BooleanField(default=False)
    course = models.JSONField(default=list, blank=True)

    objects: ClassVar[Any] = WalledManager.of(ClockQuerySet)

    class Meta:
        ordering = ["ticket_id", "id"]
        constraints = [models.UniqueConstraint(fields=["ticket", "level", "key", "cycle"], name="sla_clock_once")]
        indexes = [
            models.Index(
                fields=["desk", "wakes_at"], name="sla_clock_ringing", condition=models.Q(wakes_at__isnull=False)
            ),
            models.Index(fields=["desk", "due_at"], name="sla_clock_open", condition=models.Q(ended_at=None)),
            models.Index(fields=["desk", "ended_at"], name="sla_clock_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.cycle} of {self.ticket_id}"


class Interval(models.Model):
    """A stretch of a clock's life in which one state, one target and one calendar held, and the fact that began it.

    Those of one clock touch each other and fill its life. ``event_id`` is the id of the fact (0 where a policy came or
    went), ``cause`` its word. ``goal`` and ``calendar`` are what :mod:`deskhand.modules.sla.terms` and
    :mod:`deskhand.modules.sla.engine.values` write.
    """

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="intervals")
    place = models.PositiveIntegerField()
    state = models.CharField(max_length=7, choices=State)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    event_id = models.BigIntegerField(default=0)
    cause = models.CharField(max_length=40)
    version = models.ForeignKey(PolicyVersion, on_delete=models.CASCADE, related_name="+")
    goal = models.JSONField()
    calendar = models.JSONField()

    objects: ClassVar[Any] = WalledManager.of(IntervalQuerySet)

    class Meta:
        ordering = ["clock_id", "place"]
        constraints = [models.UniqueConstraint(fields=["clock", "place"], name="sla_interval_once")]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.place} {self.state}"


class Passing(models.Model):
    """A warning, or the breach, that a clock has passed: once, whatever happens afterwards. ``was_silent`` where it had
    passed already when the promise was made; ``is_late`` where nobody was there to tell in time."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="passings")
    milestone = models.CharField(max_length=KEY_LIMIT)
    due_at = models.DateTimeField()
    passed_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)
    was_silent = models.BooleanField(default=False)

    objects: ClassVar[Any] = WalledManager.of(PassingQuerySet)

    class Meta:
        ordering = ["clock_id", "due_at", "id"]
        constraints = [models.UniqueConstraint(fields=["clock", "milestone"], name="sla_passing_once")]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.milestone}"


class Standing(models.Model):
    """Where a ticket stands with its promises, for lists: the next thing that is due, of the promises to requesters
    first. ``is_paused`` if that one's time stands still: then ``next_due_at`` is null, or was over before. Without a
    clock that runs or is paused, everything is empty."""

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, related_name="sla_standing")
    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    next_due_at = models.DateTimeField(null=True, blank=True)
    soon_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=KEY_LIMIT, blank=True, default="")
    is_paused = models.BooleanField(default=False)

    objects: ClassVar[Any] = WalledManager.of(StandingQuerySet)

    class Meta:
        indexes = [
            models.Index(
                fields=["desk", "next_due_at"],
                name="sla_standing_due",
                condition=models.Q(next_due_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.next_due_at}"
