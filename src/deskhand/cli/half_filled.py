"""A demo whose filling was interrupted: known by a mark in the folder, never served as if it were whole.

The mark is made before the first row and goes after the last; the process that fills holds a lock on it, which the
system lets go however the process ends.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deskhand.cli.surroundings import fail, say
from deskhand.kernel.config import ConfigError, read_config

MARK = "demo-is-being-filled"
DATABASE = "deskhand.sqlite3"


@contextmanager
def filling(data: Path) -> Iterator[None]:
    """Mark the folder while it is filled. An error or a kill leaves the mark."""
    mark = data / MARK
    with mark.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
        mark.unlink()


def refuse(data: Path) -> None:
    """End the command if the folder's demo is not whole."""
    if _mark_in(data) is not None:
        fail(
            f"{data} holds a demo whose filling was interrupted. Run `deskhand demo` on it again, which starts anew, "
            "or remove the folder."
        )


def forget(data: Path) -> None:
    """Before a demo is filled: take away what an interrupted filling left in the folder."""
    mark = _mark_in(data)
    if mark is None:
        return
    if _database_url():
        fail(f"the filling of this demo was interrupted: make its PostgreSQL database anew and remove {mark}.")
    say("Removing a demo whose filling was interrupted ...")
    for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"):
        (data / name).unlink(missing_ok=True)
    shutil.rmtree(data / "files", ignore_errors=True)
    mark.unlink()


def _mark_in(data: Path) -> Path | None:
    """The mark of an interrupted filling, if there is one. Ends the command while a filling goes on."""
    mark = data / MARK
    if not mark.exists():
        return None
    if _is_held(mark):
        fail(f"{data} is being filled with a demo by another process: wait until it is done.")
    return mark


def _is_held(mark: Path) -> bool:
    with mark.open("r") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _database_url() -> str:
    try:
        return read_config(os.environ).database_url
    except ConfigError as error:
        fail(error)
