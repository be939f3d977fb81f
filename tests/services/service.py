"""What the services share: start and stop as a context, a free port, waiting for an answer."""

import os
import secrets
import socket
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

LOOPBACK = "127.0.0.1"
PATIENCE = 180.0
"""Seconds that a server may take to answer on a busy machine."""
PORTS = range(10_240, 32_768)
"""Below those that Linux hands out by itself: one of them would be lost to any connection made meanwhile."""
WORKERS = 16
"""Workers of a run that have ports of their own."""
PAUSE = 0.02
"""Seconds between two looks."""


_given: set[int] = set()


class Service:
    """Something with `start()` and `stop()`; `with` does both."""

    def start(self) -> None:
        """Return when the service answers."""
        raise NotImplementedError

    def stop(self) -> None:
        """End it and remove its folder; may be called twice."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


def free_port() -> int:
    """A port that nobody listens on at this moment, that the system gives to nobody who calls or asks for any, and that
    neither this worker nor another one of the run is given once more: a server may be down for a while."""
    while True:
        port = secrets.choice(_own_ports())
        with socket.socket() as probe:
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
        if port not in _given:
            _given.add(port)
            return port


def _own_ports() -> range:
    """Those of this worker of the run."""
    number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    return PORTS[int(number) % WORKERS :: WORKERS]


def answers(port: int) -> bool:
    """Whether somebody accepts connections on the port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


def wait_until(is_true: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
    """Look again and again; raises TimeoutError naming what did not happen within `patience` seconds."""
    deadline = time.monotonic() + patience
    while not is_true():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not happen within {patience:g} seconds")
        time.sleep(PAUSE)
