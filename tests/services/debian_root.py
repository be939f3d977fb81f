"""The packed root of a bare Debian 12, made once and kept under ~/.cache/deskhand; made anew when it does not work."""

import fcntl
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.unpacked import cache

SUITE = "bookworm"
PACKAGES = ("python3", "python3-venv", "make", "ca-certificates")
MADE_WITHIN = 900.0
SOURCES = Path("/etc/apt")
PROBE = "import ensurepip, ssl, venv"
"""What a root must be able to do to be of use."""


class CannotBeMadeError(Exception):
    """This machine cannot make a bare system; the message says what it lacks."""


def packed_root() -> Path:
    """The root as a tar file that was tried. Raises CannotBeMadeError."""
    if os.geteuid() != 0:
        raise CannotBeMadeError("a bare Debian can be made by root alone: run the tests as root")
    file = cache() / f"debian-12-{'-'.join(PACKAGES)}.tar"
    with _one_at_a_time():
        if not _works(file):
            _make(file)
    return file


def downloads() -> Path:
    """Where pip and npm inside keep what they download, for the next run."""
    folder = cache() / "downloads"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def mirror() -> str:
    """The mirror that apt on this machine takes Debian from. Raises CannotBeMadeError where apt names none."""
    for file in (SOURCES / "sources.list", *sorted((SOURCES / "sources.list.d").glob("*"))):
        text = file.read_text() if file.is_file() else ""
        if file.suffix == ".sources":
            found = _of_stanzas(text)
        else:
            found = re.search(rf"^deb\s+(?:\[[^\]]*\]\s+)?(http\S+)\s+{SUITE}\s", text, re.MULTILINE)
        if found:
            return found[1].rstrip("/")
    raise CannotBeMadeError(f"apt names no mirror of {SUITE}: add one to {SOURCES}/sources.list")


def _of_stanzas(text: str) -> re.Match[str] | None:
    for stanza in re.split(r"\n\s*\n", text):
        if re.search(rf"^Suites:.*\b{SUITE}(?:\s|$)", stanza, re.MULTILINE):
            return re.search(r"^URIs:\s*(http\S+)", stanza, re.MULTILINE)
    return None


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (cache() / "debian.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _works(file: Path) -> bool:
    """Whether the tar file can be unpacked, and its Python does what is needed."""
    if not file.is_file():
        return False
    with tempfile.TemporaryDirectory(prefix="deskhand-debian-") as folder:
        unpacked = subprocess.run(["tar", "--extract", "--file", file, "--directory", folder], capture_output=True)
        return unpacked.returncode == 0 and _can_run(Path(folder))


def _can_run(root: Path) -> bool:
    done = subprocess.run(["chroot", root, "python3", "-c", PROBE], capture_output=True, stdin=subprocess.DEVNULL)
    return done.returncode == 0


def _make(file: Path) -> None:
    if shutil.which("debootstrap", path=f"{os.environ.get('PATH', '')}:/usr/sbin") is None:
        raise CannotBeMadeError("debootstrap is not installed: run make test-setup")
    with tempfile.TemporaryDirectory(prefix="deskhand-debian-") as folder:
        root = Path(folder) / "root"
        command = ["debootstrap", "--variant=minbase", f"--include={','.join(PACKAGES)}", SUITE, str(root), mirror()]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=MADE_WITHIN, stdin=subprocess.DEVNULL
            )
        except subprocess.TimeoutExpired:
            raise CannotBeMadeError(f"debootstrap did not finish: does {mirror()} answer?") from None
        if done.returncode != 0 or not _can_run(root):
            said = (done.stdout + done.stderr)[-1500:]
            raise CannotBeMadeError(f"debootstrap failed: does {mirror()} answer?\n{said}")
        shutil.rmtree(root / "var/cache/apt/archives", ignore_errors=True)
        part = file.with_suffix(".part")
        subprocess.run(["tar", "--create", "--numeric-owner", "--file", part, "--directory", root, "."], check=True)
        part.replace(file)
