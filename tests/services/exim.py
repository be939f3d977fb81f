"""A real mail server, Exim, unpacked from Debian's packages into a folder of its own: it takes letters, knows nobody,
and sends what it cannot deliver back by another server."""

import os
import platform
import subprocess
import tempfile
from pathlib import Path

from tests.services.debian_root import CannotBeMadeError
from tests.services.service import LOOPBACK, PATIENCE, Service, answers, free_port, wait_until

PACKAGES = ("exim4-daemon-light", "libidn12", "libnss-wrapper")
"""The server, a library of its, and one that tells it of the user whom it was built for."""

USER, GROUP, ID = "nobody", "nogroup", 65534

CONFIGURATION = """
exim_path = {folder}/exim.sh
trusted_users = {user}
exim_user = {user}
exim_group = {group}
deliver_drop_privilege = true
spool_directory = {folder}/spool
log_file_path = {folder}/log/%slog
primary_hostname = mail.kestrel.example
local_interfaces = {host}
daemon_smtp_ports = {port}
tls_advertise_hosts =
keep_environment =
host_lookup =
rfc1413_query_timeout = 0s
acl_smtp_rcpt = acl_rcpt
begin acl
acl_rcpt:
  accept
begin routers
{router}
back:
  driver = manualroute
  domains = eberfeld.example
  route_list = * {host}
  self = send
  transport = back
begin transports
back:
  driver = smtp
  protocol = {protocol}
  port = {back}
  allow_localhost
onward:
  driver = smtp
  port = {onward}
  allow_localhost
"""

UNKNOWN = """unknown:
  driver = redirect
  domains = kestrel.example
  allow_fail
  data = :fail: No such person here"""

ONWARD = """onward:
  driver = manualroute
  domains = kestrel.example
  route_list = * 127.0.0.1
  self = send
  transport = onward"""

STARTER = """#!/bin/sh
export LD_LIBRARY_PATH={libraries} LD_PRELOAD={libraries}/libnss_wrapper.so
export NSS_WRAPPER_PASSWD={folder}/passwd NSS_WRAPPER_GROUP={folder}/group
exec {root}/usr/sbin/exim4 "$@"
"""


class Exim(Service):
    """SMTP on `port`. Nobody at kestrel.example is known, or with `onward` the server on that port is asked; letters to
    eberfeld.example go to the server on `back`, which speaks `protocol`: smtp or lmtp."""

    host = LOOPBACK

    def __init__(self, *, back: int, protocol: str = "smtp", onward: int = 0) -> None:
        self.port = 0
        self._back, self._protocol, self._onward = back, protocol, onward
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The server in the form that DESKHAND_SMTP_URL takes."""
        return f"smtp://{self.host}:{self.port}"

    def start(self) -> None:
        """Unpack, write the configuration, listen. Raises CannotBeMadeError."""
        if os.geteuid() != 0:
            raise CannotBeMadeError("exim changes its user, which root alone may: run the tests as root")
        self.port = free_port()
        self._folder = tempfile.TemporaryDirectory(prefix="deskhand-exim-")
        folder = Path(self._folder.name)
        folder.chmod(0o755)
        root = _unpacked(folder)
        self._furnish(folder, root)
        command = [str(folder / "exim.sh"), "-C", str(folder / "configuration"), "-bdf", "-q1m"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(lambda: answers(self.port), "exim's answer")

    def stop(self) -> None:
        """End it and remove its folder."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=PATIENCE)
            self._process = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _furnish(self, folder: Path, root: Path) -> None:
        libraries = root / "usr/lib" / f"{platform.machine()}-linux-gnu"
        for name in ("spool", "log"):
            (folder / name).mkdir()
            os.chown(folder / name, ID, ID)
        entry = f"Debian-exim:x:{ID}:{ID}::/nonexistent:/usr/sbin/nologin\n"
        (folder / "passwd").write_text(Path("/etc/passwd").read_text() + entry)
        (folder / "group").write_text(Path("/etc/group").read_text() + f"Debian-exim:x:{ID}:\n")
        starter = folder / "exim.sh"
        starter.write_text(STARTER.format(libraries=libraries, folder=folder, root=root))
        starter.chmod(0o755)
        values = {"folder": folder, "user": USER, "group": GROUP, "host": self.host, "port": self.port}
        values |= {"router": ONWARD if self._onward else UNKNOWN, "onward": self._onward or 25}
        (folder / "configuration").write_text(CONFIGURATION.format(**values, back=self._back, protocol=self._protocol))


def _unpacked(folder: Path) -> Path:
    """The packages' contents in a root of their own, nothing of it on the machine."""
    root = folder / "root"
    try:
        for package in PACKAGES:
            subprocess.run(["apt-get", "download", package], cwd=folder, check=True, capture_output=True, timeout=120)
        for file in folder.glob("*.deb"):
            subprocess.run(["dpkg", "-x", str(file), str(root)], check=True, capture_output=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise CannotBeMadeError(f"Debian's packages {', '.join(PACKAGES)} cannot be had here: {error}") from error
    for program in (root / "usr/sbin").iterdir():
        program.chmod(0o755)  # It is started as whom it shall be; with another's rights it would hear of no library.
    return root
