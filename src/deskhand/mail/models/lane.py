"""The way out of a mailbox: how much may go through it at once, and how its server is."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models

from deskhand.kernel.scope import WalledManager, WalledQuerySet
from deskhand.mail.models.mailbox import Mailbox

CONNECTIONS = 2
"""Connections that one mailbox opens to its server at once, unless its page says otherwise."""

RATE = 120
"""Letters that one mailbox sends in a minute, unless its page says otherwise."""

FILES_MB = 10
"""Megabytes of files that one letter carries, unless the mailbox's page says otherwise."""

MOST_CONNECTIONS = 10
MOST_RATE = 10_000
MOST_FILES_MB = 100
"""What can be set at most."""


class LaneQuerySet(WalledQuerySet["Lane"]):
    desk_path = "mailbox__desk_id"


class Lane(models.Model):
    """``number`` is the mailbox's id, or 0 for the letters of the installation. A ``rate`` of 0 is no limit.

    ``minute_at`` and ``minute_count`` count what was sent in the minute at hand, by all processes together. While the
    server cannot be used (``failures`` in a row) the lane rests until ``rests_until``; ``is_slow`` sets a lane apart
    whose server takes its time, so that it delays no other."""

    number = models.BigIntegerField(primary_key=True)
    mailbox = models.OneToOneField(Mailbox, on_delete=models.CASCADE, null=True, related_name="lane")
    connections = models.PositiveSmallIntegerField(default=CONNECTIONS)
    rate = models.PositiveIntegerField(default=RATE)
    files_mb = models.PositiveSmallIntegerField(default=FILES_MB)
    minute_at = models.DateTimeField(null=True)
    minute_count = models.PositiveIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    rests_until = models.DateTimeField(null=True)
    is_slow = models.BooleanField(default=False)

    objects: ClassVar[Any] = WalledManager.of(LaneQuerySet)

    def __str__(self) -> str:
        return f"lane {self.number}"

    @property
    def is_apart(self) -> bool:
        """True for a lane whose letters are sent where they delay nobody else's."""
        return self.is_slow or bool(self.failures)

    def is_resting(self, at: datetime) -> bool:
        return self.rests_until is not None and self.rests_until > at
