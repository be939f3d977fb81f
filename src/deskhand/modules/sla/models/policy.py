"""What is promised: policies and their versions."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Person
from deskhand.kernel.scope import WalledManager
from deskhand.modules.sla.querysets import CatchUpQuerySet, PolicyQuerySet, VersionQuerySet

NAME_LIMIT = 120
"""Longest name of a policy in characters."""


class Level(models.TextChoices):
    """Between whom a promise is made."""

    SLA = "sla", _("To requesters (SLA)")
    OLA = "ola", _("Between teams (OLA)")
    UC = "uc", _("By a supplier (underpinning contract)")


class Policy(models.Model):
    """A promise with a name. What it says stands in its versions; ``name``, ``level``, ``position`` and ``is_on``
    repeat the newest one for lists. One that was put away keeps its versions: clocks were wound by them. It may belong
    to an ``agreement``, on whose days it counts."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="sla_policies")
    name = models.CharField(max_length=NAME_LIMIT)
    level = models.CharField(max_length=3, choices=Level, default=Level.SLA)
    position = models.PositiveIntegerField(default=0)
    is_on = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    put_away_at = models.DateTimeField(null=True, blank=True)
    agreement = models.ForeignKey(
        "sla.Agreement", on_delete=models.SET_NULL, null=True, blank=True, related_name="policies"
    )

    objects: ClassVar[Any] = WalledManager.of(PolicyQuerySet)

    class Meta:
        ordering = ["level", "position", "id"]

    def __str__(self) -> str:
        return self.name


class PolicyVersion(models.Model):
    """What a policy says from ``active_from`` until its next version. Rows are never changed.

    ``terms`` is what :mod:`deskhand.modules.sla.terms` reads. ``meant`` holds what the names in its queries stood for
    when it was written (``[[field, name, [ids]]]``): renaming a team changes no promise. ``only_new`` versions
    count for tickets that are opened after ``active_from``. One with ``is_on`` false ends the policy. ``since_at`` and
    ``until_at`` are the days of its contract (``agreement``) as instants: before and after them it covers nothing.
    """

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    active_from = models.DateTimeField()
    position = models.PositiveIntegerField(default=0)
    is_on = models.BooleanField(default=True)
    only_new = models.BooleanField(default=False)
    agreement = models.ForeignKey("sla.Agreement", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    since_at = models.DateTimeField(null=True, blank=True)
    until_at = models.DateTimeField(null=True, blank=True)
    terms = models.JSONField()
    meant = models.JSONField(default=list, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(VersionQuerySet)

    class Meta:
        ordering = ["policy_id", "number"]
        constraints = [models.UniqueConstraint(fields=["policy", "number"], name="sla_version_once")]

    def __str__(self) -> str:
        return f"{self.policy_id} version {self.number}"


class CatchUp(models.Model):
    """Deriving clocks of what exists already, in batches: how far it is. One at a time on a desk; ``again`` asks for
    another when it is through."""

    desk = models.OneToOneField(Desk, on_delete=models.CASCADE, related_name="sla_catch_up")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    upto_id = models.BigIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    again = models.BooleanField(default=False)

    objects: ClassVar[Any] = WalledManager.of(CatchUpQuerySet)

    def __str__(self) -> str:
        return f"{self.done} of {self.total}"
