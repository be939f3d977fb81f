"""What happens to notifications by the clock: summaries are written, old ones go."""

from __future__ import annotations

from django.db.models import Q

from deskhand.jobs.queue import job
from deskhand.jobs.schedule import every
from deskhand.kernel import clock
from deskhand.notify import windows
from deskhand.notify.actions import forget_old, send_summary
from deskhand.notify.actions.forgetting import BATCH as FORGOTTEN_AT_ONCE
from deskhand.notify.jobs import close_window
from deskhand.notify.models import Notification, Rhythm, WaitsFor

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


@job()
def close_late_windows() -> None:
    """Write the letters whose own job was lost, or that came into a window just as it was closed."""
    over = clock.now() - windows.LENGTH - windows.LATE
    late = Notification.objects.filter(waits_for=WaitsFor.WINDOW, at__lt=over).order_by()
    for number in late.values_list("ticket_number", flat=True).distinct()[:BATCH]:
        close_window.put(unique_key=f"told:{number}:late", ticket_number=number)


every(60, order_summaries)
every(60, close_late_windows)
every(3600, forget_old_notifications)
