"""The demo, started as a newcomer starts it, on a private port and folder."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import httpx

from tests.services.installed import install
from tests.services.service import LOOPBACK, Service, free_port, wait_until

START_SECONDS = 90.0
"""Filling the desk and starting takes about ten seconds on an idle machine."""
PERSONAS = ("administrator", "agent", "requester")


class ServedDemo(Service):
    """`deskhand demo` in a process tree of its own. `people` holds the addresses of the personas, `more` the settings
    beside those of every test."""

    words: tuple[str, ...] = ("demo",)
    """The command that serves."""

    def __init__(self, *, tickets: int = 300, **environment: str) -> None:
        self.tickets = tickets
        self.port = 0
        self.people: dict[str, Any] = {}
        self.more = environment
        self._tokens: dict[str, str] = {}
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._tree: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers, without a slash at the end."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def data(self) -> Path:
        """Its data folder."""
        assert self._folder is not None
        return Path(self._folder.name)

    def start(self) -> None:
        """Fill a new installation and serve it."""
        self._folder = tempfile.TemporaryDirectory(prefix="deskhand-demo-")
        install(self.data)
        self.people = json.loads(self.run("demo", "--tickets", str(self.tickets), "--no-serve", "--json").stdout)
        self.boot()

    def boot(self) -> None:
        """Serve what is in the folder."""
        self.port = self.port or free_port()
        command = [sys.executable, "-m", "deskhand", *self.words, "--bind", f"{LOOPBACK}:{self.port}"]
        with (self.data / "served.log").open("ab") as log:
            self._tree = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log, start_new_session=True)
        wait_until(self.is_well, "Deskhand's answer", START_SECONDS)

    def is_well(self) -> bool:
        """Whether pages are served."""
        try:
            with urlopen(f"{self.url}/healthz", timeout=2) as answer:  # noqa: S310 (the address is ours)
                return bool(answer.status == 200)
        except OSError:
            return False

    def halt(self) -> None:
        """End the tree as an administrator does."""
        if self._tree is not None:
            self._tree.send_signal(signal.SIGTERM)
            self._tree.wait(timeout=30)
            self._tree = None

    def stop(self) -> None:
        """End it and remove its folder."""
        self.halt()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    @property
    def tree(self) -> int:
        """The process id of the tree's root."""
        assert self._tree is not None
        return self._tree.pid

    @property
    def environment(self) -> dict[str, str]:
        """What its commands are started with."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DESKHAND_")}
        base = {"DESKHAND_BASE_URL": self.url} if self.port else {}
        return {**kept, "DESKHAND_DATA": str(self.data), **base, **self.more}

    def run(self, *words: str, stdin: bytes = b"", code: int = 0) -> subprocess.CompletedProcess[bytes]:
        """One command on its folder; fails unless it ends with ``code``."""
        done = subprocess.run(
            [sys.executable, "-m", "deskhand", *words],
            input=stdin,
            capture_output=True,
            env=self.environment,
            timeout=180,
        )
        assert done.returncode == code, f"{words}: {done.returncode} {done.stderr.decode()[-2000:]}"
        return done

    def link(self, persona: str) -> str:
        """The sign-in link that the last start printed; it works once."""
        printed = re.findall(rf"^ *{persona} +(http\S+)", (self.data / "served.log").read_text(), re.MULTILINE)
        return str(printed[-1])

    def token(self, persona: str, scope: str = "write") -> str:
        """A fresh API token."""
        return self.run("token", "create", "--user", self.people[persona], "--scope", scope).stdout.decode().strip()

    def mail(self, raw: bytes) -> None:
        """Pipe a letter in, as a mail server does."""
        self.run("mail", "--mailbox", self.people["mailbox"], stdin=raw)

    def api(self, persona: str = "agent") -> httpx.Client:
        """A client of the API with somebody's token, the same one for all clients."""
        if persona not in self._tokens:
            self._tokens[persona] = self.token(persona)
        headers = {"Authorization": f"Bearer {self._tokens[persona]}"}
        return httpx.Client(base_url=f"{self.url}/api/v1", headers=headers, timeout=30)
