"""Running several jobs of one kind: each works by itself, and they end in one transaction with a savepoint each. One
that fails undoes only itself, and is tried again alone."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from time import monotonic

from django.db import InterfaceError, OperationalError, transaction

from deskhand.jobs import claims, running
from deskhand.jobs.claims import Claimed
from deskhand.jobs.queue import Finish, JobKind, kind
from deskhand.kernel import sharing

LONGEST_SECONDS = 0.1
"""After this time a transaction that ends jobs is committed, and the rest end in the next: on SQLite everybody who
writes waits for it."""

WORK_SECONDS = 0.25
"""After this time what has been worked on is ended before the next is begun, so that little is held in memory."""

Worked = tuple[Claimed, Finish | None]


def run(many: Sequence[Claimed]) -> None:
    """Run claimed jobs of one kind to their ends."""
    found = kind(many[0].name)
    if found is None or not found.outside:
        raise ValueError(f"{many[0].name} is no kind that runs together")
    with running.heartbeat(many, found.lease_seconds), sharing.shared():
        waiting = deque(many)
        while waiting:
            worked = _worked_some(found, waiting)
            while worked:
                _ended_some(found, worked)


def _worked_some(found: JobKind, waiting: deque[Claimed]) -> deque[Worked]:
    done: deque[Worked] = deque()
    until = monotonic() + WORK_SECONDS
    while waiting and monotonic() < until:
        claimed = waiting.popleft()
        try:
            done.append((claimed, found.run(**claimed.args)))
        except Exception as error:  # noqa: BLE001 (kept on the job's row)
            running.ended_badly(found, claimed, error)
    return done


def _ended_some(found: JobKind, waiting: deque[Worked]) -> None:
    """End what fits into one transaction. If that fails as a whole, its jobs are tried again, each alone."""
    taken: list[Claimed] = []
    failed: list[tuple[Claimed, Exception]] = []
    until = monotonic() + LONGEST_SECONDS
    try:
        with transaction.atomic():
            while waiting and monotonic() < until:
                claimed, finish = waiting.popleft()
                taken.append(claimed)
                try:
                    _ended(claimed, finish)
                except (OperationalError, InterfaceError):
                    raise
                except Exception as error:  # noqa: BLE001 (kept on the job's row)
                    failed.append((claimed, error))
    except Exception as error:  # noqa: BLE001 (kept on the rows of all that were in it)
        failed = [(claimed, error) for claimed in taken]
    for claimed, fault in failed:
        running.ended_badly(found, claimed, fault)


def _ended(claimed: Claimed, finish: Finish | None) -> None:
    with transaction.atomic():
        if not claims.acknowledge(claimed):
            raise running.NotOurs
        if finish is not None:
            finish()
