"""One service for all xdist workers of a run: the first that needs it starts it, the last that leaves stops it."""

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Facts = dict[str, Any]
"""What another process needs to know to use, and to stop, a service that it did not start; plain JSON."""


@dataclass(frozen=True)
class Shared:
    """A service named `name` whose facts lie in `folder`, which all workers of the run have in common."""

    folder: Path
    name: str

    @contextmanager
    def lease(self, start: Callable[[], Facts], stop: Callable[[Facts], None]) -> Iterator[Facts]:
        """Use the service. `start` gives its facts; `stop` gets them, perhaps in another process."""
        with self._locked() as state:
            facts = state["facts"] if state["users"] else start()
            self._write(facts, [*state["users"], os.getpid()])
        try:
            yield facts
        finally:
            with self._locked() as state:
                remaining = list(state["users"])
                remaining.remove(os.getpid())
                if not remaining:
                    stop(facts)
                self._write(facts, remaining)

    @contextmanager
    def _locked(self) -> Iterator[Facts]:
        with (self.folder / f"{self.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            file = self.folder / f"{self.name}.json"
            yield json.loads(file.read_text()) if file.exists() else {"facts": {}, "users": []}

    def _write(self, facts: Facts, users: list[int]) -> None:
        (self.folder / f"{self.name}.json").write_text(json.dumps({"facts": facts, "users": users}))
