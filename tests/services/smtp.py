"""A real SMTP receiver that keeps what it is sent, and refuses when a test asks it to."""

import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from typing import Literal, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.services.service import LOOPBACK, PATIENCE, Service, free_port

LINE_LIMIT = 1024 * 1024
"""Bytes in one line; real letters have lines far over the 1,001 of the standard."""

Stage = Literal["mail", "rcpt", "data"]


@dataclass(frozen=True)
class Received:
    """One accepted transaction: the envelope and the letter's bytes."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    signed_in_as: str | None = None
    is_encrypted: bool = False

    @property
    def letter(self) -> Message:
        """The letter, parsed."""
        return message_from_bytes(self.raw)


@dataclass
class _Refusal:
    stage: Stage
    reply: str
    left: int | None
    applies_to: Callable[[str], bool]


class _Smtp(SMTP):
    line_length_limit = LINE_LIMIT


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Smtp(self.handler, **self.SMTP_kwargs)


class SmtpReceiver(Service):
    """SMTP on `port`. `messages` are the accepted letters, in order of arrival.

    With `credentials` it wants AUTH. With `tls` it offers STARTTLS and wants it before AUTH; if `is_implicit`,
    it speaks TLS from the first byte.
    """

    host = LOOPBACK

    def __init__(
        self,
        *,
        credentials: tuple[str, str] | None = None,
        tls: ssl.SSLContext | None = None,
        is_implicit: bool = False,
    ) -> None:
        self.port = 0
        self.messages: list[Received] = []
        self.attempts = 0
        self._credentials = credentials
        self._starttls = None if is_implicit else tls
        self._implicit = tls if is_implicit else None
        self._refusals: list[_Refusal] = []
        self._arrived = threading.Condition()
        self._controller: Controller | None = None

    @property
    def url(self) -> str:
        """The server in the form that DESKHAND_SMTP_URL takes."""
        name = f"{self._credentials[0]}:{self._credentials[1]}@" if self._credentials else ""
        scheme = "smtps" if self._implicit else "smtp"
        return f"{scheme}://{name}{self.host}:{self.port}" + ("?tls=starttls" if self._starttls else "")

    def start(self) -> None:
        """Listen in a thread of its own; on the same port again after `stop()`."""
        self.port = self.port or free_port()
        self._controller = _Controller(
            self,
            hostname=self.host,
            port=self.port,
            ready_timeout=PATIENCE,
            data_size_limit=100 * 1024 * 1024,
            decode_data=False,
            ssl_context=self._implicit,
            tls_context=self._starttls,
            auth_required=self._credentials is not None,
            auth_require_tls=self._starttls is not None,
            authenticator=self._authenticate if self._credentials else None,
        )
        self._controller.start()

    def stop(self) -> None:
        """Refuse connections from now on; `messages` stay."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def clear(self) -> None:
        """Forget letters and refusals."""
        with self._arrived:
            self.messages.clear()
            self._refusals.clear()
            self.attempts = 0

    def fail_with(
        self,
        code: int,
        text: str,
        *,
        at: Stage = "data",
        times: int | None = None,
        applies_to: Callable[[str], bool] = lambda address: True,
    ) -> None:
        """Answer with this code at a stage, `times` times or until `accept()`.

        `applies_to` gets the sender's address at "mail", the recipient's at "rcpt", and the sender's at "data".
        """
        self._refusals.append(_Refusal(at, f"{code} {text}", times, applies_to))

    def accept(self) -> None:
        """Refuse nothing any longer."""
        self._refusals.clear()

    def wait_for(self, count: int, patience: float = PATIENCE) -> list[Received]:
        """Wait until so many letters have come; raises TimeoutError saying how many there are."""
        with self._arrived:
            if not self._arrived.wait_for(lambda: len(self.messages) >= count, timeout=patience):
                raise TimeoutError(f"{len(self.messages)} of {count} letters came within {patience:g} seconds")
            return list(self.messages)

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Called by the server for MAIL FROM."""
        refusal = self._refusal("mail", address)
        if refusal:
            return refusal
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Called by the server for RCPT TO."""
        refusal = self._refusal("rcpt", address)
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Called by the server when the letter is complete."""
        self.attempts += 1
        refusal = self._refusal("data", envelope.mail_from or "")
        if refusal:
            return refusal
        with self._arrived:
            self.messages.append(_received(session, envelope))
            self._arrived.notify_all()
        return "250 OK"

    def _refusal(self, stage: Stage, address: str) -> str:
        for refusal in self._refusals:
            if refusal.stage == stage and refusal.left != 0 and refusal.applies_to(address):
                refusal.left = None if refusal.left is None else refusal.left - 1
                return refusal.reply
        return ""

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, offered: object
    ) -> AuthResult:
        if self._credentials is None or not isinstance(offered, LoginPassword):
            return AuthResult(success=False, handled=False)
        wanted = tuple(word.encode() for word in self._credentials)
        is_right = (offered.login, offered.password) == wanted
        return AuthResult(success=is_right, handled=False, auth_data=offered.login.decode(errors="replace"))


def _received(session: Session, envelope: Envelope) -> Received:
    content = envelope.content or b""
    name = cast("object", session.auth_data)
    return Received(
        sender=envelope.mail_from or "",
        recipients=tuple(envelope.rcpt_tos),
        raw=content if isinstance(content, bytes) else content.encode(),
        signed_in_as=name if isinstance(name, str) else None,
        is_encrypted=session.ssl is not None,
    )
