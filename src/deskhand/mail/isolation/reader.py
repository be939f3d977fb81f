"""The worker's end: readers are started when they are needed, kept warm, and replaced when one is worn out or lost."""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from socket import socketpair
from typing import Any

import deskhand
from deskhand.mail.isolation import wire
from deskhand.mail.isolation.limits import LETTERS_BY_ONE, Limits

STARTS_WITHIN = 60.0
"""Seconds that a reader may take to start, on top of its first letter."""

KEPT = 2
"""Readers that are kept when nothing is read."""


class Lost(Exception):
    """The reader ended before it answered. ``is_late``: it used up its time."""

    def __init__(self, *, is_late: bool) -> None:
        super().__init__("time" if is_late else "lost")
        self.is_late = is_late


class Reader:
    """One process that reads letters, one at a time."""

    def __init__(self) -> None:
        self._line, theirs = socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 (our own program)
                [sys.executable, "-P", "-m", "deskhand.mail.isolation.child", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={"PYTHONPATH": str(Path(deskhand.__file__).parent.parent), "PYTHONUTF8": "1"},
            )
        self._count = 0

    @property
    def is_usable(self) -> bool:
        """True while it lives and is not worn out."""
        return self._count < LETTERS_BY_ONE and self._process.poll() is None

    def ask(self, request: dict[str, Any], contents: Sequence[bytes], limits: Limits) -> tuple[Any, list[bytes]]:
        """Its answer. Raises Lost if there is none within the limits; then the reader is gone."""
        self._line.settimeout(limits.wait + (0 if self._count else STARTS_WITHIN))
        self._count += 1
        try:
            wire.send(self._line, {**request, "cpu": limits.cpu, "memory": limits.memory}, contents)
            return wire.receive(self._line, limits.memory)
        except TimeoutError as error:
            self.end()
            raise Lost(is_late=True) from error
        except (EOFError, ConnectionError) as error:
            raise Lost(is_late=self.end() == -signal.SIGPROF) from error
        except wire.Garbled as error:
            self.end()
            raise Lost(is_late=False) from error

    def end(self) -> int:
        """End it, if it has not ended; how it did, as :attr:`subprocess.Popen.returncode` says it."""
        self._line.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(1.0)
        self._process.kill()
        return self._process.wait()


_idle: list[Reader] = []
_lock = threading.Lock()
_owner = os.getpid()


@contextlib.contextmanager
def borrowed() -> Iterator[Reader]:
    """A reader for one question; it goes back when it can be used again."""
    reader = _taken() or Reader()
    try:
        yield reader
    finally:
        _given_back(reader)


@contextlib.contextmanager
def used_once() -> Iterator[Reader]:
    """A reader for one question that ends with it."""
    reader = Reader()
    try:
        yield reader
    finally:
        reader.end()


def end_all() -> None:
    """End the readers that wait."""
    while (reader := _taken()) is not None:
        reader.end()


atexit.register(end_all)


def _taken() -> Reader | None:
    global _owner
    with _lock:
        if _owner != os.getpid():  # A fork has copies of lines that belong to its parent.
            _idle.clear()
            _owner = os.getpid()
        while _idle:
            reader = _idle.pop()
            if reader.is_usable:
                return reader
            reader.end()
    return None


def _given_back(reader: Reader) -> None:
    with _lock:
        if reader.is_usable and len(_idle) < KEPT:
            _idle.append(reader)
            return
    reader.end()
