"""The pipe of a mail server, and the backend that libraries send through."""

import io
from dataclasses import replace

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import OperationalError

from deskhand.mail import pipe
from deskhand.mail.backend import OutboxBackend
from deskhand.mail.tests.post import letter, sent_to, tickets


def test_a_letter_on_standard_input_is_accepted(cast):
    assert pipe.run("it", io.BytesIO(letter(subject="By pipe"))) == 0
    cast.work()
    assert [one.subject for one in tickets()] == ["By pipe"]


def test_a_mailbox_that_nobody_made_is_said_with_those_that_there_are(cast, capsys):
    assert pipe.run("nowhere", io.BytesIO(letter())) == 64
    assert "no mailbox 'nowhere' (known: it)" in capsys.readouterr().err


def test_what_is_too_large_goes_back_to_its_sender(cast, settings, capsys):
    settings.DESKHAND = replace(settings.DESKHAND, max_mail=1_000)
    assert pipe.run("it", io.BytesIO(letter(text="x" * 5_000))) == 65
    assert "too large" in capsys.readouterr().err


@pytest.mark.parametrize("fault", [OperationalError("database is locked"), OSError(28, "No space left on device")])
def test_what_cannot_be_kept_now_is_to_be_tried_again(cast, monkeypatch, capsys, fault):
    def fail(*_):
        raise fault

    monkeypatch.setattr(pipe, "accept", fail)
    assert pipe.run("it", io.BytesIO(letter())) == 75
    assert "try again" in capsys.readouterr().err


def test_letters_of_libraries_go_through_the_outbox(cast):
    message = EmailMultiAlternatives("Your code", "123456", to=["Mara <mara@kestrel.example>"])
    message.attach_alternative("<b>123456</b>", "text/html")
    assert OutboxBackend().send_messages([message]) == 1
    (row,) = sent_to("mara@kestrel.example")
    assert (row.kind, row.subject, row.text, row.html, row.desk_id) == (
        "sign_in",
        "Your code",
        "123456",
        "<b>123456</b>",
        None,
    )
    assert row.headers["Auto-Submitted"] == "auto-generated"
