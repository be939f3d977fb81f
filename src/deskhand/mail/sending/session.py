"""One conversation with a server, in which letter after letter is handed over."""

from __future__ import annotations

import re
import smtplib
from types import TracebackType

from django.utils.translation import gettext as _

from deskhand.mail.sending.addresses import Envelope
from deskhand.mail.sending.servers import Server
from deskhand.mail.sending.smtp import WORDS_LIMIT, NotSent, decoded, hang_up, in_words, opened

ANSWER_SECONDS = 180
"""Longest wait for the answer to a whole letter. Whoever gives up here sends it twice: servers look into letters first,
and RFC 5321 asks for patience of minutes."""

CLOSING = 421
"""The code by which a server ends the conversation, whatever was asked."""

TOO_LARGE = (552, 523)
"""Codes by which a server says at the beginning that the letter is too large."""

_LEADING_DOT = re.compile(rb"(?m)^\.")


class Session:
    """Opens the connection with the first letter and keeps it for the next; a context manager, so that it is closed."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up. The next letter opens a new conversation."""
        if self._smtp is not None:
            hang_up(self._smtp)
            self._smtp = None

    def send(self, envelope: Envelope, raw: bytes) -> str:
        """Hand one letter over and return the server's words of acceptance. Raises :class:`NotSent`."""
        is_fresh = self._smtp is None
        try:
            return self._hand_over(envelope, raw)
        except NotSent as refusal:
            if is_fresh or not refusal.is_servers or refusal.is_unsure:
                raise
        return self._hand_over(envelope, raw)  # Servers end long conversations; that says nothing about the letter.

    def _hand_over(self, envelope: Envelope, raw: bytes) -> str:
        try:
            with in_words(self.server):
                self._smtp = smtp = self._smtp or opened(self.server)
                self._begin(smtp, envelope, raw)
                return self._finish(smtp, raw)
        except NotSent as refusal:
            self._after(refusal)
            raise

    def _begin(self, smtp: smtplib.SMTP, envelope: Envelope, raw: bytes) -> None:
        _need_room(smtp, self.server, raw)
        _taken(smtp.mail(envelope.sender, envelope.options(smtp, len(raw))), is_about_sender=True)
        _taken(smtp.rcpt(envelope.recipient))
        code, words = smtp.docmd("DATA")
        if code != 354:
            raise _refusal(code, words)

    def _finish(self, smtp: smtplib.SMTP, raw: bytes) -> str:
        smtp.send(_dotted(raw))
        try:
            if smtp.sock is not None:
                smtp.sock.settimeout(ANSWER_SECONDS)
            code, words = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            said = _("%(host)s took the whole letter and gave no answer: it may have arrived.")
            raise NotSent(said % {"host": self.server.host}, is_unsure=True) from error
        if smtp.sock is not None:
            smtp.sock.settimeout(smtp.timeout)
        return _taken((code, words))

    def _after(self, refusal: NotSent) -> None:
        """A conversation goes on after a refused letter, and ends after anything else."""
        if self._smtp is None:
            return
        if not (refusal.is_servers or refusal.is_unsure):
            try:
                if self._smtp.rset()[0] < 300:
                    return
            except (OSError, smtplib.SMTPException):
                pass  # It is closed below, which is all that can be done.
        self.close()


def deliver(server: Server, *, sender: str, recipient: str, raw: bytes) -> str:
    """Hand one letter to a server and return its words of acceptance. Raises :class:`NotSent`."""
    with Session(server) as session:
        return session.send(Envelope(sender, recipient), raw)


def _need_room(smtp: smtplib.SMTP, server: Server, raw: bytes) -> None:
    limit = smtp.esmtp_features.get("size", "").strip()
    if limit.isdecimal() and 0 < int(limit) < len(raw):
        words = _("The letter has %(size)s MB, and %(host)s takes at most %(limit)s MB.")
        said = {"size": _megabytes(len(raw)), "limit": _megabytes(int(limit)), "host": server.host}
        raise NotSent(words % said, is_permanent=True)


def _megabytes(size: int) -> str:
    return f"{size / (1024 * 1024):.1f}"


def _taken(answer: tuple[int, bytes], *, is_about_sender: bool = False) -> str:
    code, words = answer
    if 200 <= code < 300:
        return f"{code} {decoded(words)}".strip()[:WORDS_LIMIT]
    raise _refusal(code, words, is_about_sender=is_about_sender)


def _refusal(code: int, words: bytes, *, is_about_sender: bool = False) -> NotSent:
    """What a code means. A sender who may not send is a matter of the settings: no letter of the mailbox would fare
    better, and all of them wait until that is mended."""
    said = f"{code} {decoded(words)}".strip()
    if code == CLOSING or code < 200 or (is_about_sender and code not in TOO_LARGE):
        return NotSent(said, is_servers=True)
    return NotSent(said, is_permanent=code >= 500)


def _dotted(raw: bytes) -> bytes:
    """The letter as it travels: lines that begin with a dot get another, and a dot alone ends it."""
    ended = raw if raw.endswith(b"\r\n") else raw + b"\r\n"
    return _LEADING_DOT.sub(b"..", ended) + b".\r\n"
