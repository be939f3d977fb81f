"""A mail server for the tests, unpacked from Debian's packages into a folder of its own.

It is not installed: Debian has one mail server at a time, and the machine's own shall stay.
"""

import fcntl
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

PACKAGES = ("exim4-daemon-light", "libidn12", "libnss-wrapper")
"""The server, a library of its, and one that tells it of the user whom it was built for."""

USER, GROUP, ID = "nobody", "nogroup", 65534
"""As whom it runs; it was built for a user of its own, which the machine has not."""

STARTER = "exim.sh"
"""What starts it, in its root."""

SCRIPT = """#!/bin/sh
root=$(dirname "$0")
for folder in "$root"/usr/lib/*-linux-gnu; do
  export LD_LIBRARY_PATH="$folder" LD_PRELOAD="$folder/libnss_wrapper.so"
done
export NSS_WRAPPER_PASSWD="$root/passwd" NSS_WRAPPER_GROUP="$root/group"
exec "$root/usr/sbin/exim4" "$@"
"""

FETCHED_WITHIN = 120.0
"""Seconds that a download of a package may take."""


class CannotBeHadError(Exception):
    """The packages cannot be fetched or do not work here; the message says why."""


def cache() -> Path:
    """The folder, kept between runs, of what the tests make or fetch only once."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "deskhand"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def exim_root() -> Path:
    """Where Exim lies unpacked, or is to lie."""
    return cache() / "exim"


def works(root: Path) -> bool:
    """Whether the Exim in that root can be started, by its :data:`STARTER`."""
    starter = root / STARTER
    if not starter.is_file():
        return False
    return subprocess.run([starter, "-C", "/dev/null", "-bV"], check=False, capture_output=True).returncode == 0


def unpack_exim() -> None:
    """Fetch and unpack it unless it is there and works. Raises CannotBeHadError."""
    with (cache() / "exim.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not works(exim_root()):
            with tempfile.TemporaryDirectory(dir=cache(), prefix="exim-") as folder:
                root = _unpacked(Path(folder))
                shutil.rmtree(exim_root(), ignore_errors=True)
                root.rename(exim_root())


def _unpacked(folder: Path) -> Path:
    root = folder / "root"
    try:
        for package in PACKAGES:
            _run("apt-get", "download", package, within=folder)
        for file in folder.glob("*.deb"):
            _run("dpkg", "-x", str(file), str(root), within=folder)
    except OSError as error:
        raise CannotBeHadError(str(error)) from error
    _furnish(root)
    if not works(root):
        raise CannotBeHadError(f"what {', '.join(PACKAGES)} brought does not start")
    return root


def _furnish(root: Path) -> None:
    shutil.rmtree(root / "usr/share", ignore_errors=True)  # Documents, some of them links to other packages.
    root.chmod(0o755)
    for program in (root / "usr/sbin").iterdir():
        program.chmod(0o755)  # It is started as whom it shall be; with another's rights it would hear of no library.
    (root / STARTER).write_text(SCRIPT)
    (root / STARTER).chmod(0o755)
    entry = f"Debian-exim:x:{ID}:{ID}::/nonexistent:/usr/sbin/nologin\n"
    (root / "passwd").write_text(Path("/etc/passwd").read_text() + entry)
    (root / "group").write_text(Path("/etc/group").read_text() + f"Debian-exim:x:{ID}:\n")


def _run(*command: str, within: Path) -> None:
    try:
        subprocess.run(command, cwd=within, check=True, capture_output=True, text=True, timeout=FETCHED_WITHIN)
    except subprocess.CalledProcessError as error:
        raise CannotBeHadError(f"{' '.join(command)}: {error.stderr.strip()[-1000:]}") from error
    except subprocess.TimeoutExpired as error:
        raise CannotBeHadError(f"{' '.join(command)} did not finish") from error
