"""A bare Debian 12 in a folder: Python, venv, make, certificates, and nothing else of the machine but its network.

Made by debootstrap as root and kept packed (:mod:`tests.services.debian_root`), so that the next run only unpacks it.
Mirrors of pip and npm are set as on the machine; what they name on its disk is shown inside, read-only.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.services.debian_root import downloads, packed_root
from tests.services.service import Service
from tools.stamps import ROOT

HOME = "/root"
CLONE = "/srv/deskhand"
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"

MACHINE_FILES = (
    "/etc/pip.conf", "/etc/npmrc", "/usr/etc/npmrc", "/usr/local/etc/npmrc", "/etc/resolv.conf", "/etc/hosts",
    CERTIFICATES,
)  # fmt: skip
HOME_FILES = (".config/pip/pip.conf", ".pip/pip.conf", ".npmrc")
"""How the machine reaches its mirrors, and whom it trusts; copied as they are."""

PASSED_ON = re.compile(
    r"^(PIP_.*|npm_config_.*|NODE_EXTRA_CA_CERTS|SSL_CERT_.*|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|.*_proxy)$",
    re.IGNORECASE,
)
"""Variables that say the same."""

ON_DISK = re.compile(r"(?:file://)?(/[^\s'\"]+)")


class BareDebian(Service):
    """A fresh root with a clone of HEAD in :data:`CLONE`. Each command runs in a namespace of its own: its mounts and
    processes are gone when it ends."""

    def __init__(self) -> None:
        self.root = Path()
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def start(self) -> None:
        """Unpack the root (made first if there is none that works) and clone. Raises CannotBeMadeError."""
        packed = packed_root()
        self._folder = tempfile.TemporaryDirectory(prefix="deskhand-debian-")
        self.root = Path(self._folder.name) / "root"
        self.root.mkdir()
        _run("tar", "--extract", "--numeric-owner", "--file", str(packed), "--directory", str(self.root))
        self._take_settings()
        _run("git", "clone", "--quiet", "--depth", "1", f"file://{ROOT}", f"{self.root}{CLONE}")

    def stop(self) -> None:
        """Remove the root. Nothing of the machine is mounted in it any more: the namespaces are gone."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def run(self, command: str, within: float) -> str:
        """Run a shell command in the clone and return what it prints. Raises AssertionError with the end of that unless
        it succeeds within so many seconds."""
        done = subprocess.run(
            self._inside(command),
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=within,
        )
        assert done.returncode == 0, f"{command}: exit code {done.returncode}\n{done.stdout[-4000:]}"
        return done.stdout

    def begin(self, command: str, log: Path) -> subprocess.Popen[bytes]:
        """Start a shell command that goes on; killing it ends all that it started."""
        with log.open("wb") as out:
            return subprocess.Popen(
                self._inside(command), env=_environment(), stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )

    def _inside(self, command: str) -> list[str]:
        lines = [f"mount -t proc proc {self.root}/proc", f"mount --rbind /dev {self.root}/dev"]
        lines += [self._shown(path, str(path), "--options ro,bind") for path in _on_disk()]
        lines.append(self._shown(downloads(), f"{HOME}/.cache", "--bind"))
        lines.append(f"exec chroot {self.root} sh -c {shlex.quote(f'cd {CLONE} && {command}')}")
        namespaces = ["unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child"]
        return [*namespaces, "sh", "-c", " && ".join(lines)]

    def _shown(self, path: Path, inside: str, options: str) -> str:
        target = Path(f"{self.root}{inside}")
        target.mkdir(parents=True, exist_ok=True)
        return f"mount {options} {shlex.quote(str(path))} {shlex.quote(str(target))}"

    def _take_settings(self) -> None:
        pairs = [(Path(name), name) for name in MACHINE_FILES]
        pairs += [(Path.home() / name, f"{HOME}/{name}") for name in HOME_FILES]
        for source, inside in pairs:
            if source.is_file():
                target = Path(f"{self.root}{inside}")
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)


def _environment() -> dict[str, str]:
    passed_on = {name: value for name, value in os.environ.items() if PASSED_ON.match(name)}
    return {**passed_on, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": HOME, "LANG": "C.UTF-8"}


def _on_disk() -> Iterator[Path]:
    """Folders of this machine that pip's settings name: wheels, and indexes, whose files lie beside them."""
    told = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True)
    wanted = set()
    for line in told.stdout.splitlines():
        name, _equals, value = line.partition("=")
        if name.rpartition(".")[2] in ("find-links", "index-url", "extra-index-url"):
            for found in ON_DISK.finditer(value):
                path = Path(found[1])
                wanted.add(path.parent if "index" in name else path)
    yield from sorted(path for path in wanted if path.is_dir())


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
