"""The command as a terminal runs it: a process of its own, on a data folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.services.installed import install

SECONDS = 120
"""Longest time for one command of the tests."""


class Terminal:
    """Runs ``deskhand`` on one data folder."""

    def __init__(self, data: Path, **environment: str) -> None:
        self.data = data
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DESKHAND_")}
        self.environment = {**kept, "DESKHAND_DATA": str(data), **environment}

    def run(self, *words: str, stdin: bytes = b"", code: int | None = 0) -> subprocess.CompletedProcess[bytes]:
        """Run one command; its exit code must be ``code`` unless that is None."""
        command = [sys.executable, "-m", "deskhand", *words]
        done = subprocess.run(command, input=stdin, capture_output=True, env=self.environment, timeout=SECONDS)
        if code is not None:
            assert done.returncode == code, f"{words}: {done.returncode}\n{done.stdout!r}\n{done.stderr.decode()}"
        return done

    def begin(self) -> Terminal:
        """Give the folder an installation without anybody in it."""
        install(self.data)
        return self

    def out(self, *words: str, stdin: bytes = b"") -> str:
        """What a command prints on standard output."""
        return self.run(*words, stdin=stdin).stdout.decode().strip()

    def json(self, *words: str) -> Any:
        """The one object that a command prints with ``--json``."""
        return json.loads(self.run(*words, "--json").stdout)

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start a command that goes on."""
        command = [sys.executable, "-m", "deskhand", *words]
        return subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
        )
