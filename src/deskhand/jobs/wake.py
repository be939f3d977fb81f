"""A bell between processes of one machine: whoever commits a job rings, a waiting worker looks at once.

It is only a hint. Workers look by themselves every half second, so a lost ring costs half a second.
"""

from __future__ import annotations

import contextlib
import os
import socket
from pathlib import Path

from django.conf import settings

LONGEST_PATH = 100
"""Unix socket paths are limited to about 107 bytes; longer data folders go without the bell."""


def _path(name: str = "") -> Path:
    folder: Path = settings.DESKHAND.data / "run"
    return folder / f"bell-{name}" if name else folder


def listen(name: str) -> socket.socket | None:
    """A datagram socket that hears rings, or None where the system cannot have one."""
    path = _path(name)
    if len(str(path)) > LONGEST_PATH:
        return None
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.unlink(missing_ok=True)
    bell = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    bell.bind(str(path))
    return bell


def ring() -> None:
    """Wake the workers of this machine; nobody listening is fine."""
    folder = f"{settings.DESKHAND.data}/run"
    try:
        with os.scandir(folder) as found:
            bells = [one.path for one in found if one.name.startswith("bell-")]
    except OSError:
        return
    for path in bells:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
            out.setblocking(False)
            out.sendto(b"!", path)


def hear(bell: socket.socket | None, seconds: float) -> None:
    """Wait for a ring, at most ``seconds``."""
    if bell is None:
        import time

        time.sleep(seconds)
        return
    bell.settimeout(seconds)
    with contextlib.suppress(TimeoutError, BlockingIOError):
        bell.recv(16)
        bell.setblocking(False)
        while bell.recv(16):
            pass


def hang_up(bell: socket.socket | None, name: str) -> None:
    if bell is not None:
        bell.close()
        with contextlib.suppress(OSError):
            _path(name).unlink()
