"""A receiver of webhooks on this machine, over HTTP and HTTPS."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from deskhand.kernel.config import Config
from deskhand.webhooks import actions, listeners
from tests.services.certificates import Certificate


@dataclass
class Receiver:
    """What it was sent, and what it answers: ``statuses`` one after the other, then 204."""

    port: int = 0
    is_https: bool = False
    got: list[dict[str, Any]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    drip: float = 0.0

    def url(self, host: str = "127.0.0.1") -> str:
        return f"http{'s' if self.is_https else ''}://{host}:{self.port}/hook?for=deskhand"


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            got = {"path": self.path, "headers": dict(self.headers.items()), "body": self.rfile.read(length)}
            receiver.got.append(got)
            status = receiver.statuses.pop(0) if receiver.statuses else 204
            if receiver.drip:
                self._drip()
                return
            self.send_response(status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(receiver.body)))
            self.end_headers()
            self.wfile.write(receiver.body)

        def _drip(self) -> None:
            until = time.monotonic() + receiver.drip
            try:
                while time.monotonic() < until:
                    self.wfile.write(b"X")
                    self.wfile.flush()
                    time.sleep(0.05)
            except OSError:
                return

        def log_message(self, *_words: Any) -> None:
            pass

    return Handler


def _served(receiver: Receiver, certificate: Certificate | None) -> Iterator[Receiver]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(receiver))
    if certificate is not None:
        server.socket = certificate.server().wrap_socket(server.socket, server_side=True)
    receiver.port, receiver.is_https = server.server_address[1], certificate is not None
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield receiver
    server.shutdown()
    server.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A server that takes what it is sent."""
    yield from _served(Receiver(), None)


@pytest.fixture
def certificate(tmp_path):
    return Certificate(tmp_path)


@pytest.fixture
def secure_receiver(certificate) -> Iterator[Receiver]:
    """The same over HTTPS, with a certificate for localhost."""
    yield from _served(Receiver(), certificate)


@pytest.fixture(autouse=True)
def _listeners_are_read_again():
    listeners.forget()
    yield
    listeners.forget()


@pytest.fixture
def targets_allowed(settings):
    """``targets_allowed("127.0.0.0/8")`` lets webhooks go there."""

    def to(networks: str) -> None:
        given = {name: getattr(settings.DESKHAND, name) for name in Config.__dataclass_fields__}
        settings.DESKHAND = Config(**{**given, "webhook_targets": networks})

    return to


@pytest.fixture
def hook(cast, receiver, targets_allowed):
    """A webhook of the desk IT that goes to the receiver, and its secret."""
    targets_allowed("127.0.0.0/8, ::1/128")
    row, secret = actions.save_webhook(actor=cast.actor("lena"), desk=cast.it, name="Pager", url=receiver.url())
    vars(row)["shown_secret"] = secret
    cast.work()
    receiver.got.clear()
    return row
