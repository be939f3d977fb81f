"""Whose letters are not wanted, and whose always are: on one desk, or on all."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Person
from deskhand.kernel.scope import WalledManager, WalledQuerySet


class SenderRuleKind(models.TextChoices):
    BLOCK = "block", _("Blocked")
    ALLOW = "allow", _("Always let in")


class SenderRuleQuerySet(WalledQuerySet["SenderRule"]):
    pass


class SenderRule(models.Model):
    """``pattern`` is an address (``eve@x.example``) or a domain with all below it (``@x.example``), in lower case.
    Without a desk it holds for the whole installation. ``ticket_number`` names the ticket whose mark as spam made it;
    after ``expires_at`` it counts no more."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, null=True, related_name="sender_rules")
    pattern = models.CharField(max_length=254)
    kind = models.CharField(max_length=5, choices=SenderRuleKind)
    why = models.CharField(max_length=300, blank=True, default="")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField(null=True)
    ticket_number = models.BigIntegerField(null=True)

    objects: ClassVar[Any] = WalledManager.of(SenderRuleQuerySet)

    class Meta:
        ordering = ["pattern"]
        constraints = [
            models.UniqueConstraint(fields=["desk", "pattern"], name="sender_rule_once"),
            models.UniqueConstraint(fields=["pattern"], condition=models.Q(desk=None), name="sender_rule_for_all_once"),
        ]
        indexes = [models.Index(fields=["pattern"], name="sender_rule_pattern")]

    def __str__(self) -> str:
        return self.pattern
