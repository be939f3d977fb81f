"""A real nginx with the example of `deploy/nginx/`, in front of a server of this machine."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from tests.services.certificates import Certificate
from tests.services.service import LOOPBACK, PATIENCE, Service, answers, free_port, wait_until
from tools.stamps import ROOT

EXAMPLE = ROOT / "deploy" / "nginx" / "deskhand.conf"
NAME = "help.example.org"

AROUND = """\
{user}
daemon off;
pid {folder}/pid;
error_log {folder}/error.log warn;
worker_processes 1;
events {{ worker_connections 256; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/deskhand.conf;
}}
"""


class Nginx(Service):
    """HTTPS on `tls_port`, HTTP on `port`, both on the loopback interface, as `localhost`.

    Nothing of the example is changed but names, ports and files; a line that is not there any more is an error.
    """

    certificate: Certificate

    def __init__(self, upstream_port: int) -> None:
        self.upstream_port = upstream_port
        self.port, self.tls_port = free_port(), free_port()
        self.folder = Path()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers over TLS."""
        return f"https://localhost:{self.tls_port}"

    def start(self) -> None:
        """Write the configuration and start; well under a second."""
        self.folder = Path(tempfile.mkdtemp(prefix="deskhand-nginx-"))
        self.folder.chmod(0o755)
        self.certificate = Certificate(self.folder)
        (self.folder / "deskhand.conf").write_text(self._example())
        user = "user www-data;" if os.geteuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(AROUND.format(folder=self.folder, user=user))
        command = [_program(), "-c", str(self.folder / "nginx.conf"), "-p", str(self.folder)]
        with (self.folder / "started.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        wait_until(lambda: answers(self.tls_port) or self._has_ended(), "nginx's start")
        if self._has_ended():
            raise RuntimeError(f"nginx did not start: {(self.folder / 'started.log').read_text()[-2000:]}")

    def stop(self) -> None:
        """End it and remove its folder."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(timeout=PATIENCE)
            self._process = None
        if self.folder != Path():
            shutil.rmtree(self.folder, ignore_errors=True)

    def _has_ended(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def _example(self) -> str:
        text = EXAMPLE.read_text()
        for old, new in (
            ("    listen [::]:80;\n", ""),
            ("    listen [::]:443 ssl http2;\n", ""),
            ("listen 80;", f"listen {LOOPBACK}:{self.port};"),
            ("listen 443 ssl", f"listen {LOOPBACK}:{self.tls_port} ssl"),
            (f"https://{NAME}$request_uri", f"https://localhost:{self.tls_port}$request_uri"),
            (f"/etc/ssl/{NAME}/fullchain.pem", str(self.certificate.certificate)),
            (f"/etc/ssl/{NAME}/privkey.pem", str(self.certificate.key)),
            (f"server_name {NAME};", "server_name localhost;"),
            ("server 127.0.0.1:8000;", f"server {LOOPBACK}:{self.upstream_port};"),
        ):
            if old not in text:
                raise ValueError(f"{EXAMPLE.name} has no {old.strip()!r} any more")
            text = text.replace(old, new)
        return text


def _program() -> str:
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        raise FileNotFoundError("nginx is not installed: run make test-setup")
    return found
