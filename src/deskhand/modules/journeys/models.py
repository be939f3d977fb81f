"""What a journey consists of, which desks take part, and the journeys of people."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Person
from deskhand.kernel.scope import WalledManager
from deskhand.modules.journeys.querysets import ActivityQuerySet, BlueprintQuerySet, JourneyQuerySet, PartQuerySet
from deskhand.tickets.models import Ticket

NAME_LIMIT = 120
"""Longest name of a journey, a stage, an activity, a question or a person in characters."""

CODE_LIMIT = 60
"""Longest code of an activity in characters."""

REASON_LIMIT = 300
"""Longest reason that is kept in characters."""


class Kind(models.TextChoices):
    """What happens to the person."""

    ONBOARDING = "onboarding", _("Joining")
    MOVE = "move", _("Moving")
    LEAVE = "leave", _("Leaving")
    PARENTAL = "parental", _("Parental leave")
    OTHER = "other", _("Something else")


class Blueprint(models.Model):
    """A journey as its desk wrote it. ``draft`` is what its designer shows (:mod:`definition`), ``former`` the drafts
    before it, the newest last; ``in_use`` is what is started from now on, by ``number``. ``code`` stays. Where it
    ``writes_letters``, the employee and the manager are told."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="journey_blueprints")
    code = models.CharField(max_length=CODE_LIMIT)
    name = models.CharField(max_length=NAME_LIMIT)
    name_de = models.CharField(max_length=NAME_LIMIT, blank=True, default="")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ONBOARDING)
    draft = models.JSONField(default=dict)
    former = models.JSONField(default=list)
    edition = models.PositiveIntegerField(default=1)
    in_use = models.JSONField(null=True)
    number = models.PositiveIntegerField(default=0)
    put_away_at = models.DateTimeField(null=True)
    writes_letters = models.BooleanField(default=True)

    objects: ClassVar[Any] = WalledManager.of(BlueprintQuerySet)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["desk", "code"], name="journey_code_once")]

    def __str__(self) -> str:
        return self.name

    def named(self, language: str) -> str:
        """Its name for a reader of that language."""
        return self.name_de if language[:2] == "de" and self.name_de else self.name


class PartState(models.TextChoices):
    """What a desk said to being asked."""

    ASKED = "asked", _("Asked")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")


class Part(models.Model):
    """What a desk does in a journey. ``asked`` are the activities that it is asked for, as it reads them; ``agreed``
    how it does those that it accepted, by their code: ``team``, ``note``, ``plan``. Only ``desk`` reads ``agreed``."""

    blueprint = models.ForeignKey(Blueprint, on_delete=models.CASCADE, related_name="parts")
    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="journey_parts")
    state = models.CharField(max_length=10, choices=PartState, default=PartState.ASKED)
    asked = models.JSONField(default=list)
    agreed = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[Any] = WalledManager.of(PartQuerySet)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["blueprint", "desk"], name="journey_part_once")]

    def __str__(self) -> str:
        return f"part of {self.blueprint_id} for {self.desk_id}"

    @property
    def is_own(self) -> bool:
        """Whether the desk runs the journey itself."""
        return bool(self.desk_id == self.blueprint.desk_id)


class Outcome(models.TextChoices):
    """How a journey ended."""

    NONE = "", _("Under way")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Journey(models.Model):
    """The journey of one person. ``definition`` is that of its blueprint when it was started. ``person`` is who they
    are in Deskhand, if they have an account already; ``called`` their name in any case. ``key_at`` is the beginning of
    ``key_on`` on the desk. ``wakes_at`` is when Deskhand looks again. ``told`` are the ids of those whom a letter told
    that it began. ``ordered_by`` is the id of the ticket whose order started it; no key, for the journey goes on
    without that ticket."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    blueprint = models.ForeignKey(Blueprint, on_delete=models.CASCADE, related_name="journeys")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="journeys")
    called = models.CharField(max_length=NAME_LIMIT)
    manager = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    place = models.CharField(max_length=NAME_LIMIT, blank=True, default="")
    key_on = models.DateField()
    key_at = models.DateTimeField()
    answers = models.JSONField(default=dict)
    begun_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    begun_at = models.DateTimeField()
    key = models.CharField(max_length=80, blank=True, default="")
    wakes_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default="")
    told = models.JSONField(default=list)
    ordered_by = models.BigIntegerField(null=True)

    objects: ClassVar[Any] = WalledManager.of(JourneyQuerySet)

    class Meta:
        ordering = ["key_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["desk", "key"], name="journey_started_once", condition=~models.Q(key=""))
        ]
        indexes = [
            models.Index(fields=["desk", "key_at"], name="journey_of_desk"),
            models.Index(
                fields=["wakes_at"],
                name="journey_wakes",
                condition=models.Q(wakes_at__isnull=False, ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"journey {self.pk}"


class State(models.TextChoices):
    """Where an activity stands."""

    WAITING = "waiting", _("Waiting")
    BEGUN = "begun", _("Begun")
    STUCK = "stuck", _("Stuck")
    DONE = "done", _("Done")
    SKIPPED = "skipped", _("Not needed")
    CANCELLED = "cancelled", _("Cancelled")


OPEN = (State.WAITING, State.BEGUN, State.STUCK)


class Activity(models.Model):
    """One activity of a journey. ``desk`` does it, or nobody but the employee or manager. ``begins_at`` and ``due_at``
    are counted from the key date by the desk's calendar. ``problem`` is a code. ``told_at`` is when a letter told the
    employee or the manager that it is theirs."""

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="activities")
    code = models.CharField(max_length=CODE_LIMIT)
    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, null=True, related_name="+")
    is_day_one = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    ticket = models.ForeignKey(Ticket, on_delete=models.SET_NULL, null=True, related_name="journey_activities")
    begins_at = models.DateTimeField()
    due_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    late_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=30, blank=True, default="")
    reason = models.CharField(max_length=REASON_LIMIT, blank=True, default="")

    objects: ClassVar[Any] = WalledManager.of(ActivityQuerySet)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["journey", "code"], name="journey_activity_once")]
        indexes = [
            models.Index(
                fields=["desk", "ticket"],
                name="journey_ticket",
                condition=models.Q(ticket__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.state}"
