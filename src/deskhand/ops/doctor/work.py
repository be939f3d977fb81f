"""Background work: is somebody doing it, does it keep up, what failed for good?"""

from __future__ import annotations

import time

from django.db.models import Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deskhand.jobs.models import Job, JobState, WorkerBeat
from deskhand.jobs.worker import BEAT_SECONDS
from deskhand.ops.doctor.findings import BROKEN, OK, WARNING, Finding

SILENT_BEATS = 6
"""Missed signs of life after which a worker counts as gone."""

LATE_MINUTES, VERY_LATE_MINUTES = 5, 60
"""How long a job may be due before somebody should look, and before something is broken."""


def workers() -> Finding:
    """Whether a worker is alive."""
    title = _("Background work")
    alive = [beat for beat in WorkerBeat.objects.values_list("beat_ms", flat=True) if _age(beat) < _silence()]
    if not alive:
        words = _("No worker is running: mail is neither fetched nor sent. Start `deskhand serve`.")
        return Finding("workers", title, WARNING, words)
    words = _("A worker was last heard of %(seconds)s s ago.") % {"seconds": round(max(0, _age(max(alive))))}
    if len(alive) > 1:
        words = f"{words} {_('%(n)s workers are running.') % {'n': len(alive)}}"
    return Finding("workers", title, OK, words)


def waiting_work() -> Finding:
    """Whether the oldest job that is due waits for too long."""
    title = _("Waiting work")
    now = int(time.time() * 1000)
    oldest = Job.objects.filter(state=JobState.READY, due_ms__lt=now).aggregate(due=Min("due_ms"))["due"]
    minutes = (now - oldest) / 60_000 if oldest else 0.0
    if minutes < LATE_MINUTES:
        return Finding("waiting_work", title, OK, _("Nothing waits for long."))
    words = _(
        "The oldest job has waited for %(minutes)s minutes: start a worker, or a further one "
        "(`deskhand serve --only worker`), and look into its log."
    )
    state = BROKEN if minutes > VERY_LATE_MINUTES else WARNING
    return Finding("waiting_work", title, state, words % {"minutes": round(minutes)})


def failed_work() -> Finding:
    """Whether jobs have given up."""
    dead = Job.objects.filter(state=JobState.DEAD).count()
    if dead:
        words = ngettext(
            "%(n)s job failed for good. See Settings, Background work, and try it again.",
            "%(n)s jobs failed for good. See Settings, Background work, and try them again.",
            dead,
        )
        return Finding("failed_work", _("Failed work"), WARNING, words % {"n": dead})
    return Finding("failed_work", _("Failed work"), OK, _("None."))


def _age(beat_ms: int) -> float:
    return time.time() - beat_ms / 1000


def _silence() -> float:
    return BEAT_SECONDS * SILENT_BEATS
