"""A mail server that plays what a script tells it to, recipient by recipient: 421, greylisting, slowness, hanging up at
any moment, no STARTTLS. It counts what it took, so that copies are seen."""

import socket
import ssl
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Literal

from tests.services.service import LOOPBACK, PATIENCE, Service, free_port, wait_until

At = Literal["mail", "rcpt", "data", "end"]
"""Moments of a letter: its sender, its recipient, the word DATA, its end."""


@dataclass(frozen=True)
class Act:
    """What happens at a moment of one try: an answer of its own, a wait before it, or no answer and a closed line.
    ``takes`` counts the letter as taken at its end although the answer never comes, or says no."""

    at: At = "rcpt"
    says: str = ""
    waits: float = 0.0
    hangs_up: bool = False
    takes: bool = False


ACCEPT = Act()
GREYLIST = Act(says="451 4.7.1 Greylisted, please try again in 300 seconds")
BUSY = Act(says="421 4.3.2 Too many connections", hangs_up=True)
NOBODY = Act(says="550 5.1.1 No such user here")
REJECTED_CONTENT = Act(at="end", says="554 5.7.1 Message rejected")
DROP_BEFORE_DATA = Act(at="data", hangs_up=True)
DROP_AFTER_DATA = Act(at="end", hangs_up=True, takes=True)


@dataclass(frozen=True)
class Taken:
    """A letter that was taken."""

    sender: str
    recipient: str
    raw: bytes
    conversation: int
    is_encrypted: bool

    @property
    def letter(self) -> Message:
        return message_from_bytes(self.raw)


@dataclass
class _Conversation:
    number: int
    sender: str = ""
    recipient: str = ""
    act: Act = ACCEPT
    letters: int = 0
    is_encrypted: bool = False


@dataclass
class StubSmtp(Service):
    """SMTP on `port`. `scripts` has a list of acts for each recipient: one for each try, then it accepts."""

    scripts: dict[str, list[Act]] = field(default_factory=dict)
    size: int = 0
    smtputf8: bool = False
    tls: ssl.SSLContext | None = None
    letters_in_a_conversation: int = 0
    pause: float = 0.0
    taken: list[Taken] = field(default_factory=list)
    tries: Counter[str] = field(default_factory=Counter)
    commands: list[str] = field(default_factory=list)
    conversations: int = 0
    open_now: int = 0
    most_open: int = 0
    host: str = LOOPBACK
    port: int = 0

    def start(self) -> None:
        """Listen in a thread of its own. A port that the system hands out could answer after `stop()`: it may be given
        to whoever calls there."""
        self._lock = threading.Lock()
        self.port = self.port or free_port()
        self._listening = socket.create_server((self.host, self.port))
        self._is_over = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self) -> None:
        """Listen no longer; `taken` stays."""
        self._is_over.set()
        with suppress(OSError):  # It may be stopped already.
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    @property
    def url(self) -> str:
        """The server in the form that DESKHAND_SMTP_URL takes."""
        return f"smtp://{self.host}:{self.port}" + ("?tls=starttls" if self.tls else "")

    def copies(self) -> Counter[str]:
        """How often each letter was taken, by its Message-ID and recipient."""
        return Counter(f"{one.letter['Message-ID']} {one.recipient}" for one in self.taken)

    def wait_for(self, count: int, patience: float = PATIENCE) -> None:
        """Wait until so many letters were taken."""
        wait_until(lambda: len(self.taken) >= count, f"the coming of {count} letters", patience)

    def _accept(self) -> None:
        while not self._is_over.is_set():
            try:
                line, _address = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._converse, args=(line,), daemon=True).start()

    def _converse(self, line: socket.socket) -> None:
        with self._lock:
            self.conversations += 1
            self.open_now += 1
            self.most_open = max(self.most_open, self.open_now)
            here = _Conversation(self.conversations)
        try:
            line.settimeout(60)
            _Talk(self, line, here).run()
        except OSError:
            pass  # Whoever wrote is gone, and so is this conversation.
        finally:
            line.close()
            with self._lock:
                self.open_now -= 1

    def act_for(self, recipient: str) -> Act:
        """The next act of a recipient's script."""
        with self._lock:
            self.tries[recipient] += 1
            acts = self.scripts.get(recipient, [])
            return acts.pop(0) if acts else ACCEPT

    def take(self, here: _Conversation, raw: bytes) -> None:
        """Keep a letter."""
        with self._lock:
            self.taken.append(Taken(here.sender, here.recipient, raw, here.number, here.is_encrypted))
            here.letters += 1


class _HungUp(Exception):
    """The script ends the conversation."""


class _Talk:
    """One conversation, command by command."""

    def __init__(self, stub: StubSmtp, line: socket.socket, here: _Conversation) -> None:
        self.stub, self.line, self.here = stub, line, here
        self.incoming = line.makefile("rb")

    def run(self) -> None:
        self._say("220 stub ESMTP")
        try:
            for raw in iter(self.incoming.readline, b""):
                words = raw.decode("utf-8", "replace").strip()
                self.stub.commands.append(words)
                if not self._answer(words):
                    return
        except _HungUp:
            return
        finally:
            self.incoming.close()

    def _answer(self, words: str) -> bool:
        verb = words.partition(" ")[0].upper()
        if verb in ("EHLO", "HELO"):
            self._greet()
        elif verb == "STARTTLS":
            self._encrypt()
        elif verb == "MAIL":
            if self.stub.letters_in_a_conversation and self.here.letters >= self.stub.letters_in_a_conversation:
                self._say("421 4.4.5 Enough for one conversation")
                return False
            self.here.sender = _address(words)
            self._say("250 OK")
        elif verb == "RCPT":
            self.here.recipient = _address(words)
            self.here.act = self.stub.act_for(self.here.recipient)
            self._play("rcpt", "250 OK")
        elif verb == "DATA":
            if self._play("data", "354 Go on"):
                self._letter()
        elif verb == "QUIT":
            self._say("221 Bye")
            return False
        else:
            self._say("250 OK")
        return True

    def _greet(self) -> None:
        offers = ["stub"]
        offers += [f"SIZE {self.stub.size}"] if self.stub.size else []
        offers += ["SMTPUTF8", "8BITMIME"] if self.stub.smtputf8 else []
        offers += ["STARTTLS"] if self.stub.tls and not self.here.is_encrypted else []
        for offer in offers[:-1]:
            self._say(f"250-{offer}")
        self._say(f"250 {offers[-1]}")

    def _encrypt(self) -> None:
        if self.stub.tls is None:
            self._say("502 No TLS")
            return
        self._say("220 Go on")
        self.line = self.stub.tls.wrap_socket(self.line, server_side=True)
        self.incoming = self.line.makefile("rb")
        self.here.is_encrypted = True

    def _letter(self) -> None:
        lines = []
        for raw in iter(self.incoming.readline, b""):
            if raw == b".\r\n":
                break
            lines.append(raw[1:] if raw.startswith(b".") else raw)
        else:
            return  # It never ended: nothing was taken.
        self._pause(self.stub.pause)
        act = self.here.act
        if act.at != "end" or not act.says or act.takes:
            self.stub.take(self.here, b"".join(lines))
        self._pause(self.stub.pause)
        self._play("end", "250 2.0.0 Taken")

    def _play(self, at: At, otherwise: str) -> bool:
        """Answer as the script says at this moment. Returns whether it went on as usual."""
        act = self.here.act
        if act.at != at:
            self._say(otherwise)
            return True
        self._pause(act.waits)
        if act.says:
            self._say(act.says)
        if act.hangs_up:
            raise _HungUp
        if not act.says:
            self._say(otherwise)
        return not act.says

    def _pause(self, seconds: float) -> None:
        if seconds:
            self.stub._is_over.wait(seconds)

    def _say(self, words: str) -> None:
        self.line.sendall(f"{words}\r\n".encode())


def _address(words: str) -> str:
    return words.partition("<")[2].partition(">")[0]
