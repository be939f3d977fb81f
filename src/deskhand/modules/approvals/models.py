"""Policies, what was asked by them, whom, and what they saw."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Person
from deskhand.kernel.scope import WalledManager
from deskhand.modules.approvals import querysets as sets
from deskhand.tickets.models import Ticket

NAME_LIMIT = 120
"""Longest name of a policy or a stage in characters."""

WORDS_LIMIT = 2_000
"""Longest reason, question, answer or remark of an approval in characters."""

ADDRESS_LIMIT = 254
"""Longest mail address by which somebody names who decides for them, in characters."""

KEY_LIMIT = 100
"""Longest key by which somebody knows what they asked, in characters."""


class State(models.TextChoices):
    """Where an approval stands."""

    OPEN = "open", _("Waiting")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class StageState(models.TextChoices):
    """Where a stage stands."""

    AHEAD = "ahead", _("Later")
    OPEN = "open", _("Now")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    SKIPPED = "skipped", _("Left out")
    CLOSED = "closed", _("Not needed any more")
    VOID = "void", _("Void")


class AskState(models.TextChoices):
    """What became of asking one person."""

    WAITING = "waiting", _("Waiting")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    HANDED = "handed", _("Given to somebody else")
    CLOSED = "closed", _("Not needed any more")
    VOID = "void", _("Void")


class Policy(models.Model):
    """How something is approved on a desk. ``code`` names it to others for life. What it says is in its newest
    version; what runs keeps the one that it began with."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=NAME_LIMIT)
    is_on = models.BooleanField(default=True)
    put_away_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = WalledManager.of(sets.PolicyQuerySet)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["desk", "code"], name="approval_policy_code_once"),
            models.UniqueConstraint(fields=["desk", "name"], name="approval_policy_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class PolicyVersion(models.Model):
    """What a policy says from an instant on: :mod:`deskhand.modules.approvals.terms` reads ``terms``."""

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    terms = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[Any] = WalledManager.of(sets.VersionQuerySet)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["policy", "number"], name="approval_version_once")]

    def __str__(self) -> str:
        return f"{self.policy_id} version {self.number}"


class Approval(models.Model):
    """Somebody wants a ticket approved. ``terms`` are those that it began with. ``round`` counts from 1: an edit of
    what was approved begins another. ``because`` says what ended it: people, deadline, skipped, asker, moved, ended."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="approvals")
    version = models.ForeignKey(PolicyVersion, on_delete=models.SET_NULL, null=True, related_name="+")
    key = models.CharField(max_length=KEY_LIMIT)
    terms = models.JSONField()
    why = models.TextField(blank=True, default="")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    because = models.CharField(max_length=10, blank=True, default="")
    round = models.PositiveIntegerField(default=1)
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = WalledManager.of(sets.ApprovalQuerySet)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["ticket", "desk", "key"], name="approval_once")]
        indexes = [models.Index(fields=["desk", "state", "ticket"], name="approval_of_desk")]

    def __str__(self) -> str:
        return f"approval {self.pk} of {self.ticket_id}"

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN


class Content(models.Model):
    """What was to be approved in one round: ``body`` as it was shown, ``digest`` of what matters in it."""

    approval = models.ForeignKey(Approval, on_delete=models.CASCADE, related_name="contents")
    round = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    body = models.JSONField()
    made_at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(sets.ContentQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["approval", "round"], name="approval_content_once")]

    def __str__(self) -> str:
        return f"content {self.digest[:8]} of {self.approval_id}"


class Stage(models.Model):
    """One step of a round. Stages of one ``group`` run at the same time. ``number`` is how many must agree, or the
    percentage. ``wakes_at`` is when something is due next: a reminder, or the deadline."""

    approval = models.ForeignKey(Approval, on_delete=models.CASCADE, related_name="stages")
    round = models.PositiveIntegerField()
    place = models.PositiveSmallIntegerField()
    group = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=NAME_LIMIT, blank=True, default="")
    needs = models.CharField(max_length=10)
    number = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=StageState, default=StageState.AHEAD)
    because = models.CharField(max_length=12, blank=True, default="")
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    deadline_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    is_escalated = models.BooleanField(default=False)
    wakes_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = WalledManager.of(sets.StageQuerySet)

    class Meta:
        ordering = ["round", "place"]
        constraints = [models.UniqueConstraint(fields=["approval", "round", "place"], name="approval_stage_once")]
        indexes = [models.Index(fields=["wakes_at"], name="approval_wakes", condition=models.Q(wakes_at__isnull=False))]

    def __str__(self) -> str:
        return f"stage {self.place} of {self.approval_id}"


class Ask(models.Model):
    """One person asked in a stage. ``why`` is a code of :mod:`deskhand.modules.approvals.whom`; ``instead_of`` the one
    for whom they were chosen. ``decided_by`` is another than ``person`` where a substitute decided."""

    approval = models.ForeignKey(Approval, on_delete=models.CASCADE, related_name="asks")
    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="asks")
    content = models.ForeignKey(Content, on_delete=models.CASCADE, related_name="asks")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    instead_of = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    why = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=AskState, default=AskState.WAITING)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    channel = models.CharField(max_length=10, blank=True, default="")
    remark = models.TextField(blank=True, default="")

    objects: ClassVar[Any] = WalledManager.of(sets.AskQuerySet)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["stage", "person"], name="approval_ask_once")]
        indexes = [models.Index(fields=["person", "state", "-asked_at"], name="approval_ask_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} asked by {self.approval_id}"


class ReturnedLink(models.Model):
    """A letter with a link to decide came back to where others read it: links that ``holder`` (the id in the link) was
    given before ``at`` decide nothing any more."""

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="returned_links")
    holder = models.BigIntegerField()
    at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(sets.ReturnedLinkQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ask", "holder"], name="approval_link_returned_once")]

    def __str__(self) -> str:
        return f"links of {self.ask_id} for {self.holder}"


class Question(models.Model):
    """What an approver wants to know before they decide, and what they were told."""

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="questions")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    words = models.TextField()
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = WalledManager.of(sets.QuestionQuerySet)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"question of {self.ask_id}"


class Absence(models.Model):
    """While somebody is away, another decides for them: on whatever desk. Days are counted in their own zone, the last
    one included. ``address`` is how they named them who may not see people; without ``substitute`` it is that of nobody
    who could, and only a letter says so."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    substitute = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    address = models.CharField(max_length=ADDRESS_LIMIT, blank=True, default="")
    from_on = models.DateField()
    until_on = models.DateField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = WalledManager.of(sets.AbsenceQuerySet)

    class Meta:
        ordering = ["from_on", "id"]
        indexes = [models.Index(fields=["until_on", "from_on"], name="absence_days")]

    def __str__(self) -> str:
        return f"{self.substitute_id} for {self.person_id}"
