"""What the services share: start and stop as a context, a free port, waiting for an answer."""

import socket
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

LOOPBACK = "127.0.0.1"
PATIENCE = 20.0
"""Seconds that a server may take to answer on a busy machine."""
PAUSE = 0.02
"""Seconds between two looks."""


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
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


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
