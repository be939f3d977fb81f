"""Fetching from a real Dovecot."""

from dataclasses import replace

import pytest

from deskhand.files import blobs
from deskhand.jobs.worker import run_until_idle
from deskhand.kernel import vault
from deskhand.mail.checking import check_fetching, check_smtp
from deskhand.mail.fetching import visit
from deskhand.mail.fetching.account import account_of
from deskhand.mail.fetching.imap_link import opened
from deskhand.mail.models import InboundMail
from deskhand.mail.schedules import fetch_all
from deskhand.mail.sending.servers import Server
from deskhand.mail.tests.post import letter, tickets

pytestmark = pytest.mark.postgres


@pytest.fixture
def box(cast, dovecot, imap_account):
    """The mailbox it, connected to an account of its own."""
    name, password = imap_account
    mailbox = cast.mailbox
    mailbox.fetch_host, mailbox.fetch_port, mailbox.fetch_security = dovecot.host, dovecot.port, "none"
    mailbox.protocol = "imap"
    mailbox.fetch_user, mailbox.fetch_secret = name, vault.locked(password)
    mailbox.save()
    return mailbox


def fetch(mailbox):
    """What the schedule does, and all that follows."""
    fetch_all.put()
    run_until_idle()
    mailbox.refresh_from_db()


def unseen(mailbox):
    with opened(account_of(mailbox)) as there:
        return len(there.uids("UNSEEN"))


def test_letters_become_tickets_and_are_marked_as_seen(box, dovecot):
    for number in range(3):
        dovecot.deliver(box.fetch_user, letter(subject=f"Letter {number}"))
    fetch(box)
    assert sorted(one.subject for one in tickets()) == ["Letter 0", "Letter 1", "Letter 2"]
    assert unseen(box) == 0
    assert box.last_fetch_at is not None and box.last_error == ""


def test_fetching_again_brings_nothing_twice(box, dovecot):
    dovecot.deliver(box.fetch_user, letter())
    fetch(box)
    fetch(box)
    assert len(tickets()) == 1


def test_a_letter_whose_mark_was_lost_is_known_and_marked_again(box, dovecot):
    dovecot.deliver(box.fetch_user, letter())
    fetch(box)
    with opened(account_of(box)) as there:
        there.flag(there.uids(), "\\Seen", False)
    fetch(box)
    assert len(tickets()) == 1
    assert unseen(box) == 0


def test_read_letters_are_moved_where_the_mailbox_says(box, dovecot):
    with opened(account_of(box)) as there:
        there.folder.create("Done")
    box.after_reading, box.done_folder = "move", "Done"
    box.save()
    dovecot.deliver(box.fetch_user, letter())
    fetch(box)
    with opened(account_of(box)) as there:
        assert there.uids() == []
    with opened(account_of(box), "Done") as there:
        assert len(there.uids()) == 1
    assert len(tickets()) == 1


def test_a_letter_that_cannot_be_stored_stays_unseen_on_the_server(box, dovecot, monkeypatch):
    dovecot.deliver(box.fetch_user, letter())

    def full(content, digest):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(blobs, "lay_down", full)
    fetch(box)
    assert unseen(box) == 1
    assert "No space left on device" in box.last_error
    monkeypatch.undo()
    fetch(box)
    assert len(tickets()) == 1 and box.last_error == ""


def test_a_letter_over_the_limit_stays_on_the_server_and_the_page_says_so(box, dovecot, settings):
    settings.DESKHAND = replace(settings.DESKHAND, max_mail=3_000)
    dovecot.deliver(box.fetch_user, letter(text="x" * 5_000))
    dovecot.deliver(box.fetch_user, letter(subject="small"))
    fetch(box)
    assert [one.subject for one in tickets()] == ["small"]
    assert "1 letter is larger" in box.left_words
    assert box.last_error == "" and box.last_fetch_at is not None, "the mailbox itself is well"
    assert unseen(box) == 1


def test_a_backlog_is_taken_in_bites(box, dovecot, monkeypatch):
    monkeypatch.setattr(visit, "BATCH", 3)
    for number in range(8):
        dovecot.deliver(box.fetch_user, letter(subject=f"Letter {number}"))
    fetch(box)
    assert len(tickets()) == 8


def test_a_letter_that_breaks_every_rule_does_not_stop_those_behind_it(box, dovecot):
    dovecot.deliver(box.fetch_user, b"\xff\xfe broken \x00\r\nFrom <<<\r\n\r\n\x80")
    dovecot.deliver(box.fetch_user, letter(subject="behind"))
    fetch(box)
    assert [one.subject for one in tickets()] == ["behind"]
    assert InboundMail.objects.within(box.desk_id).filter(state="quarantined").count() == 1


def test_what_is_wrong_stands_on_the_mailbox_in_words(box):
    box.fetch_secret = vault.locked("wrong")
    box.save()
    fetch(box)
    assert "does not take this user name and password" in box.last_error


def test_a_password_that_cannot_be_opened_any_more_is_asked_for_again(box):
    box.fetch_secret = "gAAAAABsomething"
    box.save()
    fetch(box)
    assert "Enter it again" in box.last_error


def test_a_mailbox_that_is_switched_off_is_left_alone(box, dovecot):
    box.is_active = False
    box.save()
    dovecot.deliver(box.fetch_user, letter())
    fetch(box)
    assert tickets() == []


def test_the_check_says_how_many_letters_wait(box, dovecot):
    dovecot.deliver(box.fetch_user, letter())
    finding = check_fetching(account_of(box))
    assert finding.ok and finding.words == "Signed in. 1 letter waits."


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"port": 1}, "Nobody listens"),
        ({"host": "no-such-server.invalid"}, "no server no-such-server.invalid"),
        ({"password": "wrong"}, "does not take this user name"),
        ({"folders": ("INBOX", "Nowhere")}, "no such folder"),
        ({"after_reading": "move", "done_folder": "Nowhere"}, "“Nowhere” for read letters does not exist"),
        ({"security": "tls"}, "does not speak TLS"),
    ],
)
def test_the_check_says_what_is_wrong(box, change, words):
    finding = check_fetching(replace(account_of(box), **change))
    assert not finding.ok and words in finding.words


def test_the_check_of_an_outgoing_server_sends_nothing(smtp_receiver):
    finding = check_smtp(Server(smtp_receiver.host, smtp_receiver.port, "none"), sender="it@eberfeld.example")
    assert finding.ok and smtp_receiver.messages == []
    smtp_receiver.fail_with(553, "Not your address", at="mail")
    refused = check_smtp(Server(smtp_receiver.host, smtp_receiver.port, "none"), sender="it@eberfeld.example")
    assert not refused.ok and "Not your address" in refused.words
