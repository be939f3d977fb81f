"""A new installation, made once for all tests of a run and copied for each that begins with one. What a run made is
kept in the working copy for the next one, until a migration changes."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.environment import FOLDER, share_templates

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "var" / "tests"
"""Where the last one is kept."""
INSTALL_SECONDS = 400
"""Making one takes eight seconds on an idle machine."""


def install(data: Path) -> None:
    """Put into a folder what the first start makes in an empty one: this version's tables with nobody in them, and
    keys."""
    shutil.copytree(installed(), data, dirs_exist_ok=True, ignore=shutil.ignore_patterns("compiled"))
    share_templates(Path(os.environ[FOLDER]), data)


def installed() -> Path:
    """The one to copy from; of several workers that need it at once, one makes it."""
    shared = Path(os.environ[FOLDER])
    whole, half = shared / "installation", shared / "installation.half"
    with (shared / "installation.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            shutil.rmtree(half, ignore_errors=True)
            _copy_kept(half)
            half.rename(whole)
    return whole


def _copy_kept(target: Path) -> None:
    """Copy one that was made of the same migrations; of an earlier one nothing is left."""
    KEPT.mkdir(parents=True, exist_ok=True)
    kept = KEPT / f"installation-{_made_of()}"
    with (KEPT / "lock").open("w") as lock:  # Two runs in one working copy.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            for earlier in KEPT.glob("installation-*"):  # One that was not finished among them.
                shutil.rmtree(earlier)
            half = KEPT / "installation-half"
            plain = {name: value for name, value in os.environ.items() if not name.startswith("DESKHAND_")}
            begin = [sys.executable, "-m", "deskhand", "manage", "migrate", "-v0"]
            subprocess.run(begin, env={**plain, "DESKHAND_DATA": str(half)}, check=True, timeout=INSTALL_SECONDS)
            half.rename(kept)
        shutil.copytree(kept, target, ignore=shutil.ignore_patterns("compiled"))


def _made_of() -> str:
    """What decides on the tables: every migration, the way through them, and the versions of libraries."""
    source = ROOT / "src" / "deskhand"
    files = [*source.rglob("migrations/*.py"), *source.glob("kernel/**/*.py"), source / "settings.py"]
    files.append(ROOT / "requirements" / "base.txt")
    found = hashlib.sha256()
    for one in sorted(files):
        found.update(f"{one.relative_to(ROOT)}\n".encode() + one.read_bytes())
    return found.hexdigest()[:16]
