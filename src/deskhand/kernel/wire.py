"""One request to somebody else's server: to the address that was judged, within bounds, following nothing."""

from __future__ import annotations

import http.client
import queue
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain, zip_longest

from django.utils.translation import gettext as _

from deskhand.kernel import targets
from deskhand.kernel.targets import Target, Unreachable

CONNECT_SECONDS = 5
READ_SECONDS = 10
WHOLE_SECONDS = 20
"""How long a server may take: to be connected to, for each part of its answer, and altogether, from asking for its
address on."""

ADDRESSES_TRIED = 3
"""Of a host with more addresses, so many are tried, of both families if it has both."""

ANSWER_LIMIT = 4_096
"""Bytes of an answer that are read and kept."""

HEADERS_KEPT = 20
HEADER_LIMIT = 200
"""Headers of an answer that are kept, and characters of each."""


@dataclass(frozen=True)
class Reply:
    """What came back. ``status`` is None if nothing did; ``error`` says why."""

    status: int | None
    seconds: float
    headers: dict[str, str] = field(default_factory=dict)
    text: str = ""
    error: str = ""

    @property
    def is_good(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def post(
    target: Target,
    body: bytes,
    headers: Mapping[str, str],
    *,
    limit: int = ANSWER_LIMIT,
    patience: float | None = None,
) -> Reply:
    """Send a body. Never raises for what the network or the server does. Redirects are answers like others. ``limit``
    are the bytes of the answer that are read; ``patience`` are seconds for a server that thinks before it answers, in
    place of READ_SECONDS and WHOLE_SECONDS."""
    began = time.monotonic()
    try:
        with _connected(target, patience) as connection:
            connection.request("POST", target.path, body, {"Host": target.host_header, **headers})
            answer = connection.getresponse()
            text = _plain(answer.read(limit).decode("utf-8", "replace"))
            kept = {
                _plain(name[:80]): _plain(value[:HEADER_LIMIT]) for name, value in answer.getheaders()[:HEADERS_KEPT]
            }
            return Reply(answer.status, time.monotonic() - began, kept, text)
    except (Unreachable, OSError, http.client.HTTPException, ValueError) as error:
        return Reply(None, time.monotonic() - began, error=_said(error))


@dataclass(frozen=True)
class Fetched:
    """A document. ``status`` is None if nothing came; ``error`` says why, also for a document over the limit."""

    status: int | None
    body: bytes = b""
    error: str = ""


def get(target: Target, headers: Mapping[str, str], *, limit: int) -> Fetched:
    """Fetch a document of at most ``limit`` bytes. Never raises for what the network or the server does. Redirects are
    answers like others."""
    try:
        with _connected(target) as connection:
            connection.request("GET", target.path, None, {"Host": target.host_header, **headers})
            answer = connection.getresponse()
            body = answer.read(limit + 1)
            if len(body) > limit:
                words = _("The document is larger than %(limit)s bytes.")
                return Fetched(answer.status, error=words % {"limit": limit})
            return Fetched(answer.status, body)
    except (Unreachable, OSError, http.client.HTTPException, ValueError) as error:
        return Fetched(None, error=_said(error))


class _connected:  # noqa: N801 (reads as a word in its with statement)
    """A connection to one of the target's judged addresses, cut off so many seconds after its address was asked for.
    With https the certificate must be of the host's name, whatever address it was connected by."""

    def __init__(self, target: Target, patience: float | None = None) -> None:
        self.target = target
        self.read_seconds = patience or READ_SECONDS
        self.deadline = time.monotonic() + (patience or WHOLE_SECONDS)
        self.timer: threading.Timer | None = None
        self.socket: socket.socket | None = None

    def __enter__(self) -> http.client.HTTPConnection:
        target = self.target
        self.socket = _socket(_tried(_resolved(target, self.deadline)), target.port, self.deadline)
        self.timer = threading.Timer(_left(self.deadline), self._cut)
        self.timer.daemon = True
        self.timer.start()
        try:
            self.socket.settimeout(self.read_seconds)
            if target.is_https:
                wrapped = context().wrap_socket(self.socket, server_hostname=target.host, do_handshake_on_connect=False)
                self.socket = wrapped
                wrapped.do_handshake()
        except BaseException:
            self.__exit__()
            raise
        connection = http.client.HTTPConnection(target.host, target.port)
        connection.sock = self.socket
        return connection

    def __exit__(self, *_error: object) -> None:
        if self.timer is not None:
            self.timer.cancel()
        if self.socket is not None:
            self.socket.close()

    def _cut(self) -> None:
        try:
            if self.socket is not None:
                self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:  # It was closed in this very moment.
            return


def _resolved(target: Target, deadline: float) -> list[str]:
    """The target's judged addresses. Asking the system for them knows no time limit, so another thread asks, and ends
    when the system's own patience does."""
    answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(targets.addresses(target))
        except Exception as error:  # noqa: BLE001 (raised below, in the thread that waits)
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answers.get(timeout=_left(deadline))
    except queue.Empty:
        raise Unreachable(_("The host's address could not be found in time.")) from None
    if isinstance(found, Exception):
        raise found
    return found


def _tried(addresses: list[str]) -> list[str]:
    """The first ones, families by turns beginning with the one that the system prefers."""
    preferred = [one for one in addresses if (":" in one) == (":" in addresses[0])]
    others = [one for one in addresses if one not in preferred]
    return [one for one in chain.from_iterable(zip_longest(preferred, others)) if one][:ADDRESSES_TRIED]


def _left(deadline: float) -> float:
    """Seconds until then, never none: a moment too late is a limit that strikes at once."""
    return max(0.001, deadline - time.monotonic())


def _socket(addresses: list[str], port: int, deadline: float) -> socket.socket:
    last: OSError | None = None
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout=min(CONNECT_SECONDS, _left(deadline)))
        except OSError as error:
            last = error
    raise last or Unreachable("no address")


def context() -> ssl.SSLContext:
    """What counts as a good certificate: what this machine trusts."""
    return ssl.create_default_context()


def _plain(text: str) -> str:
    """Without the character that no database keeps."""
    return text.replace("\0", "\ufffd")


def _said(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"certificate: {error.verify_message}"[:300]
    return (str(error) or type(error).__name__)[:300]
