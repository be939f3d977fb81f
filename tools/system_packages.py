"""`make test-setup`: the system's packages that the tests need.

As root on Debian they are installed; otherwise one line says which to install.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

POLICY = Path("/usr/sbin/policy-rc.d")
"""Debian asks this file whether a freshly installed service may start; 101 means no."""


@dataclass(frozen=True)
class Need:
    """A Debian package, and how to see that what it brings is there, however it came."""

    package: str
    is_there: Callable[[], bool]


def _command(*names: str) -> Callable[[], bool]:
    path = f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin{os.pathsep}/usr/local/sbin"
    return lambda: any(shutil.which(name, path=path) for name in names)


def _file(*patterns: str) -> Callable[[], bool]:
    return lambda: any(next(Path("/").glob(pattern), None) for pattern in patterns)


NEEDS = (
    Need("chromium", _command("chromium", "chromium-browser", "google-chrome")),
    Need("postgresql", lambda: _file("usr/lib/postgresql/*/bin/initdb")() or _command("initdb")()),
    Need("dovecot-imapd", _command("dovecot")),
    Need("dovecot-pop3d", _file("usr/lib/dovecot/pop3", "usr/libexec/dovecot/pop3")),
    Need("nginx-light", _command("nginx")),
    Need("debootstrap", _command("debootstrap")),
    Need("fonts-noto-core", _file("usr/share/fonts/**/NotoSans-Regular.ttf", "usr/share/fonts/**/NotoSans*.tt[cf]")),
)


def missing() -> list[str]:
    """The packages whose contents are not on this machine."""
    return [need.package for need in NEEDS if not need.is_there()]


@contextmanager
def _services_asleep() -> Iterator[None]:
    """Keep packages from starting their daemons: the tests start their own, on private ports."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()


def install(packages: list[str]) -> None:
    """Install with apt-get; raises CalledProcessError when that fails."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "--yes", "-qq", "--no-install-recommends", *packages]
    with _services_asleep():
        subprocess.run(["apt-get", "update", "-qq"], env=environment, check=True)
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)


def main() -> int:
    """The command line; the exit code."""
    packages = missing()
    if not packages:
        return 0
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        print(f"The tests need more of the system. As root: apt-get install {' '.join(packages)}", file=sys.stderr)
        return 1
    print(f"Installing for the tests: {' '.join(packages)}", flush=True)
    try:
        install(packages)
    except subprocess.CalledProcessError as error:
        print(f"apt-get failed (see above): {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
