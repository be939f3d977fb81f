"""Kinds of jobs, and putting one into the queue within the transaction that caused it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection, transaction

from deskhand.kernel import modules

ATTEMPTS = 8
"""Tries before a job is dead, unless its kind says otherwise."""

LEASE_SECONDS = 60
"""How long a job belongs to whoever took it, unless its kind says otherwise. It is renewed while the work goes on."""

Finish = Callable[[], None]


@dataclass(frozen=True)
class JobKind:
    """A registered kind of work.

    ``outside`` false: ``run`` is short and works inside the transaction that also acknowledges the job.
    ``outside`` true: ``run`` works without a transaction (sockets, parsing) and may return a function that writes the
    effect; that one runs in the transaction of the acknowledgement.
    ``together`` above 1: so many jobs of the kind that wait are taken at once, and end in one transaction with a
    savepoint each. It may be above 1 only for kinds with ``outside`` whose jobs need no order among others.
    """

    name: str
    run: Callable[..., Finish | None]
    outside: bool
    queue: str
    attempts: int
    lease_seconds: int
    back_off: Callable[[int], float]
    together: int = 1

    def put(
        self,
        *,
        ordering_key: str = "",
        unique_key: str | None = None,
        delay_seconds: float = 0,
        priority: int = 0,
        module: str = "",
        desk_id: int | None = None,
        **args: Any,
    ) -> int | None:
        """Enqueue in the caller's transaction. Returns the job's id, or None if one with ``unique_key`` waits.

        A job of a module (``module``: the one whose file the kind stands in, unless said otherwise) is parked while
        the module is off on the desk; without a desk, while it is off everywhere.
        """
        return _insert(self, ordering_key, unique_key, delay_seconds, priority, module or self.module, desk_id, args)

    @property
    def module(self) -> str:
        """The label of the module whose kind this is; empty for the core."""
        return modules.owner(self.name)


_kinds: dict[str, JobKind] = {}


def doubling(attempt: int) -> float:
    """Seconds to wait after try ``attempt`` (from 1): 2, 4, 8 ... at most one hour."""
    return float(min(2**attempt, 3600))


def job(
    *,
    outside: bool = False,
    queue: str = "default",
    attempts: int = ATTEMPTS,
    lease_seconds: int = LEASE_SECONDS,
    back_off: Callable[[int], float] = doubling,
    together: int = 1,
) -> Callable[[Callable[..., Finish | None]], JobKind]:
    """Make a kind of job of a function. It may run twice for one job and must not mind."""

    def register(function: Callable[..., Finish | None]) -> JobKind:
        name = f"{function.__module__}.{function.__qualname__}"
        _kinds[name] = JobKind(name, function, outside, queue, attempts, lease_seconds, back_off, together)
        return _kinds[name]

    return register


def hurry(unique_key: str, *, priority: int | None = None, also_running: bool = False) -> bool:
    """Make the waiting job with this key due now, at least as urgent as ``priority``. Returns whether there was one.

    ``also_running`` touches a running one, too: it cannot be acknowledged before the caller has committed, and then
    sees what the caller wrote.
    """
    states = "('ready', 'running')" if also_running else "('ready')"
    urgent = "CASE WHEN priority < %s THEN %s ELSE priority END" if priority is not None else "priority"
    values = [priority, priority] if priority is not None else []
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE jobs_job SET due_ms = {now_sql()}, priority = {urgent} "  # noqa: S608
            f"WHERE unique_key = %s AND state IN {states}",
            [*values, unique_key],
        )
        found = bool(cursor.rowcount)
    _ring_once()
    return found


def kind(name: str) -> JobKind | None:
    return _kinds.get(name)


def queues() -> list[str]:
    """The lanes that workers serve."""
    return sorted({one.queue for one in _kinds.values()} | {"default"})


def lease_of(queue: str) -> int:
    """The lease under which jobs of a lane are taken, in seconds: the shortest of its kinds. What a dead worker had at
    hand is taken back after it."""
    return min([LEASE_SECONDS, *(one.lease_seconds for one in _kinds.values() if one.queue == queue)])


def now_sql() -> str:
    """SQL for the database's clock in milliseconds."""
    if connection.vendor == "sqlite":
        return "CAST((julianday('now') - 2440587.5) * 86400000.0 AS INTEGER)"
    return "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)"


def _insert(
    kind: JobKind,
    ordering_key: str,
    unique_key: str | None,
    delay_seconds: float,
    priority: int,
    module: str,
    desk_id: int | None,
    args: dict[str, Any],
) -> int | None:
    values = [kind.name, json.dumps(args), kind.queue, ordering_key, unique_key, module, desk_id, priority]
    with connection.cursor() as cursor:
        cursor.execute(_put_sql(connection.vendor), [*values, int(delay_seconds * 1000)])
        row = cursor.fetchone()
    if row:
        _ring_once()
    return row[0] if row else None


@cache
def _put_sql(_vendor: str) -> str:
    return f"""
        INSERT INTO jobs_job (name, args, queue, ordering_key, unique_key, module, desk_id, priority, state,
                              due_ms, worker, attempts, error, made_ms)
        VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 'ready', {now_sql()} + %s, '', 0, '', {now_sql()})
        ON CONFLICT (unique_key) WHERE state IN ('ready', 'running') DO NOTHING
        RETURNING id"""  # noqa: S608 (only now_sql() is put in, which is ours)


def _ring_once() -> None:
    """Ring when the transaction is committed: once, however many jobs it puts. What was asked for within a savepoint
    that is undone does not count."""
    around = set(connection.savepoint_ids)
    if not any(asked[1] is _wake and asked[0] <= around for asked in connection.run_on_commit):
        transaction.on_commit(_wake)


def _wake() -> None:
    from deskhand.jobs import wake

    wake.ring()
