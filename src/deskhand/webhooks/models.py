"""Where a desk's events are sent, what was sent, and what was answered."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.kernel.scope import WalledManager, WalledQuerySet

URL_LIMIT = 500
"""Longest address in characters."""

NAME_LIMIT = 80
"""Longest name in characters."""


class WebhookQuerySet(WalledQuerySet["Webhook"]):
    pass


class DeliveryQuerySet(WalledQuerySet["Delivery"]):
    desk_path = "webhook__desk_id"


class TryQuerySet(WalledQuerySet["Try"]):
    desk_path = "delivery__webhook__desk_id"


class Stopped(models.TextChoices):
    """Why a webhook sends nothing."""

    NO = "", _("Sends")
    BY_HAND = "by_hand", _("Switched off")
    GONE = "gone", _("Its server says that it is gone (410)")
    FAILING = "failing", _("It failed for days")


class Webhook(models.Model):
    """An address that is told of a desk's events. ``events`` are codes; none means all. Secrets are encrypted; the
    former one signs, too, until ``former_until``. ``failing_since``: it has failed since then without a success."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="webhooks")
    name = models.CharField(max_length=NAME_LIMIT)
    url = models.CharField(max_length=URL_LIMIT)
    events = models.JSONField(default=list, blank=True)
    secret = models.TextField()
    former_secret = models.TextField(blank=True, default="")
    former_until = models.DateTimeField(null=True)
    stopped = models.CharField(max_length=10, choices=Stopped, blank=True, default="")
    failing_since = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(WebhookQuerySet)

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["desk", "stopped"], name="webhook_of_desk")]

    def __str__(self) -> str:
        return self.name


class State(models.TextChoices):
    """Of a delivery."""

    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Delivered")
    FAILED = "failed", _("Failed")


class Delivery(models.Model):
    """One event for one webhook. ``message_id`` is the same in every try; ``body`` is what is sent, letter for letter.
    ``subject`` is what it is about (``ticket:17``): deliveries about one thing go out in order."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    message_id = models.CharField(max_length=60)
    code = models.CharField(max_length=80)
    subject = models.CharField(max_length=60)
    body = models.TextField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(DeliveryQuerySet)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["webhook", "message_id"], name="webhook_message_once")]
        indexes = [
            models.Index(fields=["webhook", "made_at"], name="webhook_log"),
            models.Index(fields=["made_at"], name="webhook_log_age"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.state}"


class Try(models.Model):
    """One request and its answer, cut to a few kilobytes. ``status`` is null if no answer came; ``error`` says why."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    took = models.DurationField()
    url = models.CharField(max_length=URL_LIMIT)
    request_headers = models.JSONField(default=dict)
    status = models.PositiveSmallIntegerField(null=True)
    answer_headers = models.JSONField(default=dict)
    answer = models.TextField(blank=True, default="")
    error = models.CharField(max_length=300, blank=True, default="")

    objects: ClassVar[Any] = WalledManager.of(TryQuerySet)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.status or self.error}"
