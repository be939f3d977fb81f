"""What a mail server hears that hands letters over: every answer is true when it is given."""

import asyncio
import contextlib
import shutil
import smtplib
import socket
import threading
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from deskhand.kernel.errors import TooLarge
from deskhand.mail.listening import door, pressure, server
from deskhand.mail.listening.places import Listening, place
from deskhand.mail.receive import accept
from tests.services.certificates import Certificate
from tests.services.service import LOOPBACK, free_port

LETTER = b"From: Mara <mara@kestrel.example>\r\nSubject: VPN drops\r\n\r\nIt drops.\r\n"
ADDRESSES = {"it@eberfeld.example": "it", "billing@eberfeld.example": "billing"}


class Office:
    """Listeners in a thread of their own, on a desk that is played: ``kept`` are letters by mailbox, ``faults`` what
    goes wrong for a mailbox."""

    def __init__(self, config):
        self.listening = Listening.of(config)
        self.kept, self.faults = [], {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._listeners = server.Listeners(self.listening)

    def accept(self, mailbox, raw, source):
        fault = self.faults.get(mailbox.name)
        if fault is not None:
            raise fault
        self.kept.append((mailbox.name, raw, source))

    def mailbox_for(self, address):
        if "database" in self.faults:
            raise self.faults["database"]
        name = ADDRESSES.get(address.lower())
        return SimpleNamespace(name=name) if name else None

    def __enter__(self):
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listeners.open(), self._loop).result(120)
        return self

    def __exit__(self, *_):
        asyncio.run_coroutine_threadsafe(self._listeners.close(), self._loop).result(120)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def lmtp(self):
        return smtplib.LMTP(str(self.listening.lmtp.path))

    def smtp(self):
        return smtplib.SMTP(LOOPBACK, self.listening.smtp.port, timeout=120)


@pytest.fixture
def office(settings, tmp_path, monkeypatch):
    opened = contextlib.ExitStack()

    def begin(**more):
        own = {"lmtp": f"unix:{tmp_path}/lmtp", "smtp_listen": f"{LOOPBACK}:{free_port()}", **more}
        settings.DESKHAND = replace(settings.DESKHAND, **own)
        made = Office(settings.DESKHAND)
        monkeypatch.setattr(door, "accept", made.accept)
        monkeypatch.setattr(door, "mailbox_for", made.mailbox_for)
        monkeypatch.setattr(door, "close_old_connections", lambda: None)
        monkeypatch.setattr(pressure, "_found", lambda: made.faults.get("pressure", ""))
        return opened.enter_context(made)

    with opened:
        yield begin


def handed_over(client, recipients, raw=LETTER, sender="mara@kestrel.example"):
    """The answers to MAIL, to each RCPT, and after the letter, as a mail server reads them off the line."""
    client.ehlo_or_helo_if_needed()
    told = [client.docmd(f"MAIL FROM:<{sender}>")]
    told += [client.docmd(f"RCPT TO:<{one}>") for one in recipients]
    taken = sum(code == 250 for code, _words in told[1:])
    if not taken:
        return told
    assert client.docmd("DATA")[0] == 354
    client.send(raw.replace(b"\r\n.", b"\r\n..") + b".\r\n")
    return told + [client.getreply() for _one in range(taken if isinstance(client, smtplib.LMTP) else 1)]


def codes(told):
    return [code for code, _words in told]


def test_each_recipient_has_an_answer_of_its_own_by_lmtp(office):
    here = office()
    here.faults["billing"] = OperationalError("database is locked")
    with here.lmtp() as client:
        told = handed_over(client, ["it@eberfeld.example", "nobody@eberfeld.example", "billing@eberfeld.example"])
        assert codes(told) == [250, 250, 550, 250, 250, 451]
        assert b"<nobody@eberfeld.example>: no mailbox here has this address" in told[2][1]
        assert b"try again" in told[-1][1]
        assert codes(handed_over(client, ["it@eberfeld.example"])) == [250, 250, 250], "the line goes on"
    (name, raw, source), _second = here.kept
    assert (name, source) == ("it", "lmtp")
    assert raw == b"Return-Path: <mara@kestrel.example>\r\nDelivered-To: it@eberfeld.example\r\n" + LETTER


def test_by_smtp_the_sender_keeps_a_letter_as_long_as_one_recipient_may_still_get_it(office):
    here = office()
    both = ["it@eberfeld.example", "billing@eberfeld.example"]
    here.faults["billing"] = OSError(28, "No space left on device")
    with here.smtp() as client:
        assert codes(handed_over(client, both)) == [250, 250, 250, 451]
        here.faults.clear()
        assert codes(handed_over(client, both)) == [250, 250, 250, 250]
    assert [name for name, _raw, _source in here.kept] == ["it", "it", "billing"]


def test_what_is_too_large_is_refused_for_good_in_words_and_the_size_is_told_before(office):
    here = office(max_mail=2 * 1024 * 1024)
    big = LETTER + (b"x" * 9_998 + b"\r\n") * 220
    with here.lmtp() as client:
        client.ehlo()
        assert client.esmtp_features["size"] == str(2 * 1024 * 1024)
        assert client.docmd(f"MAIL FROM:<a@b.example> SIZE={3 * 1024 * 1024}")[0] == 552
        told = handed_over(client, ["it@eberfeld.example", "billing@eberfeld.example"], big)
        assert codes(told) == [250, 250, 250, 552, 552]
        assert told[-1][1] == b"5.3.4 The mail is too large: at most 2 MB."
    here.faults["it"] = TooLarge("too large by a hair")
    with here.smtp() as client:
        assert codes(handed_over(client, ["it@eberfeld.example"])) == [250, 250, 552]
    assert here.kept == []


def test_lines_of_a_megabyte_and_letters_of_any_bytes_are_taken(office):
    here = office()
    odd = LETTER + b"x" * 1_000_000 + b"\r\n\x00\xff caf\xc3\xa9\r\n.\r\n..dots\r\n"
    with here.smtp() as client:
        assert client.ehlo()[0] == 250
        client.command_encoding = "utf-8"
        assert {"8bitmime", "smtputf8", "size"} <= set(client.esmtp_features)
        assert codes(handed_over(client, ["it@eberfeld.example"], odd, sender="müller@kestrel.example")) == [250] * 3
    assert here.kept[0][1].endswith(odd)
    assert here.kept[0][1].startswith("Return-Path: <müller@kestrel.example>\r\n".encode())


def test_a_bounce_has_no_sender(office):
    here = office()
    with here.lmtp() as client:
        assert codes(handed_over(client, ["it@eberfeld.example"], sender="")) == [250, 250, 250]
    assert here.kept[0][1].startswith(b"Return-Path: <>\r\n")


@pytest.mark.parametrize("fault", [{"pressure": "the disk is nearly full"}, {"database": OperationalError("away")}])
def test_while_nothing_can_be_kept_letters_stay_where_they_are(office, fault):
    here = office()
    here.faults.update(fault)
    with here.smtp() as client:
        told = handed_over(client, ["it@eberfeld.example"])
    refused = next((code, words) for code, words in told if code != 250)
    assert refused[0] in (451, 452) and b"try again" in refused[1]
    assert here.kept == []


def test_the_backlog_and_the_disk_are_asked(db, settings, monkeypatch):
    assert pressure.Pressure().words() == ""
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=1024))
    assert pressure.Pressure().words() == "the disk is nearly full"


def test_a_long_backlog_stops_what_comes(cast, monkeypatch):
    monkeypatch.setattr(pressure, "BACKLOG", 1)
    accept(cast.mailbox, LETTER, "lmtp")
    assert pressure.Pressure().words() == ""
    accept(cast.mailbox, LETTER + b"more", "lmtp")
    assert pressure.Pressure().words() == "more than 1 letters wait to be read"


def test_strangers_and_crowds_are_turned_away_at_the_door(office, monkeypatch):
    here = office(mail_networks="10.9.0.0/16")
    with pytest.raises(smtplib.SMTPConnectError, match="not taken from this network"):
        here.smtp()
    with here.lmtp() as client:
        monkeypatch.setattr(server, "CONNECTIONS", 1)
        assert client.ehlo()[0] == 250
        with pytest.raises(smtplib.SMTPConnectError, match="Too many connections"):
            here.lmtp()


def test_a_certificate_is_shown_when_there_is_one(office, tmp_path):
    made = Certificate(tmp_path)
    here = office(mail_certificate=str(made.certificate), mail_certificate_key=str(made.key))
    with here.smtp() as client:
        client.starttls(context=made.client())
        assert codes(handed_over(client, ["it@eberfeld.example"])) == [250, 250, 250]
    assert len(here.kept) == 1


def test_a_letter_that_is_being_stored_is_answered_before_the_end(office, monkeypatch):
    here = office()
    begun, may_end = threading.Event(), threading.Event()
    whole = vars(door)["accept"]

    def slow(*words):
        begun.set()
        may_end.wait(120)
        whole(*words)

    monkeypatch.setattr(door, "accept", slow)
    with here.lmtp() as client:
        client.ehlo()
        client.docmd("MAIL FROM:<a@b.example>")
        client.docmd("RCPT TO:<it@eberfeld.example>")
        client.docmd("DATA")
        client.send(LETTER + b".\r\n")
        assert begun.wait(120)
        ending = asyncio.run_coroutine_threadsafe(here._listeners.close(), here._loop)
        may_end.set()
        assert client.getreply()[0] == 250
        ending.result(120)
    with pytest.raises(OSError):
        here.lmtp()


def test_a_socket_that_a_killed_process_left_behind_is_taken_over(office, tmp_path):
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(f"{tmp_path}/lmtp")
    here = office()
    with here.lmtp() as client:
        assert client.ehlo()[0] == 250


@pytest.mark.parametrize(
    ("words", "told"),
    [("24", "unix:/run"), ("host:", "unix:/run"), ("unix:relative", "unix:/run"), ("127.0.0.1:99999", "unix:/run")],
)
def test_an_address_that_cannot_be_is_told_in_words(words, told):
    with pytest.raises(ValueError, match=told):
        place(words, "DESKHAND_LMTP", may_be_a_path=True)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"mail_networks": "10.1.0.0/99"}, "DESKHAND_MAIL_NETWORKS"),
        ({"mail_certificate": "/nowhere.pem"}, "belong together"),
        ({"smtp_listen": "unix:/run/x"}, "DESKHAND_SMTP_LISTEN"),
    ],
)
def test_settings_that_make_no_sense_are_told_in_words(settings, more, words):
    with pytest.raises(ValueError, match=words):
        Listening.of(replace(settings.DESKHAND, **more))


def test_only_this_machine_hands_mail_over_unless_networks_are_named(settings):
    usual = Listening.of(settings.DESKHAND)
    assert [usual.lets_in((peer, 1)) for peer in ("127.0.0.1", "::1", "::ffff:127.0.0.1", "10.1.2.3")] == [
        True,
        True,
        True,
        False,
    ]
    named = Listening.of(replace(settings.DESKHAND, mail_networks="10.1.0.0/16, fd00::/8"))
    assert [named.lets_in((peer, 1)) for peer in ("10.1.2.3", "fd00::1", "127.0.0.1")] == [True, True, False]
