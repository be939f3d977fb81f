"""What a desk decides about letters that answer its tickets."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.kernel.scope import WalledManager
from deskhand.tickets.querysets import DeskThingQuerySet


class Newcomers(models.TextChoices):
    """What becomes of a letter that answers a ticket on which its sender is not."""

    ASK = "ask", _("An agent decides whether they join")
    ADMIT = "admit", _("They join at once")
    REFUSE = "refuse", _("It opens a ticket of its own")


class AgentsByMail(models.TextChoices):
    """Which letters in an agent's name go out as that agent's answer."""

    TOKEN = "token", _("Those to the reply address of their own notification")
    AUTHENTIC = "authentic", _("Those, and answers to it from an address that is vouched for (DMARC)")
    NEVER = "never", _("None: they become notes")


class AnswerRules(models.Model):
    """The rules of one desk; without a row those that stand here. ``copies_follow``: people in To and Cc follow the
    ticket. ``commands``: agents may write commands in the first lines of an answer."""

    desk = models.OneToOneField(Desk, on_delete=models.CASCADE, related_name="answer_rules")
    newcomers = models.CharField(max_length=6, choices=Newcomers, default=Newcomers.ASK)
    copies_follow = models.BooleanField(default=True)
    agents_by_mail = models.CharField(max_length=9, choices=AgentsByMail, default=AgentsByMail.TOKEN)
    commands = models.BooleanField(default=False)

    objects: ClassVar[Any] = WalledManager.of(DeskThingQuerySet)

    def __str__(self) -> str:
        return f"answer rules of {self.desk_id}"
