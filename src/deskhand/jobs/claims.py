"""Claiming and acknowledging jobs: short transactions, one UPDATE each, on both databases."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection

from deskhand.jobs.queue import LEASE_SECONDS, now_sql


@dataclass(frozen=True)
class Claimed:
    """A job under our lease. ``attempt`` counts from 1; ``module`` is empty for jobs of the core."""

    id: int
    name: str
    args: dict[str, Any]
    attempt: int
    worker: str
    module: str = ""
    desk_id: int | None = None


def claim(worker: str, queue: str, lease_seconds: int = LEASE_SECONDS) -> Claimed | None:
    """Take the next due job of a queue, or one whose worker's lease has run out. None if there is nothing to do.

    A job waits while an earlier one with its ordering key is unfinished.
    """
    lock = "" if connection.vendor == "sqlite" else "FOR UPDATE SKIP LOCKED"
    ready = f"""SELECT j.id FROM jobs_job j
        WHERE j.state = 'ready' AND j.queue = %s AND j.due_ms <= {now_sql()}
          AND (j.ordering_key = '' OR NOT EXISTS (
            SELECT 1 FROM jobs_job e WHERE e.ordering_key > '' AND e.ordering_key = j.ordering_key AND e.id < j.id
               AND e.state IN ('ready', 'running')))
        ORDER BY j.priority DESC, j.due_ms, j.id LIMIT 1 {lock}"""  # noqa: S608
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # An idle look must not take the write lock.
            cursor.execute(ready, [queue])
            if cursor.fetchone() is None:
                return None
        cursor.execute(
            f"""UPDATE jobs_job SET state = 'running', worker = %s, attempts = attempts + 1,
                       lease_ms = {now_sql()} + %s
                 WHERE id = ({ready}) RETURNING id, name, args, attempts, module, desk_id""",  # noqa: S608
            [worker, lease_seconds * 1000, queue],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    args = row[2] if isinstance(row[2], dict) else json.loads(row[2])
    return Claimed(row[0], row[1], args, row[3], worker, row[4], row[5])


def claim_alike(first: Claimed, queue: str, count: int, lease_seconds: int = LEASE_SECONDS) -> list[Claimed]:
    """Take up to so many further due jobs of the same kind that nobody has tried yet, in the order in which they came.
    One that was tried before runs alone: it may be what ended its worker."""
    chosen = f"""SELECT id FROM jobs_job
                  WHERE state = 'ready' AND queue = %s AND due_ms <= {now_sql()}
                    AND name = %s AND attempts = 0 AND ordering_key = '' AND module = ''
                  ORDER BY priority DESC, due_ms, id LIMIT %s"""  # noqa: S608
    # PostgreSQL may ask a query behind IN several times, and then its limit counts each time; an array is made once.
    is_sqlite = connection.vendor == "sqlite"
    among = f"IN ({chosen})" if is_sqlite else f"= ANY(ARRAY({chosen} FOR UPDATE SKIP LOCKED))"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE jobs_job SET state = 'running', worker = %s, attempts = attempts + 1,
                       lease_ms = {now_sql()} + %s
                 WHERE id {among} RETURNING id, args, attempts, desk_id""",  # noqa: S608
            [first.worker, lease_seconds * 1000, queue, first.name, count],
        )
        rows = cursor.fetchall()
    return [
        Claimed(pk, first.name, args if isinstance(args, dict) else json.loads(args), tries, first.worker, "", desk_id)
        for pk, args, tries, desk_id in sorted(rows)
    ]


def take_back_expired() -> int:
    """Make jobs ready again whose lease has run out: their worker is dead. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM jobs_job WHERE state = 'running' AND lease_ms < {now_sql()} LIMIT 1")  # noqa: S608
        if cursor.fetchone() is None:
            return 0
        cursor.execute(
            f"UPDATE jobs_job SET state = 'ready', worker = '' WHERE state = 'running' AND lease_ms < {now_sql()}"  # noqa: S608
        )
        return int(cursor.rowcount)


def renew(claimed: Claimed, lease_seconds: int) -> bool:
    """Prolong our lease. False if the job is no longer ours."""
    return _ours(claimed, f"lease_ms = {now_sql()} + {int(lease_seconds * 1000)}", [])


def acknowledge(claimed: Claimed) -> bool:
    """Mark done, inside the transaction of the effect. False if the job is no longer ours: then roll back."""
    return _ours(claimed, f"state = 'done', lease_ms = NULL, error = '', ended_ms = {now_sql()}", [])


def postpone(claimed: Claimed, seconds: float, error: str) -> bool:
    """Give back for another try after ``seconds``."""
    due = f"{now_sql()} + {int(seconds * 1000)}"
    return _ours(claimed, f"state = 'ready', lease_ms = NULL, worker = '', error = %s, due_ms = {due}", [error])


def bury(claimed: Claimed, error: str) -> bool:
    """No more tries: dead, for an administrator to see and to try again."""
    return _ours(claimed, f"state = 'dead', lease_ms = NULL, error = %s, ended_ms = {now_sql()}", [error])


def park(claimed: Claimed) -> bool:
    """The job's module is off: keep it until the module is on again."""
    return _ours(claimed, "state = 'parked', lease_ms = NULL, worker = ''", [])


def _ours(claimed: Claimed, assignment: str, values: list[Any]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE jobs_job SET {assignment} WHERE id = %s AND state = 'running' AND worker = %s AND attempts = %s",  # noqa: S608
            [*values, claimed.id, claimed.worker, claimed.attempt],
        )
        return bool(cursor.rowcount)
