"""The demo, started as a newcomer starts it, on a private port and folder."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import httpx

from deskhand.kernel.switches import FRESH_SECONDS
from tests.environment import FOLDER
from tests.services.installed import install
from tests.services.service import LOOPBACK, Service, free_port, wait_until

START_SECONDS = 240.0
"""Filling the desk and starting takes about ten seconds on an idle machine."""
PEOPLE = "people.json"
"""What the filling told, beside the database of a demo that is copied."""
PERSONAS = ("administrator", "agent", "requester")


class ServedDemo(Service):
    """`deskhand demo` in a process tree of its own. `people` holds the addresses of the personas, `more` the settings
    beside those of every test, `switched_on` the labels of the modules that are on."""

    words: tuple[str, ...] = ("demo",)
    """The command that serves."""

    def __init__(self, *, tickets: int = 300, switched_on: Sequence[str] = (), **environment: str) -> None:
        self.tickets = tickets
        self.switched_on = ",".join(switched_on)
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
        """Fill a new installation and serve it. One without settings of its own is filled once in a run, and copied."""
        self._folder = tempfile.TemporaryDirectory(prefix="deskhand-demo-")
        if type(self) is ServedDemo and not self.more:
            shutil.copytree(self._filled_once(), self.data, dirs_exist_ok=True, symlinks=True)
            self.people = json.loads((self.data / PEOPLE).read_text())
        else:
            install(self.data)
            self.people = json.loads(self._fill(self.data))
        self.boot()

    def _filled_once(self) -> Path:
        """A folder with as many tickets that nobody serves; of several workers that need it at once, one fills it."""
        whole = Path(os.environ[FOLDER]) / f"demo-{self.tickets}{self.switched_on}"
        half = whole.with_suffix(".half")
        with whole.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not whole.exists():
                shutil.rmtree(half, ignore_errors=True)
                install(half)
                (half / PEOPLE).write_bytes(self._fill(half))
                half.rename(whole)
        return whole

    def _fill(self, data: Path) -> bytes:
        """What the command tells of the people."""
        words = ("--tickets", str(self.tickets), "--modules", self.switched_on, "--no-serve", "--json")
        return self.run("demo", "--data", str(data), *words).stdout

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
            with urlopen(f"{self.url}/healthz", timeout=60) as answer:  # noqa: S310 (the address is ours)
                return bool(answer.status == 200)
        except OSError:
            return False

    def halt(self) -> None:
        """End the tree as an administrator does."""
        if self._tree is not None:
            self._tree.send_signal(signal.SIGTERM)
            self._tree.wait(timeout=180)
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
        """One command on its folder; fails unless it ends with ``code``. A switch has reached every process then."""
        done = subprocess.run(
            [sys.executable, "-m", "deskhand", *words],
            input=stdin,
            capture_output=True,
            env=self.environment,
            timeout=300,
        )
        assert done.returncode == code, f"{words}: {done.returncode} {done.stderr.decode()[-2000:]}"
        if words[0] == "module" and self.port:
            self.noticed()
        return done

    def noticed(self) -> None:
        """Wait until every process has noticed what was switched. One that has says nothing of the others; this is what
        they promise."""
        time.sleep(FRESH_SECONDS)

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
        return httpx.Client(base_url=f"{self.url}/api/v1", headers=headers, timeout=120)
