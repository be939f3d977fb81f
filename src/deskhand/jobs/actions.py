"""What administrators do to jobs."""

from __future__ import annotations

from django.db import connection, transaction

from deskhand.jobs.models import Job, JobState
from deskhand.jobs.queue import now_sql
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound


@transaction.atomic
def try_again(*, actor: Actor, job_id: int) -> Job:
    """Make a dead or parked job ready with all its tries. Raises NotFound if it is not dead any more."""
    actor.need("jobs.retry")
    job = Job.objects.select_for_update().filter(pk=job_id, state__in=[JobState.DEAD, JobState.PARKED]).first()
    if job is None:
        raise NotFound
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE jobs_job SET state = 'ready', attempts = 0, due_ms = {now_sql()}, ended_ms = NULL WHERE id = %s",  # noqa: S608
            [job.pk],
        )
    job.refresh_from_db()
    return job
