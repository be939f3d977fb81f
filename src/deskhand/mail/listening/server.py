"""The two protocols, and listening."""

from __future__ import annotations

import asyncio
import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP
from django.conf import settings

from deskhand import __version__
from deskhand.mail.listening.door import Answers, Door, LetterEnvelope
from deskhand.mail.listening.limits import CONNECTIONS, SILENCE_SECONDS
from deskhand.mail.listening.places import Listening, Place

DRAIN_SECONDS = 15.0
"""How long letters at hand may be finished when the process ends."""


class _Guarded(SMTP):
    """Lines as long as a letter may be, since real letters have such lines; strangers are turned away."""

    line_length_limit = 1001  # The limit of letters instead, on each listener's own class.
    listening: Listening
    served: set[object]
    _is_in_data = False

    def _create_envelope(self) -> LetterEnvelope:
        return LetterEnvelope()

    async def _handle_client(self) -> None:
        refusal = self._refusal()
        if refusal:
            await self.push(refusal)
            if self.transport is not None:
                self.transport.close()
            return
        self.served.add(self)
        try:
            await super()._handle_client()
        finally:
            self.served.discard(self)

    def _refusal(self) -> str:
        peer = self.session.peer if self.session else None
        if not self.listening.lets_in(peer):
            return "554 5.7.1 Mail is not taken from this network."
        if len(self.served) >= CONNECTIONS:
            return "421 4.3.2 Too many connections, try again later."
        return ""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        """A letter; :meth:`push` knows that its answers belong to it."""
        try:
            await super().smtp_DATA(arg)
        finally:
            self._is_in_data = False

    async def push(self, status: Any) -> None:
        """Send an answer. What the library says of a letter itself is said in our words, to each recipient by LMTP."""
        words = status.decode() if isinstance(status, bytes) else str(status)
        if self._is_in_data and not isinstance(status, Answers):
            words = self._of_a_letter(words)
        self._is_in_data = self._is_in_data or words.startswith("354")
        await super().push(words)

    def _of_a_letter(self, words: str) -> str:
        if words.startswith(("552", "500")):
            words = f"552 5.3.4 The mail is too large: at most {settings.DESKHAND.max_mail // (1024 * 1024)} MB."
        return words


class _Lmtp(_Guarded, LMTP):
    def _of_a_letter(self, words: str) -> str:
        recipients = self.envelope.rcpt_tos if self.envelope else []
        return "\r\n".join([super()._of_a_letter(words)] * max(1, len(recipients)))


class Listeners:
    """LMTP and SMTP as the settings want them, until :meth:`close`."""

    def __init__(self, listening: Listening) -> None:
        self._listening = listening
        self._servers: list[asyncio.Server] = []
        self._doors: list[Door] = []
        self._served: set[Any] = set()

    async def open(self) -> None:
        """Listen. Raises OSError, with the address in its words, where that cannot be."""
        for source, where, kind in (
            ("lmtp", self._listening.lmtp, _Lmtp),
            ("smtp", self._listening.smtp, _Guarded),
        ):
            if where is not None:
                door = Door(source)
                self._doors.append(door)
                self._servers.append(await _listening_on(where, self._factory(kind, door)))

    def _factory(self, kind: type[_Guarded], door: Door) -> Callable[[], SMTP]:
        limit, tls = settings.DESKHAND.max_mail, self._listening.tls()
        own = type(
            kind.__name__,
            (kind,),
            {"line_length_limit": limit, "listening": self._listening, "served": self._served},
        )
        return lambda: own(
            door,
            data_size_limit=limit,
            enable_SMTPUTF8=True,
            hostname=settings.DESKHAND.host,
            ident=f"Deskhand {__version__}",
            tls_context=tls,
            auth_exclude_mechanism=("LOGIN", "PLAIN"),
            timeout=SILENCE_SECONDS,
            loop=asyncio.get_running_loop(),
        )

    async def close(self) -> None:
        """Take no more connections, let letters at hand be stored and answered, then end."""
        for server in self._servers:
            server.close()
        deadline = asyncio.get_running_loop().time() + DRAIN_SECONDS
        while any(one._is_in_data for one in self._served) and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.05)
        for one in list(self._served):
            if one.transport is not None:
                one.transport.close()
        for door in self._doors:
            door.close()
        if self._listening.lmtp is not None and self._listening.lmtp.path is not None:
            self._listening.lmtp.path.unlink(missing_ok=True)


async def _listening_on(where: Place, factory: Callable[[], SMTP]) -> asyncio.Server:
    loop = asyncio.get_running_loop()
    if where.path is None:
        return await loop.create_server(factory, where.host, where.port)
    _remove_stale(where.path)
    server = await loop.create_unix_server(factory, str(where.path))
    os.chmod(where.path, 0o666)  # noqa: PTH101, S103 (its folder says who reaches it, as a port of this machine has none)
    return server


def _remove_stale(path: Path) -> None:
    """A socket that a killed process left behind is in the way; one that somebody listens on stays."""
    try:
        if not stat.S_ISSOCK(path.stat().st_mode):
            return
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            path.unlink(missing_ok=True)
