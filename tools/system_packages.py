"""`make test-setup`: the system's packages that the tests need.

As root on Debian they are installed; otherwise one line says which to install. Exim is unpacked instead, by whoever may
fetch packages (:mod:`tools.unpacked`).
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools import unpacked

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
        _read_lists()
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)


def _read_lists() -> None:
    subprocess.run(["apt-get", "update", "-qq"], check=True)


def main() -> int:
    """The command line; the exit code: 1 if anything is lacking, after all that can be had was fetched."""
    return max(_install_missing(), _unpack_exim())


def _install_missing() -> int:
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


def _unpack_exim() -> int:
    """Fetch the mail server. A fresh machine may not have read which packages there are."""
    if unpacked.works(unpacked.exim_root()):
        return 0
    print(f"Unpacking for the tests: {' '.join(unpacked.PACKAGES)}", flush=True)
    try:
        if os.geteuid() == 0 and shutil.which("apt-get") is not None:
            _read_lists()
        unpacked.unpack_exim()
    except (subprocess.CalledProcessError, unpacked.CannotBeHadError) as error:
        print(f"The tests need the mail server Exim, and it cannot be fetched: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
