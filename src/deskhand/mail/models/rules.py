"""What a desk does with letters that the filters hold back."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.kernel.scope import WalledManager, WalledQuerySet

SENDER_HOURLY = 60
"""Letters that one address may write to a desk in an hour, unless the desk says otherwise."""

DOMAIN_HOURLY = 600
"""Letters that all addresses of one domain may write in an hour, unless the desk says otherwise."""

HOURLY_LIMIT = 10_000
"""The highest rate that a desk can set; zero is no limit at all."""

KEEP_DAYS = 180
"""Days for which letters that belong to no ticket are kept, unless the desk says otherwise."""

KEEP_DAYS_LEAST = 30
"""The fewest days that a desk can set: a letter that is fetched again sooner is known again, whatever became of it."""

KEEP_DAYS_MOST = 3_650
"""The most days that a desk can set."""


class SpamGoes(models.TextChoices):
    """What becomes of a letter that was found to be spam."""

    SPAM = "spam", _("A ticket among the spam")
    QUARANTINE = "quarantine", _("Into quarantine")


class MailRulesQuerySet(WalledQuerySet["MailRules"]):
    pass


class MailRules(models.Model):
    """One row for a desk that set something; a desk without one has the defaults. A rate of zero is no limit."""

    desk = models.OneToOneField(Desk, on_delete=models.CASCADE, related_name="mail_rules")
    spam_goes = models.CharField(max_length=10, choices=SpamGoes, default=SpamGoes.SPAM)
    sender_hourly = models.PositiveIntegerField(default=SENDER_HOURLY, validators=[MaxValueValidator(HOURLY_LIMIT)])
    domain_hourly = models.PositiveIntegerField(default=DOMAIN_HOURLY, validators=[MaxValueValidator(HOURLY_LIMIT)])
    checks_signatures = models.BooleanField(default=False)
    """Whether signatures are checked here, by asking the name servers, for mailboxes without a trusted server."""

    keep_days = models.PositiveSmallIntegerField(
        default=KEEP_DAYS, validators=[MinValueValidator(KEEP_DAYS_LEAST), MaxValueValidator(KEEP_DAYS_MOST)]
    )
    """How long letters are kept that belong to no ticket."""

    objects: ClassVar[Any] = WalledManager.of(MailRulesQuerySet)

    def __str__(self) -> str:
        return f"mail rules of {self.desk_id}"
