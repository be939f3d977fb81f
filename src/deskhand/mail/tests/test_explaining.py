"""What is told about a mail, and when two mails are the same one."""

import json
import os
import subprocess
import sys

import pytest

from deskhand.mail import isolated
from deskhand.mail.digest import content_digest
from deskhand.mail.explain import explain
from deskhand.mail.filters import FILTERS, FilterContext, Verdict, judge_all
from deskhand.mail.isolation.limits import Limits
from deskhand.mail.parse import parse
from deskhand.mail.tests.golden import CONTEXT, LETTERS

SOME = sorted(LETTERS.glob("b*.eml"))
KEYS = {
    "subject": str, "from": dict, "to": list, "cc": list, "reply_to": list, "text": str, "html": str, "newest": str,
    "attachments": list, "verdicts": list, "would_answer": bool, "outcome": str,
}  # fmt: skip


@pytest.mark.parametrize(
    "raw", [b"", b"\x00\xff", b"From", b"\n\n\n", *(one.read_bytes() for one in sorted(LETTERS.glob("b*.eml")))]
)
def test_every_explanation_has_the_promised_shape(raw: bytes):
    told = json.loads(json.dumps(explain(raw, CONTEXT)))
    assert {key: type(told[key]) for key in KEYS} == KEYS
    assert told["outcome"] in ("accepted", "quarantined", "refused")
    assert set(told["from"]) == {"name", "email"}
    assert all(set(one) == {"filter", "verdict", "because"} for one in told["verdicts"])
    assert all(set(one) == {"filename", "content_type", "size", "sha256"} for one in told["attachments"])
    assert told["bounce"] is None or set(told["bounce"]) == {"recipients", "permanent"}


@pytest.mark.parametrize(
    ("raw", "outcome"),
    [
        (b"", "quarantined"),
        (b" \r\n\r\n", "quarantined"),
        (b"Subject: x\n\n", "accepted"),
        (b"only words", "accepted"),
        (b"From: eve@spam.example\n\nbuy", "refused"),
        (b"From: a@x.example\n\n" + b"x" * 2_000, "refused"),
    ],
)
def test_the_outcome_is_told(raw: bytes, outcome: str):
    assert explain(raw, CONTEXT, max_message=1_000)["outcome"] == outcome


@pytest.mark.parametrize(
    ("headers", "email"),
    [
        ("From: a@x.example\nSender: b@x.example", "a@x.example"),
        ("From: nobody\nSender: b@x.example\nReply-To: c@x.example", "b@x.example"),
        ("Reply-To: c@x.example\nReturn-Path: <d@x.example>", "c@x.example"),
        ("From: <>\nReturn-Path: <d@x.example>", "d@x.example"),
        ("Subject: nobody at all", ""),
    ],
)
def test_somebody_speaks_for_an_empty_from(headers: str, email: str):
    assert explain(headers.encode() + b"\n\nx")["from"]["email"] == email


LETTER = b"""From: Anna <anna@x.example>
To: desk@y.example
Date: Tue, 3 Nov 2026 09:14:05 +0100
Message-ID: <1@x>
Subject: Hi
Content-Type: multipart/mixed; boundary=b

--b

Hello
--b
Content-Type: text/csv; name=a.csv

1,2
--b--
"""


def test_the_same_letter_on_another_way_has_the_same_digest():
    other = b"Received: from relay\nDelivered-To: z@y.example\nX-Spam: 1\n" + LETTER.replace(b"\n", b"\r\n")
    other = other.replace(b"09:14:05 +0100", b"08:14:05 +0000").replace(b"boundary=b", b'boundary="b"')
    assert content_digest(parse(other)) == content_digest(parse(LETTER))


CHANGES = (
    (b"Hello", b"Hallo"),
    (b"1,2", b"1,3"),
    (b"Hi", b"Ho"),
    (b"anna@", b"anne@"),
    (b":14", b":15"),
    (b"desk@", b"d@"),
)


@pytest.mark.parametrize(("old", "new"), CHANGES)
def test_another_letter_under_the_same_message_id_has_another_digest(old: bytes, new: bytes):
    assert content_digest(parse(LETTER.replace(old, new))) != content_digest(parse(LETTER))


def test_a_module_may_ask_a_question_of_its_own():
    def judge(mail, ctx):
        return Verdict("legal", "hold", "it is %(what)s", {"what": "evidence"}, forbids_answer=False)

    verdicts = judge_all(parse(LETTER), FilterContext(), more=[judge])
    assert [one.because for one in verdicts] == ["it is evidence"]


def test_the_filters_have_a_file_each_and_a_fixed_order():
    names = [judge.__module__.rpartition(".")[2] for judge in FILTERS]
    assert len(set(names)) == len(names)
    assert names[0] == "own_mail"
    assert names.index("bounce") < names.index("auto_reply")


@pytest.mark.parametrize(("value", "path"), [("<>", ""), ("<a@x.example>", "a@x.example"), ("garbage", None), ("", "")])
def test_only_the_empty_return_path_is_the_null_sender(value: str, path: str | None):
    assert parse(f"Return-Path: {value}\nFrom: b@x.example\n\nx".encode()).return_path == path


def test_mail_is_explained_without_settings_or_database():
    code = "import sys; from deskhand.mail.explain import explain; print(explain(sys.stdin.buffer.read())['subject'])"
    told = subprocess.run(
        [sys.executable, "-c", code], input=b"Subject: Hi\n\nx", capture_output=True, env={}, check=True
    )
    assert told.stdout == b"Hi\n"


@pytest.mark.parametrize(
    "raw", [b"", bytes(range(256)) * 40, (LETTERS / "emoji.eml").read_bytes()], ids=["nothing", "bytes", "a letter"]
)
def test_the_terminal_explains_any_bytes_without_an_installation(raw: bytes, tmp_path):
    surroundings = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "ascii", "DESKHAND_DATA": str(tmp_path / "none")}
    command = [sys.executable, "-m", "deskhand", "mail", "explain"]
    told = subprocess.run(command, input=raw, capture_output=True, env=surroundings, cwd=tmp_path)
    assert told.returncode == 0
    assert {key: type(value) for key, value in json.loads(told.stdout).items()}.items() >= KEYS.items()
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_input_at_all_is_refused_in_words(tmp_path):
    with (tmp_path / "file").open("wb") as for_writing:
        command = [sys.executable, "-m", "deskhand", "mail", "explain"]
        told = subprocess.run(command, stdin=for_writing, capture_output=True, cwd=tmp_path, text=True)
    assert told.returncode != 0 and "standard input cannot be read" in told.stderr and "Traceback" not in told.stderr


def test_a_mail_that_takes_too_much_is_told_as_quarantined(monkeypatch):
    monkeypatch.setattr(Limits, "for_size", lambda size: Limits(cpu=0.05 if size > 20_000 else 2.0, memory=2**28))
    told = isolated.explained(
        b"From: Eve <eve@x.example>\nSubject: Bomb\nContent-Type: text/html\n\n" + b"<b><p>" * 200_000
    )
    assert (told["outcome"], told["subject"], told["from"]["email"]) == ("quarantined", "Bomb", "eve@x.example")
    assert "more than 0.1 seconds" in told["verdicts"][0]["because"] and told["would_answer"] is False


def test_of_a_mail_that_is_too_large_only_the_header_is_read():
    told = explain(b"From: a@x.example\nSubject: Video\n\n" + b"x" * 2_000, max_message=1_000)
    assert (told["outcome"], told["subject"], told["text"]) == ("refused", "Video", "")
