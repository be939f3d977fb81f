"""What happens to notifications by the clock: summaries are written, old ones go."""

from __future__ import annotations

from django.db.models import Q

from deskhand.jobs.queue import job
from deskhand.jobs.schedule import every
from deskhand.kernel import clock
from deskhand.notify.actions import forget_old, send_summary
from deskhand.notify.actions.forgetting import BATCH as FORGOTTEN_AT_ONCE
from deskhand.notify.models import Rhythm

BATCH = 200
"""People of one look; the next one finds the rest."""


@job()
def order_summaries() -> None:
    """Put a job for everybody whose summary is due, or whose quiet hours are over."""
    now = clock.now()
    due = Rhythm.objects.filter(Q(digest_due_at__lte=now) | Q(quiet_due_at__lte=now)).order_by("pk")
    for person_id in due.values_list("person_id", flat=True)[:BATCH]:
        write_summary.put(unique_key=f"summary:{person_id}", person_id=person_id)


@job()
def write_summary(person_id: int) -> None:
    """Write one person's summary."""
    send_summary(person_id=person_id)


@job()
def forget_old_notifications() -> None:
    """Remove what was told long ago; while there is more, the next job goes on."""
    if forget_old() == FORGOTTEN_AT_ONCE:
        forget_old_notifications.put(unique_key="forget_old_notifications")


every(60, order_summaries)
every(3600, forget_old_notifications)
