"""Background work: what failed for good, why, and trying it again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from deskhand.jobs.actions import try_again
from deskhand.jobs.models import Job, JobState
from deskhand.kernel.errors import NotFound
from deskhand.ops.frame import after, page
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate

SHOWN = 100
"""Failed jobs on the page, the newest first; trying all again takes as many at once."""


@gate("site:jobs.view")
def jobs(request: HttpRequest) -> HttpResponse:
    """How much waits, and what failed."""
    counts = dict(Job.objects.exclude(state=JobState.DONE).values_list("state").annotate(Count("pk")))
    failed = [_shown(one) for one in _failed()]
    total = counts.get(JobState.DEAD, 0)
    return page(request, "ops/jobs.html", counts=counts, failed=failed, total=total, shown=SHOWN)


@gate("site:jobs.retry")
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """One failed job again, with all its tries."""
    try_again(actor=actor_of(request), job_id=pk)
    return after(request, _("It is tried again now."), "ops:jobs")


@gate("site:jobs.retry")
@require_POST
def all_again(request: HttpRequest) -> HttpResponse:
    """The failed jobs of the page again."""
    count = 0
    for one in _failed():
        try:
            try_again(actor=actor_of(request), job_id=one.pk)
        except NotFound:  # Somebody else was faster with this one.
            continue
        count += 1
    words = ngettext("%(n)s job is tried again now.", "%(n)s jobs are tried again now.", count) % {"n": count}
    return after(request, words, "ops:jobs")


def _failed() -> list[Job]:
    return list(Job.objects.filter(state=JobState.DEAD).order_by("-ended_ms", "-pk")[:SHOWN])


def _shown(job: Job) -> dict[str, Any]:
    ended = datetime.fromtimestamp(job.ended_ms / 1000, UTC) if job.ended_ms else None
    name = job.name.removeprefix("deskhand.")
    first, _newline, rest = job.error.strip().rpartition("\n")
    return {"pk": job.pk, "name": name, "at": ended, "attempts": job.attempts, "said": rest, "before": first}
