"""Running one claimed job: work, effect and acknowledgement, or the next try."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import structlog
from django.db import close_old_connections, connection, connections, transaction

from deskhand.jobs import claims, parking, together
from deskhand.jobs.claims import Claimed
from deskhand.jobs.queue import Finish, JobKind, kind, lease_of

log = structlog.get_logger(__name__)

ERROR_LIMIT = 4000
"""Characters kept of a failure's traceback."""


class TryLater(Exception):
    """Raised by a job to be tried again after ``seconds`` without counting as a fault."""

    def __init__(self, seconds: float, why: str) -> None:
        super().__init__(why)
        self.seconds = seconds


class NotOurs(Exception):
    """The lease was lost while working; another worker has the job."""


def run_next(worker: str, queue: str) -> bool:
    """Claim and run one job, or several of a kind that is run together. False if there was nothing to do."""
    claimed = claims.claim(worker, queue, lease_of(queue))
    if claimed is None:
        return False
    alike = _alike(claimed, queue)
    if alike:
        together.run([claimed, *alike])
    else:
        run(claimed)
    return True


def _alike(claimed: Claimed, queue: str) -> list[Claimed]:
    found = kind(claimed.name)
    if found is None or found.together == 1 or claimed.attempt > 1:
        return []
    return claims.claim_alike(claimed, queue, found.together - 1, lease_of(queue))


def run(claimed: Claimed) -> None:
    """Run a claimed job to its end: done, another try, or dead; parked if its module is off."""
    if parking.is_parked(claimed):
        return
    found = kind(claimed.name)
    if found is None:
        claims.bury(claimed, f"The program has no job {claimed.name!r} any more.")
        return
    try:
        with heartbeat([claimed], found.lease_seconds):
            _work(found, claimed)
    except Exception as error:  # noqa: BLE001 (every fault of a job ends here, and is kept on its row)
        ended_badly(found, claimed, error)


def _work(found: JobKind, claimed: Claimed) -> None:
    if found.outside:
        finish = found.run(**claimed.args)
        _acknowledged(claimed, finish)
    else:
        _acknowledged(claimed, lambda: found.run(**claimed.args) and None)


def ended_badly(found: JobKind, claimed: Claimed, error: Exception) -> None:
    """What becomes of a job whose work raised ``error``: another try, or dead."""
    if isinstance(error, TryLater):
        claims.postpone(claimed, error.seconds, str(error))
    elif isinstance(error, NotOurs):
        log.warning("job.lost_lease", job=claimed.id, name=claimed.name)
    else:
        _failed(found, claimed, error)


def _acknowledged(claimed: Claimed, effect: Finish | None) -> None:
    with transaction.atomic():
        if not claims.acknowledge(claimed):
            raise NotOurs
        if effect is not None:
            effect()


def _failed(found: JobKind, claimed: Claimed, error: Exception) -> None:
    text = "".join(traceback.format_exception(error))[-ERROR_LIMIT:]
    log.error("job.failed", job=claimed.id, name=claimed.name, attempt=claimed.attempt, exc_info=error)
    if not connection.in_atomic_block:  # A connection that broke while working must not break the bookkeeping.
        close_old_connections()
    if claimed.attempt >= found.attempts:
        claims.bury(claimed, text)
    else:
        claims.postpone(claimed, found.back_off(claimed.attempt), text)


@contextmanager
def heartbeat(held: Sequence[Claimed], lease_seconds: int) -> Iterator[None]:
    """Renew the leases from a thread of its own while the work goes on; short work never starts the thread."""
    over = threading.Event()

    def beat() -> None:
        try:
            while not over.wait(lease_seconds / 3):
                for claimed in held:
                    claims.renew(claimed, lease_seconds)
        finally:
            connections.close_all()

    timer = threading.Timer(lease_seconds / 4, beat)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        over.set()
        timer.cancel()
