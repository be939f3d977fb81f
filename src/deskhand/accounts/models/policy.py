"""The installation's rules of signing in."""

from __future__ import annotations

from datetime import timedelta

from django.db import models

IDLE = timedelta(hours=8)
"""How long a session lasts without activity, unless somebody chose otherwise."""

LONGEST = timedelta(days=14)
"""How long a session lasts at most, unless somebody chose otherwise."""


class SignInPolicy(models.Model):
    """One row at most. ``roles`` are those that need a second factor."""

    roles = models.JSONField(default=list)
    idle = models.DurationField(default=IDLE)
    longest = models.DurationField(default=LONGEST)
    changed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return "sign-in policy"
