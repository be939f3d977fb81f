"""The worker process: one thread for each lane, leases, schedules, and an orderly end."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import threading
import time

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections, connection, connections

from deskhand.jobs import claims, schedule, wake
from deskhand.jobs.queue import now_sql, queues
from deskhand.jobs.running import run_next

log = structlog.get_logger(__name__)

LOOK_SECONDS = 0.5
"""How long a worker waits for the bell before it looks by itself."""

BEAT_SECONDS = 5.0
"""How often a worker gives a sign of life and takes back jobs of the dead."""

FIRST_PATIENCE = 60.0
"""How many seconds a worker that begins waits for a database that is away."""

LANES = {"default": 1, "network": 3, "letters": 3, "slow_letters": 2, "webhooks": 2}
"""Threads for each queue. One for the database's work (SQLite has one writer), several for what waits on sockets: mail
that is fetched, mail that is sent (apart from it, where the server is slow), and the servers of strangers, so that none
of these delays another."""


class Worker:
    """Serves all queues until :meth:`stop`."""

    def __init__(self, name: str = "") -> None:
        self.name = name or f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(3)}"
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Finish the jobs at hand and end."""
        self._stopping.set()
        wake.ring()

    def run(self) -> None:
        """Work until stopped. Call from the main thread: it takes SIGTERM and SIGINT."""
        signal.signal(signal.SIGTERM, lambda *_: self.stop())
        signal.signal(signal.SIGINT, lambda *_: self.stop())
        self._prepare()
        lanes = [
            threading.Thread(target=self._serve, args=(queue, number), name=f"{queue}-{number}")
            for queue in queues()
            for number in range(LANES.get(queue, 1))
        ]
        for lane in lanes:
            lane.start()
        self._keep_house()
        for lane in lanes:
            lane.join()
        connections.close_all()

    def _prepare(self) -> None:
        """Make the schedules' rows. A worker that begins while the database restarts waits for it."""
        deadline = time.monotonic() + FIRST_PATIENCE
        while not self._stopping.is_set():
            try:
                schedule.prepare()
                return
            except (OperationalError, InterfaceError):
                if time.monotonic() > deadline:
                    raise
                log.exception("worker.database")
                close_old_connections()
                self._stopping.wait(1.0)

    def _serve(self, queue: str, number: int) -> None:
        name = f"{os.getpid()}-{queue}-{number}"
        bell = wake.listen(name)
        try:
            while not self._stopping.is_set():
                if not self._one(queue):
                    wake.hear(bell, LOOK_SECONDS)
        finally:
            wake.hang_up(bell, name)
            connections.close_all()

    def _one(self, queue: str) -> bool:
        try:
            return run_next(self.name, queue)
        except (DatabaseError, InterfaceError):  # The database is away or busy: say so, wait, look again.
            log.exception("worker.database")
            close_old_connections()
            self._stopping.wait(1.0)
            return False
        except Exception:  # A lane that ends would leave its jobs to nobody while the worker looks alive.
            log.exception("worker.fault")
            close_old_connections()
            self._stopping.wait(1.0)
            return False

    def _keep_house(self) -> None:
        next_beat = 0.0
        while not self._stopping.wait(0.25):
            try:
                schedule.put_due()
                if time.monotonic() >= next_beat:
                    next_beat = time.monotonic() + BEAT_SECONDS
                    claims.take_back_expired()
                    self._beat()
            except (DatabaseError, InterfaceError):
                log.exception("worker.database")
                close_old_connections()
                self._stopping.wait(1.0)

    def _beat(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"""INSERT INTO jobs_workerbeat (worker, beat_ms) VALUES (%s, {now_sql()})
                    ON CONFLICT (worker) DO UPDATE SET beat_ms = excluded.beat_ms""",  # noqa: S608
                [self.name],
            )


def run_until_idle(limit: int = 10_000) -> int:
    """Run due jobs of all queues in this thread until none is left. Returns how many ran (tests, command line)."""
    count = 0
    while count < limit and any(run_next("inline", queue) for queue in queues()):
        count += 1
    return count
