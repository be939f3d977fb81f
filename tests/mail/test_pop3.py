"""Fetching by POP3 from a real Dovecot."""

import poplib
from dataclasses import replace

import pytest

from deskhand.kernel import vault
from deskhand.mail.checking import check_fetching
from deskhand.mail.fetching import pop3, visit
from deskhand.mail.fetching.account import account_of
from deskhand.mail.models import FetchedLetter
from deskhand.mail.tests.post import letter, tickets
from tests.mail.boxes import connected, fetch, received

pytestmark = pytest.mark.postgres


@pytest.fixture
def box(cast, dovecot, imap_account):
    return connected(cast, dovecot, imap_account, "pop3")


def test_letters_become_tickets_and_leave_the_server(cast, box, dovecot):
    for number in range(3):
        dovecot.deliver(box.fetch_user, letter(subject=f"Letter {number}"))
    fetch(cast)
    assert [one.subject for one in tickets()] == ["Letter 0", "Letter 1", "Letter 2"]
    assert dovecot.letters(box.fetch_user) == []
    assert cast.mailbox.last_error == "" and cast.mailbox.last_fetch_at


def test_letters_that_stay_on_the_server_are_fetched_once_and_remembered_as_long_as_they_are_there(cast, box, dovecot):
    box.leaves_letters = True
    box.save()
    dovecot.deliver(box.fetch_user, letter(subject="First"))
    fetch(cast)
    dovecot.deliver(box.fetch_user, letter(subject="Second"))
    fetch(cast)
    assert [one.subject for one in tickets()] == ["First", "Second"] and len(received(box)) == 2
    assert len(dovecot.letters(box.fetch_user)) == 2
    with pop3.opened(account_of(box)) as there:
        there.dele(1)
    fetch(cast)
    assert FetchedLetter.objects.within(box.desk_id).count() == 1, "what is gone there is forgotten here"


def test_a_letter_arrives_byte_for_byte_with_its_long_lines_and_leading_dots(cast, box, dovecot):
    raw = letter(text="x").replace(b"\nx\n", b"\n" + b"y" * 9000 + b"\n.\n..two\nend\n").replace(b"\n", b"\r\n")
    dovecot.deliver(box.fetch_user, raw)
    fetch(cast)
    from deskhand.files import blobs

    assert blobs.read(received(box)[0].raw) == raw


def test_a_letter_over_the_limit_stays_and_the_page_says_so(cast, box, dovecot, settings):
    settings.DESKHAND = replace(settings.DESKHAND, max_mail=3_000)
    dovecot.deliver(box.fetch_user, letter(text="x" * 5_000))
    dovecot.deliver(box.fetch_user, letter(subject="small"))
    fetch(cast)
    assert [one.subject for one in tickets()] == ["small"]
    assert "1 letter is larger" in cast.mailbox.left_words and len(dovecot.letters(box.fetch_user)) == 1


def test_a_backlog_is_taken_in_bites(cast, box, dovecot, monkeypatch):
    monkeypatch.setattr(visit, "BATCH", 2)
    for number in range(5):
        dovecot.deliver(box.fetch_user, letter(subject=f"Letter {number}"))
    fetch(cast)
    assert len(tickets()) == 5 and dovecot.letters(box.fetch_user) == []


def test_a_letter_that_the_server_does_not_hand_out_blocks_none_behind_it(cast, box, dovecot, monkeypatch):
    for subject in ("stuck", "behind"):
        dovecot.deliver(box.fetch_user, letter(subject=subject))
    whole = poplib.POP3.retr

    def refusing(self, which):
        if which == 1:
            raise poplib.error_proto(b"-ERR broken")
        return whole(self, which)

    monkeypatch.setattr(poplib.POP3, "retr", refusing)
    fetch(cast)
    assert [one.subject for one in tickets()] == ["behind"]
    assert "does not hand out 1 letter" in cast.mailbox.left_words
    monkeypatch.undo()
    fetch(cast)
    assert len(tickets()) == 2 and cast.mailbox.left_words == ""


def test_a_letter_that_cannot_be_stored_stays_and_those_before_it_are_gone(cast, box, dovecot, monkeypatch):
    from deskhand.files import blobs

    for subject in ("first", "second"):
        dovecot.deliver(box.fetch_user, letter(subject=subject))
    whole, calls = blobs.lay_down, []

    def full(content, digest):
        calls.append(digest)
        if len(calls) > 1:
            raise OSError(28, "No space left on device")
        return whole(content, digest)

    monkeypatch.setattr(blobs, "lay_down", full)
    fetch(cast)
    assert "cannot be stored here" in cast.mailbox.last_error and "No space left" in cast.mailbox.last_error
    assert len(dovecot.letters(box.fetch_user)) == 1
    monkeypatch.undo()
    fetch(cast)
    assert [one.subject for one in tickets()] == ["first", "second"] and cast.mailbox.last_error == ""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "Signed in. 1 letter waits."),
        ({"port": 1}, "Nobody listens"),
        ({"password": "wrong"}, "does not take this user name"),
        ({"security": "tls"}, "does not speak TLS"),
        ({"security": "starttls"}, "cannot be trusted"),
    ],
)
def test_the_check_says_how_many_wait_or_what_is_wrong(box, dovecot, change, words):
    dovecot.deliver(box.fetch_user, letter())
    assert words in check_fetching(replace(account_of(box), **change)).words
    assert len(dovecot.letters(box.fetch_user)) == 1


def test_a_wrong_password_stands_on_the_mailbox(cast, box):
    box.fetch_secret = vault.locked("wrong")
    box.save()
    fetch(cast)
    assert "does not take this user name and password" in cast.mailbox.last_error
