"""Strangers' bytes are read by a process of its own: what it costs is bounded, and nobody else pays."""

import os
import signal
from dataclasses import fields
from pathlib import Path

import pytest

from deskhand.mail import isolated
from deskhand.mail.isolation import limits, reader, wire
from deskhand.mail.isolation.limits import Limits
from deskhand.mail.legible import legible
from deskhand.mail.parse import parse
from deskhand.mail.parsing.model import Address, ParsedMail
from deskhand.mail.tests.golden import LETTERS
from deskhand.mail.tests.post import letter, post, tickets

HEAVY = letter(
    "Eve <eve@nowhere.example>", "Not as harmless as it looks", html="<p>" + "word <b>bold</b> " * 60_000 + "</p>"
)


@pytest.fixture
def stingy(monkeypatch):
    """Sets limits that a heavy letter goes beyond."""

    def set_(**made):
        monkeypatch.setattr(Limits, "for_size", classmethod(lambda cls, size: made["limits"]))

    reader.end_all()
    yield set_
    reader.end_all()


@pytest.fixture
def fresh():
    reader.end_all()
    with reader.borrowed() as one:
        one.ask({"verb": "headline"}, [b""], Limits.for_size(0))
        yield one


def test_a_mail_comes_back_as_it_was_read():
    for file in sorted(LETTERS.glob("*.eml"))[::7]:
        raw = file.read_bytes()
        here, there = parse(raw), isolated.parsed(raw)
        for spec in fields(ParsedMail):
            if spec.name != "headers":
                assert getattr(there, spec.name) == getattr(here, spec.name), (file.name, spec.name)
        assert list(there.headers.items()) == list(here.headers.items())
        assert isolated.legible(there, {"a": "/files/a"}) == legible(
            here.text, here.html, here.subject, {"a": "/files/a"}
        )


@pytest.mark.parametrize(
    ("made", "words"),
    [(Limits(cpu=0.02, memory=2**30), "0.0 seconds"), (Limits(cpu=5, memory=2 * 2**20), "2 MB of memory")],
    ids=["time", "memory"],
)
def test_a_letter_that_takes_too_much_waits_in_quarantine_with_its_headers_and_the_queue_goes_on(
    cast, stingy, monkeypatch, made, words
):
    isolated.parsed(letter())
    with monkeypatch.context():
        stingy(limits=made)
        row = post(cast.mailbox, HEAVY)
    assert (row.state, row.outcome) == ("quarantined", "too_much")
    assert words in row.error and "kept as it came" in row.error
    assert (row.from_email, row.subject) == ("eve@nowhere.example", "Not as harmless as it looks")
    monkeypatch.undo()
    post(cast.mailbox, letter(subject="fine"))
    assert [one.subject for one in tickets()] == ["fine"]


def test_a_reader_that_somebody_kills_costs_no_letter(fresh, monkeypatch):
    whole = wire.send

    def killed_first(line, words, contents=()):
        monkeypatch.setattr(wire, "send", whole)
        os.kill(fresh._process.pid, signal.SIGKILL)
        whole(line, words, contents)

    reader._given_back(fresh)
    monkeypatch.setattr(wire, "send", killed_first)
    assert isolated.parsed(letter(subject="Read all the same")).subject == "Read all the same"


def test_a_reader_serves_many_letters_and_then_a_fresh_one_takes_its_place(monkeypatch):
    reader.end_all()
    monkeypatch.setattr(reader, "LETTERS_BY_ONE", 3)
    pids = []
    for _turn in range(5):
        with reader.borrowed() as one:
            one.ask({"verb": "headline"}, [b""], Limits.for_size(0))
            pids.append(one._process.pid)
    assert pids[0] == pids[1] == pids[2] != pids[3] == pids[4]


def test_a_reader_has_no_settings_no_secrets_and_can_start_nothing(fresh):
    there = Path(f"/proc/{fresh._process.pid}")
    known = {one.partition(b"=")[0] for one in (there / "environ").read_bytes().split(b"\0") if one}
    assert known <= {b"PYTHONPATH", b"PYTHONUTF8"}
    limited = {line[:25].strip(): line[25:].split()[1] for line in (there / "limits").read_text().splitlines()}
    assert (limited["Max processes"], limited["Max file size"], limited["Max core file size"]) == ("0", "0", "0")
    assert "sqlite" not in (there / "maps").read_text()


@pytest.mark.parametrize(
    "words",
    [None, 7, "text", [], ["a"], ["a", 7], [["a"], "b"], {"email": "a"}, ["a", "b", "c"], ["a", None]],
)
def test_an_answer_of_another_shape_is_no_value(words):
    assert wire.whole(Address, ["a", "b@c.example"], []) == Address("a", "b@c.example")
    with pytest.raises(wire.Garbled):
        wire.whole(Address, words, [])


def test_a_letter_of_the_usual_size_has_the_time_and_memory_that_are_promised():
    assert (Limits.for_size(0).cpu, Limits.for_size(0).memory) == (2.0, 64 * 2**20)
    assert Limits.for_size(10 * 2**20).cpu == pytest.approx(4.0)
    assert Limits.for_size(10 * 2**20).memory == (64 + 50) * 2**20
    assert limits.PATIENCE >= 1
