"""A new installation, made once for all tests of a run and copied for each that begins with one."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.environment import FOLDER


def install(data: Path) -> None:
    """Put into a folder what the first start makes in an empty one: this version's tables with nobody in them, and
    keys."""
    shutil.copytree(installed(), data, dirs_exist_ok=True)


def installed() -> Path:
    """The one to copy from; of several workers that need it at once, one makes it."""
    shared = Path(os.environ[FOLDER])
    whole, half = shared / "installation", shared / "installation.half"
    with (shared / "installation.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            shutil.rmtree(half, ignore_errors=True)
            plain = {name: value for name, value in os.environ.items() if not name.startswith("DESKHAND_")}
            begin = [sys.executable, "-m", "deskhand", "manage", "migrate", "-v0"]
            subprocess.run(begin, env={**plain, "DESKHAND_DATA": str(half)}, check=True, timeout=120)
            half.rename(whole)
    return whole
