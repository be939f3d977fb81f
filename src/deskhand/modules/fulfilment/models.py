"""Plans with their versions, and what became of each on a ticket."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Person
from deskhand.kernel.scope import WalledManager
from deskhand.modules.fulfilment.querysets import PlanQuerySet, RunQuerySet, StepQuerySet, VersionQuerySet
from deskhand.tickets.models import Ticket

NAME_LIMIT = 120
"""Longest name of a plan or a step in characters."""

CODE_LIMIT = 60
"""Longest code of a plan or a step in characters."""

KEY_LIMIT = 80
"""Longest word of whoever starts a plan, by which it knows its end."""

REASON_LIMIT = 300
"""Longest reason that is kept with a step, in characters."""


class Plan(models.Model):
    """How a desk does something. ``draft`` is what its designer shows (:mod:`definition`), ``former`` the drafts before
    it, the newest last, ``ahead`` those that were taken back, the next one last; ``published`` is the version that
    counts for what is started from now on. ``code`` stays."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="plans")
    code = models.CharField(max_length=CODE_LIMIT)
    name = models.CharField(max_length=NAME_LIMIT)
    draft = models.JSONField(default=dict)
    former = models.JSONField(default=list)
    ahead = models.JSONField(default=list)
    edition = models.PositiveIntegerField(default=1)
    published = models.ForeignKey("PlanVersion", on_delete=models.SET_NULL, null=True, related_name="+")
    put_away_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = WalledManager.of(PlanQuerySet)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["desk", "code"], name="plan_code_once")]

    def __str__(self) -> str:
        return self.name


class PlanVersion(models.Model):
    """A plan as it was published. It never changes. ``again_from`` is the number of the older version that it brought
    back."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    again_from = models.PositiveIntegerField(null=True)

    objects: ClassVar[Any] = WalledManager.of(VersionQuerySet)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} version {self.number}"


class Outcome(models.TextChoices):
    """How a run ended."""

    NONE = "", _("Under way")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Given up")


class Run(models.Model):
    """A plan under way on a ticket. ``definition`` is that of its version with what was added for this run alone.
    ``key`` is the word of whoever started it: with one key a plan is started once."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="plan_runs")
    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="runs")
    definition = models.JSONField()
    key = models.CharField(max_length=KEY_LIMIT)
    begun_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default="")

    objects: ClassVar[Any] = WalledManager.of(RunQuerySet)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["ticket", "key"], name="plan_started_once")]
        indexes = [
            models.Index(fields=["desk", "ticket"], name="plan_running", condition=models.Q(ended_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"plan {self.version_id} on {self.ticket_id}"


class State(models.TextChoices):
    """Where a step of a run stands. A step without a row has not been reached."""

    ACTIVE = "active", _("Under way")
    TRYING = "trying", _("Will be tried again")
    FAILED = "failed", _("Failed")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Declined")
    SKIPPED = "skipped", _("Skipped")
    PASSED = "passed", _("Not needed")
    CANCELLED = "cancelled", _("Given up")


class RunStep(models.Model):
    """One step of a run that was reached, or never will be. ``ticket`` is its task or the request that it opened on
    another desk. ``due_at`` is told to people, ``wakes_at`` is when Deskhand looks again. ``tries`` counts failures
    since the step was begun last, ``turn`` how often it was begun; ``problem`` is a code, ``reason`` words. ``late_at``
    is when it was told to be overdue."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="steps")
    code = models.CharField(max_length=CODE_LIMIT)
    kind = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State)
    ticket = models.ForeignKey(Ticket, on_delete=models.SET_NULL, null=True, related_name="plan_steps")
    due_at = models.DateTimeField(null=True)
    wakes_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    turn = models.PositiveSmallIntegerField(default=1)
    problem = models.CharField(max_length=30, blank=True, default="")
    reason = models.CharField(max_length=REASON_LIMIT, blank=True, default="")
    is_told = models.BooleanField(default=False)
    late_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = WalledManager.of(StepQuerySet)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["run", "code"], name="plan_step_once")]
        indexes = [
            models.Index(
                fields=["wakes_at"],
                name="plan_step_wakes",
                condition=models.Q(wakes_at__isnull=False, ended_at__isnull=True),
            ),
            models.Index(fields=["state", "kind"], name="plan_step_open", condition=models.Q(ended_at__isnull=True)),
            models.Index(
                fields=["due_at"],
                name="plan_step_due",
                condition=models.Q(due_at__isnull=False, ended_at__isnull=True, late_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.state}"
