"""`make setup`: virtual environment, locked packages, the `deskhand` command, front end, translations.

Every step is skipped when what it depends on has not changed. Runs on the system's Python with the standard library
alone; `--no-assets` leaves the front end out.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tools.node import find_node
from tools.stamps import ROOT, Stamp, checksum

OLDEST = (3, 11)
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
NO_VENV = "Python's venv is missing: run `apt-get install python3-venv` as root, then repeat."


class SetupError(Exception):
    """Something that only the person at the keyboard can put right; the message says what to do."""


def run(*command: str | Path) -> None:
    """Run a command in the project's folder; raises CalledProcessError when it fails."""
    subprocess.run([str(part) for part in command], cwd=ROOT, check=True)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let two set-ups of one clone follow each other instead of mixing."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def make_environment() -> None:
    """Make `.venv`, or keep the one that is there if its Python works and is new enough."""
    if _python_version():
        return
    if not _has_venv():
        _install_venv()
    print("Making the virtual environment in .venv", flush=True)
    run(sys.executable, "-m", "venv", "--clear", VENV)


def _python_version() -> str:
    """The version of the environment's Python, empty if it is absent, broken, too old or without pip."""
    question = f"import sys, pip; assert sys.version_info >= {OLDEST}; print(sys.version)"
    try:
        answer = subprocess.run([PYTHON, "-c", question], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return answer.stdout.strip()


def _has_venv() -> bool:
    command = [sys.executable, "-c", "import ensurepip, venv"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _install_venv() -> None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise SetupError(NO_VENV)
    print("Installing python3-venv", flush=True)
    run("apt-get", "update", "-qq")
    run("apt-get", "install", "-qq", "--yes", "--no-install-recommends", "python3-venv")


def install_packages() -> None:
    """Install exactly the locked Python packages, checked by their hashes."""
    lock = REQUIREMENTS / "dev.txt"
    digest, stamp = checksum([lock], _python_version()), Stamp(VENV, "packages")
    if stamp.is_current(digest):
        return
    print("Installing the Python packages (a minute or two the first time)", flush=True)
    _pip_install("--require-hashes", "-r", lock)
    stamp.remember(digest)


def install_node() -> None:
    """Where the machine has no Node, take the one in the Python wheel."""
    if find_node() is not None:
        return
    digest, stamp = checksum([REQUIREMENTS / "node.txt"], _python_version()), Stamp(VENV, "node")
    if stamp.is_current(digest):
        return
    print("No Node.js 20.19 or newer here: installing the one that a Python package carries", flush=True)
    _pip_install("--require-hashes", "-r", REQUIREMENTS / "node.txt")
    stamp.remember(digest)


def install_command() -> None:
    """Make `.venv/bin/deskhand`, running straight from `src/`."""
    inputs = [ROOT / "pyproject.toml", ROOT / "tools/hatch_build.py", REQUIREMENTS / "base.in"]
    inputs.append(ROOT / "src/deskhand/__init__.py")
    digest, stamp = checksum(inputs, _python_version()), Stamp(VENV, "command")
    if stamp.is_current(digest) and (VENV / "bin" / "deskhand").exists():
        return
    _pip_install("--no-deps", "--no-build-isolation", "--editable", ROOT)
    stamp.remember(digest)


def _pip_install(*arguments: str | Path) -> None:
    run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", *arguments)


def build_assets() -> None:
    """Build the front end with the environment's Python, which also knows the Node of the wheel."""
    run(PYTHON, "-m", "tools.assets")


@contextmanager
def _front_end(*, wanted: bool) -> Iterator[None]:
    """Build the front end beside the work inside, which is mostly waiting; afterwards, if its Node comes with that."""
    if not wanted:
        yield
    elif find_node() is None:
        yield
        install_node()
        build_assets()
    else:
        with ThreadPoolExecutor(1) as beside:
            building = beside.submit(build_assets)
            yield
        building.result()


def compile_messages() -> None:
    """Compile the translations."""
    run(PYTHON, "-m", "tools.messages", "compile")


def main(arguments: list[str]) -> int:
    """The command line; the exit code."""
    began = time.monotonic()
    try:
        if sys.version_info < OLDEST:
            raise SetupError(f"Deskhand needs Python 3.11 or newer, this is {sys.version.split()[0]}: make PYTHON=...")
        with one_at_a_time():
            make_environment()
            with _front_end(wanted="--no-assets" not in arguments):
                install_packages()
                install_command()
            compile_messages()
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"Set-up stopped: {' '.join(map(str, error.cmd[:6]))} ... failed (see above)", file=sys.stderr)
        return 1
    print(f"set-up done in {time.monotonic() - began:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
