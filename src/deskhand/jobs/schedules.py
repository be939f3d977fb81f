"""Housekeeping of the queue itself."""

from __future__ import annotations

from django.db import connection

from deskhand.jobs.queue import job, now_sql
from deskhand.jobs.schedule import every

KEEP_DONE_MS = 24 * 3600 * 1000
"""Finished jobs are kept a day for those who look."""


@job()
def sweep_done() -> None:
    """Remove finished jobs after a day, and signs of life of workers long gone."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM jobs_job WHERE state = 'done' AND ended_ms < {now_sql()} - {KEEP_DONE_MS}")  # noqa: S608
        cursor.execute(f"DELETE FROM jobs_workerbeat WHERE beat_ms < {now_sql()} - {KEEP_DONE_MS}")  # noqa: S608


every(600, sweep_done)
