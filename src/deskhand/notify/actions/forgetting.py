"""Old notifications go."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from deskhand.kernel import clock
from deskhand.notify.models import Notification

KEPT = timedelta(days=90)
"""How long a notification is kept. The history of the ticket keeps the fact for good."""

BATCH = 5_000
"""Most rows that one run removes, so that nobody waits for it."""


@transaction.atomic
def forget_old() -> int:
    """Remove what was told longer ago than :data:`KEPT`, the oldest first. Returns how many."""
    old = Notification.objects.filter(at__lt=clock.now() - KEPT).order_by("at").values_list("pk", flat=True)[:BATCH]
    gone, _rows = Notification.objects.filter(pk__in=list(old)).delete()
    return gone
