"""What the API keeps for itself: answers for `Idempotency-Key`, and how much was asked in the current minute."""

from __future__ import annotations

from datetime import timedelta

from django.db import models

from deskhand.accounts.models import ApiToken

KEEP_ANSWERS = timedelta(hours=24)
"""How long a repeated request is recognised."""

KEY_LIMIT = 255
"""Longest `Idempotency-Key` in characters."""


class StoredAnswer(models.Model):
    """What a POST with a key was answered. ``route`` is method and path; ``digest`` is the SHA-256 of what was sent.
    The row is written in the transaction of the effect, so there is never one without the other."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="+")
    route = models.CharField(max_length=300)
    key = models.CharField(max_length=KEY_LIMIT)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True, default="")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "route", "key"], name="stored_answer_once")]
        indexes = [models.Index(fields=["made_at"], name="stored_answer_age")]

    def __str__(self) -> str:
        return f"{self.status} for {self.route}"


class Usage(models.Model):
    """How many requests of a subject (a token, an address) all processes have reported for its newest minute."""

    subject = models.CharField(max_length=80, unique=True)
    minute = models.BigIntegerField()
    count = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["minute"], name="api_usage_minute")]

    def __str__(self) -> str:
        return f"{self.subject}: {self.count}"
