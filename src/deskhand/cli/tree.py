"""The process tree of ``deskhand serve``: web processes, the worker, and the process that takes mail if there is any to
take; watched, restarted, ended in order."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import DatabaseError, connection

DRAIN_SECONDS = 25.0
"""How long children may finish what is at hand after SIGTERM before they are killed."""

FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0
"""Seconds before a child that ended is started again; doubled each time, forgotten after a minute of health."""

LOOK_AGAIN_SECONDS = 20.0
"""How often a child that nobody needs yet is asked for."""

_PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """A process that should be there, from the moment at which it is wanted."""

    name: str
    command: Sequence[str]
    is_wanted: Callable[[], bool] = lambda: True
    process: subprocess.Popen[bytes] | None = None
    wait: float = FIRST_WAIT
    started: float = 0.0
    next_start: float = field(default=0.0)


class Tree:
    """Starts the children and stays with them until SIGTERM or SIGINT."""

    def __init__(self, host: str, port: int, only: str, say: Callable[[str], None]) -> None:
        self.say = say
        self.stopping = False
        self.children = []
        if only != "worker":
            self.children.append(Child("web", _web_command(host, port)))
        if only != "web":
            self.children.append(Child("worker", [sys.executable, "-m", "deskhand.cli.work"]))
            self.children.append(Child("mail", [sys.executable, "-m", "deskhand.cli.mailroom"], mail_is_taken))

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        while not self.stopping:
            for child in self.children:
                self._look_after(child)
            time.sleep(0.2)
        self._end()

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is not None and child.process.poll() is None:
            if now - child.started > 60:
                child.wait = FIRST_WAIT
            return
        if child.process is not None:
            _sweep(child.process.pid)
            self.say(f"{child.name} ended with {child.process.returncode}; starting it again in {child.wait:g} s.")
            child.process, child.next_start = None, now + child.wait
            child.wait = min(child.wait * 2, LONGEST_WAIT)
        if now < child.next_start:
            return
        if not child.is_wanted():
            child.next_start = now + LOOK_AGAIN_SECONDS
        else:
            child.process = subprocess.Popen(list(child.command), start_new_session=True, preexec_fn=_die_with_parent)  # noqa: S603, PLW1509
            child.started = now

    def _end(self) -> None:
        running = [
            child.process for child in self.children if child.process is not None and child.process.poll() is None
        ]
        for process in running:
            process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + DRAIN_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            _sweep(process.pid)


def mail_is_taken() -> bool:
    """True if a mail server may hand letters over, or a mailbox is to be watched."""
    from deskhand.mail.listening.places import Listening
    from deskhand.mail.queries import has_watched_mailboxes

    if Listening.of(settings.DESKHAND).is_wanted:
        return True
    try:
        return has_watched_mailboxes()
    except DatabaseError:  # The worker tells of it; here it is asked again.
        return False
    finally:
        connection.close()


def _web_command(host: str, port: int) -> list[str]:
    config = settings.DESKHAND
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "deskhand.wsgi:application",
        "--host", host, "--port", str(port), "--no-ws",
        "--workers", str(config.web_workers), "--blocking-threads", str(config.web_threads),
        "--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "20",
        "--log-level", "warning",
    ]  # fmt: skip


def _sweep(leader: int) -> None:
    """End what a child that is gone left behind: the workers of a web server that was killed outlive it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def _die_with_parent() -> None:
    """A child does not outlive a supervisor that was killed (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
