"""A real mail server, Exim, as `make test-setup` unpacked it: it takes letters, knows nobody, and sends what it cannot
deliver back by another server."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.services.service import LOOPBACK, PATIENCE, Service, answers, free_port, wait_until
from tools.unpacked import GROUP, ID, STARTER, USER, exim_root, works

CONFIGURATION = """
exim_path = {starter}
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
        """Write the configuration and listen. Raises an error that says what to do where it cannot."""
        if os.geteuid() != 0:
            raise PermissionError("Exim changes its user, which root alone may: run the tests as root")
        if not works(exim_root()):
            raise FileNotFoundError("Exim is not there: run make test-setup")
        self.port = free_port()
        self._folder = tempfile.TemporaryDirectory(prefix="deskhand-exim-")
        folder = Path(self._folder.name)
        folder.chmod(0o755)
        root = shutil.copytree(exim_root(), folder / "root", symlinks=True)  # Where whom it becomes can read it, too.
        starter = root / STARTER
        self._furnish(folder, starter)
        command = [str(starter), "-C", str(folder / "configuration"), "-bdf", "-q1m"]
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

    def _furnish(self, folder: Path, starter: Path) -> None:
        for name in ("spool", "log"):
            (folder / name).mkdir()
            os.chown(folder / name, ID, ID)
        values = {
            "folder": folder,
            "starter": starter,
            "user": USER,
            "group": GROUP,
            "host": self.host,
            "port": self.port,
        }
        values |= {"router": ONWARD if self._onward else UNKNOWN, "onward": self._onward or 25}
        (folder / "configuration").write_text(CONFIGURATION.format(**values, back=self._back, protocol=self._protocol))
