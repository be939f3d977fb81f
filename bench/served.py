"""An installation under measurement: furnished, served, with the floors served beside it on the same database."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench import workload
from bench.caller import Caller
from tests.services.dovecot import Dovecot
from tests.services.postgres import PostgresCluster
from tests.services.service import LOOPBACK, answers, free_port, wait_until
from tests.services.smtp import SmtpReceiver

STARTS_WITHIN = 120.0
WORKERS, THREADS = 2, 4
"""Processes and threads of the product's web server (its defaults), and of the floors'."""
ACCOUNT = ("bench", "bench-password")


class Installation:
    """One data folder with its process trees. ``facts`` is what furnishing told; ``roots`` are the trees whose CPU
    a request costs: the product's (or the floors') and the database server's."""

    def __init__(
        self, folder: Path, environment: Mapping[str, str], facts: dict[str, Any], database: list[int]
    ) -> None:
        self.folder, self.environment, self.facts, self.database = folder, dict(environment), facts, database
        self.port, self.floor_port = free_port(), free_port()
        self.environment["DESKHAND_BASE_URL"] = f"http://{LOOPBACK}:{self.port}"
        self._started: list[subprocess.Popen[bytes]] = []

    @property
    def roots(self) -> list[int]:
        return [self._started[0].pid, *self.database]

    @property
    def floor_roots(self) -> list[int]:
        return [self._started[1].pid, *self.database]

    def start(self) -> None:
        """Serve the product as its users do, and the floors under the same web server."""
        self._start(self.port, "-m", "deskhand", "serve", "--bind", f"{LOOPBACK}:{self.port}")
        self._start(
            self.floor_port, "-m", "granian", "--interface", "wsgi", "bench.floors.views:application",
            "--host", LOOPBACK, "--port", str(self.floor_port), "--no-ws", "--workers", str(WORKERS),
            "--blocking-threads", str(THREADS), "--log-level", "warning",
        )  # fmt: skip

    def _start(self, port: int, *command: str) -> None:
        with (self.folder / "served.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *command], env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self._started.append(process)
        wait_until(lambda: answers(port), f"the start of {command[1]}", STARTS_WITHIN)

    def stop(self) -> None:
        """End both trees."""
        for process in self._started:
            process.send_signal(signal.SIGTERM)
        for process in self._started:
            process.wait(timeout=40)

    def agent(self) -> Caller:
        """A browser in which an agent is signed in."""
        caller = Caller(self.port)
        caller.sign_in(urlsplit(self.facts["link"]).path)
        return caller

    def script(self) -> Caller:
        """A program with an agent's token."""
        return Caller(self.port, self.facts["token"])

    def floors(self) -> Caller:
        """A caller of the floors."""
        return Caller(self.floor_port)


class Inside:
    """A program on the installation's database, asked a line at a time (see :mod:`bench.inside`)."""

    def __init__(self, installation: Installation) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.inside"],
            env=installation.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, verb: str) -> Any:
        """What it answers to one of its verbs."""
        pipe, answer = self._process.stdin, self._process.stdout
        if pipe is None or answer is None:
            raise RuntimeError("it was started without pipes")
        pipe.write(verb + "\n")
        pipe.flush()
        return json.loads(answer.readline())

    def close(self) -> None:
        """End it."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait(timeout=30)


@contextlib.contextmanager
def installed(
    tickets: int, postgres: PostgresCluster | None, dovecot: Dovecot, smtp: SmtpReceiver
) -> Iterator[Installation]:
    """An installation with so many tickets, served until the end of the block; everything of it is removed."""
    with tempfile.TemporaryDirectory(prefix="deskhand-bench-") as folder:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DESKHAND_")}
        environment |= {"DESKHAND_DATA": folder, "DESKHAND_SMTP_URL": smtp.url, "DESKHAND_LOG_LEVEL": "ERROR"}
        environment |= {"DESKHAND_WEB_WORKERS": str(WORKERS), "DESKHAND_WEB_THREADS": str(THREADS)}
        database: list[int] = []
        if postgres is not None:
            environment["DESKHAND_DATABASE_URL"] = postgres.create_database(f"bench_{tickets}")
            database = [int((postgres.folder / "cluster" / "postmaster.pid").read_text().split()[0])]
        account = (f"{ACCOUNT[0]}-{tickets}-{'pg' if postgres else 'lite'}", ACCOUNT[1])
        dovecot.add_user(*account)
        facts = _furnished(tickets, environment, str(dovecot.port), *account)
        found = Installation(Path(folder), environment, {**facts, "account": account[0]}, database)
        try:
            found.start()
            yield found
        finally:
            found.stop()


def alone(program: str, postgres: PostgresCluster | None, count: int) -> dict[str, Any]:
    """What a program of the bench prints that works by itself on an empty installation."""
    with tempfile.TemporaryDirectory(prefix="deskhand-bench-") as folder:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DESKHAND_")}
        environment |= {"DESKHAND_DATA": folder, "DESKHAND_LOG_LEVEL": "ERROR"}
        if postgres is not None:
            environment["DESKHAND_DATABASE_URL"] = postgres.create_database("bench_alone")
        command = [sys.executable, "-m", program, str(count)]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _furnished(tickets: int, environment: Mapping[str, str], *imap: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.furnish", str(tickets), *imap]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    facts: dict[str, Any] = json.loads(done.stdout)
    return facts


def subject_of(installation: Installation, number: int) -> str:
    """The subject that the ticket of this number was given."""
    place = number - int(installation.facts["first"]) + 1
    return workload.subject_of(place)
