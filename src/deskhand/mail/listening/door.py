"""What becomes of a letter that a mail server hands over. Each answer is given when it is true: 250 means that the
letter is stored and committed, 4xx that the sender keeps it and tries again, 5xx that it goes back in words."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import DatabaseError, close_old_connections

from deskhand.kernel.errors import TooLarge
from deskhand.mail.listening.limits import AT_ONCE, RECIPIENTS
from deskhand.mail.listening.pressure import Pressure
from deskhand.mail.models import Mailbox
from deskhand.mail.queries import mailbox_for
from deskhand.mail.receive import accept

log = structlog.get_logger(__name__)

LATER = "451 4.3.0 Not now, try again: the database or the disk cannot be used at the moment."

_T = TypeVar("_T")


class Answers(str):
    """The answers to a letter, whole: one line each for LMTP."""


class LetterEnvelope(Envelope):
    """An envelope that knows the mailbox of each of its recipients, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.mailboxes: list[Mailbox] = []


class Door:
    """Fills the hooks of aiosmtpd. ``source`` is what letters are noted with: ``lmtp`` or ``smtp``."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._pressure = Pressure()
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix=source)

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: LetterEnvelope, address: str, options: list[str]
    ) -> str:
        """Whether letters are taken at all now."""
        words = await self._asked(self._pressure.words)
        if words:
            return f"452 4.3.1 Not now, try again later: {words}."
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: LetterEnvelope, address: str, options: list[str]
    ) -> str:
        """Whether the address is one of ours."""
        if len(envelope.rcpt_tos) >= RECIPIENTS:
            return f"452 4.5.3 At most {RECIPIENTS} recipients for a letter: send the rest in another one."
        mailbox = await self._asked(lambda: mailbox_for(address))
        if mailbox is None:
            return f"550 5.1.1 <{_line(address)}>: no mailbox here has this address."
        envelope.rcpt_tos.append(address)
        envelope.mailboxes.append(mailbox)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: LetterEnvelope) -> Answers:  # noqa: N802
        """Store the letter for each recipient. By SMTP all of them share one answer: while one may be tried again the
        sender keeps the letter, and what was stored is known when it comes once more."""
        content = envelope.content
        raw = content if isinstance(content, bytes) else str(content).encode("utf-8", "surrogateescape")
        answers = []
        for address, mailbox in zip(envelope.rcpt_tos, envelope.mailboxes, strict=True):
            letter = _delivered(str(envelope.mail_from or ""), address, raw)
            answers.append(await self._stored(mailbox, letter, address))
        if self._source == "lmtp":
            return Answers("\r\n".join(answers))
        return Answers(max(answers, key=_badness))

    async def handle_exception(self, error: Exception) -> str:
        """A fault of the program, or of the database: the letter stays where it is."""
        if not isinstance(error, DatabaseError | OSError):
            log.error("listener.failed", error=repr(error), exc_info=error)
        return LATER

    def close(self) -> None:
        """Wait for what is being stored."""
        self._threads.shutdown()

    async def _stored(self, mailbox: Mailbox, raw: bytes, address: str) -> str:
        try:
            await self._asked(lambda: accept(mailbox, raw, self._source))
        except TooLarge as error:
            return f"552 5.3.4 <{_line(address)}>: {_line(str(error))}"
        except (DatabaseError, OSError) as error:
            log.warning("listener.not_now", error=str(error))
            return LATER
        except Exception:
            log.exception("listener.failed", mailbox=mailbox.name)
            return LATER
        return f"250 2.0.0 <{_line(address)}>: stored"

    async def _asked(self, question: Callable[[], _T]) -> _T:
        """The answer of a thread that may use the database."""

        def asked() -> _T:
            close_old_connections()
            return question()

        return await asyncio.get_running_loop().run_in_executor(self._threads, asked)


def _delivered(sender: str, address: str, raw: bytes) -> bytes:
    """The letter with what the envelope says, as whoever delivers at last writes it on top. It is the same whenever the
    letter is handed over again."""
    back = _line(sender).strip("<>")
    return f"Return-Path: <{back}>\r\nDelivered-To: {_line(address)}\r\n".encode("utf-8", "replace") + raw


def _line(words: Any) -> str:
    return "".join(one if one.isprintable() else " " for one in str(words))[:500]


def _badness(answer: str) -> int:
    """2xx, then 5xx, then 4xx: as long as any recipient may still get it the sender keeps the letter."""
    return {"2": 0, "5": 1, "4": 2}[answer[0]]
