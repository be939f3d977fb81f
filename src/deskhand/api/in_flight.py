"""One request at a time for each Idempotency-Key, on every node, without a write: locks that end with their holder.

PostgreSQL has advisory locks for this. With SQLite all processes are on one machine: a lock on one byte of a file,
which the system takes back when a process dies. Two keys that share a byte by chance refuse each other with 409 for
that moment, and nothing worse.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from deskhand.api.faults import InFlight

_BYTES = 2**31 - 1
_lock = threading.Lock()
_held: set[int] = set()
_files: dict[int, int] = {}


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Hold the name within the block. Raises InFlight if somebody else holds it."""
    place = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") % _BYTES
    if not _taken_here(place):
        raise _refusal()
    try:
        with _advisory(place) if connection.vendor == "postgresql" else _of_file(place):
            yield
    finally:
        with _lock:
            _held.discard(place)


def _taken_here(place: int) -> bool:
    """Threads of one process share their locks: they are told apart by a set."""
    with _lock:
        if place in _held:
            return False
        _held.add(place)
        return True


@contextmanager
def _advisory(place: int) -> Iterator[None]:
    """The database gives the lock back when the transaction ends, however it ends."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_SPACE, place])
            is_ours = cursor.fetchone()[0]
        if not is_ours:
            raise _refusal()
        yield


_SPACE = 0x64657368
"""The first half of our advisory locks' names."""


@contextmanager
def _of_file(place: int) -> Iterator[None]:
    file = _file()
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
    except OSError:
        raise _refusal() from None
    try:
        yield
    finally:
        fcntl.lockf(file, fcntl.LOCK_UN, 1, place)


def _file() -> int:
    """The lock file of this process, open for as long as it lives: closing it anywhere would end all its locks."""
    pid = os.getpid()
    with _lock:
        if pid not in _files:
            folder = settings.DESKHAND.data / "run"
            folder.mkdir(parents=True, exist_ok=True)
            _files[pid] = os.open(folder / "api-keys.lock", os.O_RDWR | os.O_CREAT, 0o600)
        return _files[pid]


def _refusal() -> InFlight:
    return InFlight(_("The request with this Idempotency-Key is being answered just now. Ask again in a second."))
