"""What servers, networks and other people do to a mailbox while it is fetched: nothing is lost, nothing comes twice."""

import imaplib

import pytest

from deskhand.mail.fetching import imap, visit
from deskhand.mail.fetching.account import account_of
from deskhand.mail.fetching.imap_link import opened
from deskhand.mail.tests.post import letter, tickets
from tests.mail.boxes import connected, fetch, received, unseen
from tests.services.cutting import CuttingRelay

pytestmark = pytest.mark.postgres


@pytest.fixture
def box(cast, dovecot, imap_account):
    return connected(cast, dovecot, imap_account)


def subjects():
    return [one.subject for one in tickets()]


def put(box, folder, *letters):
    """Letters into a folder, made if need be."""
    with opened(account_of(box)) as there:
        if not there.folder.exists(folder):
            there.folder.create(folder)
        for raw in letters:
            there.append(raw, folder)


def test_letters_of_several_folders_are_fetched_whatever_their_names(cast, box):
    put(box, "Störungen", letter(subject="From the sub-folder"))
    put(box, "INBOX", letter(subject="From the inbox"))
    box.folders = ["INBOX", "Störungen"]
    box.save()
    fetch(cast)
    assert sorted(subjects()) == ["From the inbox", "From the sub-folder"]
    assert unseen(box) == unseen(box, "Störungen") == 0


def test_letters_can_be_flagged_and_left_unread_for_people(cast, box, dovecot):
    box.after_reading = "flag"
    box.save()
    dovecot.deliver(box.fetch_user, letter())
    fetch(cast)
    fetch(cast)
    assert len(received(box)) == 1 and unseen(box) == 1
    with opened(account_of(box)) as there:
        assert len(there.uids("FLAGGED")) == 1


def test_a_folder_that_is_not_there_is_named_and_the_others_are_fetched(cast, box, dovecot):
    box.folders = ["INBOX", "Nowhere"]
    box.save()
    dovecot.deliver(box.fetch_user, letter())
    fetch(cast)
    assert len(tickets()) == 1 and "no such folder" in cast.mailbox.last_error


def test_a_server_that_does_not_move_still_hands_out_the_next_letter(cast, box, dovecot):
    box.after_reading, box.done_folder = "move", "Nowhere"
    box.save()
    for number in range(2):
        dovecot.deliver(box.fetch_user, letter(subject=f"Letter {number}"))
    fetch(cast)
    assert len(tickets()) == 2 and cast.mailbox.last_error
    put(box, "Nowhere")
    fetch(cast)
    assert len(tickets()) == len(received(box)) == 2 and cast.mailbox.last_error == ""


@pytest.mark.parametrize("word", [b"STORE", b"FETCH", b"BODY.PEEK"])
def test_a_link_that_dies_in_the_middle_loses_nothing_and_makes_no_second_ticket(cast, box, dovecot, word):
    for number in range(3):
        dovecot.deliver(box.fetch_user, letter(subject=f"Letter {number}"))
    with CuttingRelay(dovecot.port, word) as relay:
        box.fetch_port = relay.port
        box.save()
        fetch(cast)
        fetch(cast)
    assert sorted(subjects()) == ["Letter 0", "Letter 1", "Letter 2"] and len(received(box)) == 3
    assert cast.mailbox.last_error == "" and cast.mailbox.left_words == ""
    box.fetch_port = dovecot.port
    assert unseen(box) == 0


def test_a_letter_of_which_the_server_dies_does_not_keep_back_those_behind_it(cast, box, dovecot):
    for subject in ("deadly", "behind"):
        dovecot.deliver(box.fetch_user, letter(subject=subject))
    with CuttingRelay(dovecot.port, b"FETCH 1 (BODY.PEEK", cuts=100) as relay:
        box.fetch_port = relay.port
        box.save()
        fetch(cast)
        fetch(cast)
        assert subjects() == ["behind"]
        assert "hung up" in cast.mailbox.last_error and "does not hand out 1 letter" in cast.mailbox.left_words


def test_a_letter_that_the_server_refuses_is_counted_and_tried_again(cast, box, dovecot, monkeypatch):
    for subject in ("stuck", "behind"):
        dovecot.deliver(box.fetch_user, letter(subject=subject))
    whole = imaplib.IMAP4.uid

    def refusing(self, command, *args):
        if "BODY.PEEK" in str(args) and args[0] == "1":
            return "NO", [b"[SERVERBUG] Internal error"]
        return whole(self, command, *args)

    monkeypatch.setattr(imaplib.IMAP4, "uid", refusing)
    fetch(cast)
    assert subjects() == ["behind"] and "does not hand out 1 letter" in cast.mailbox.left_words
    assert cast.mailbox.last_error == ""
    page = cast.client("lena").get("/agent/settings/it/mail/mailboxes/").content.decode()
    assert "does not hand out 1 letter" in page
    monkeypatch.undo()
    fetch(cast)
    assert subjects() == ["behind", "stuck"] and cast.mailbox.left_words == ""


def test_a_letter_that_somebody_takes_away_meanwhile_is_nothing_to_speak_of(cast, box, dovecot, monkeypatch):
    for subject in ("taken away", "behind"):
        dovecot.deliver(box.fetch_user, letter(subject=subject))
    found = imap.waiting

    def and_then_gone(there, account):
        uids = found(there, account)
        with opened(account) as other:
            other.delete(uids[:1])
        return uids

    monkeypatch.setattr(imap, "waiting", and_then_gone)
    fetch(cast)
    assert subjects() == ["behind"]
    assert cast.mailbox.last_error == "" and cast.mailbox.left_words == ""


def test_a_mailbox_that_was_restored_brings_nothing_twice(cast, box, dovecot):
    """New UIDs under a new UIDVALIDITY, and nobody remembers what was read."""
    for number in range(2):
        dovecot.deliver(box.fetch_user, letter(subject=f"Letter {number}"))
    fetch(cast)
    kept = dovecot.letters(box.fetch_user)
    with opened(account_of(box)) as there:
        before = imap._validity(there)
    dovecot.forget_inbox(box.fetch_user)
    for raw in kept:
        dovecot.deliver(box.fetch_user, raw)
    dovecot.deliver(box.fetch_user, letter(subject="Letter 2"))
    with opened(account_of(box)) as there:
        assert imap._validity(there) != before
    fetch(cast)
    assert subjects() == ["Letter 0", "Letter 1", "Letter 2"] and unseen(box) == 0


def test_two_fetchers_at_once_make_one_ticket(cast, box, dovecot):
    dovecot.deliver(box.fetch_user, letter())
    account = account_of(box)
    with opened(account) as other:
        uid = imap.waiting(other, account)[0]
        raw = imap._raw(other, uid)
        fetch(cast)
        assert raw and visit.Visit.to(box, "imap").store(raw)
    cast.work()
    assert len(tickets()) == len(received(box)) == 1


@pytest.mark.long
def test_a_backlog_of_27_000_letters_is_taken_in_bites_with_bounded_questions(cast, box, dovecot, monkeypatch):
    """Generated as files; a visit asks for the sizes of a few hundred and for the bodies of one bite."""
    dovecot.deliver_many(box.fetch_user, 27_000)
    asked = []
    whole = imaplib.IMAP4.uid

    def counting(self, command, *args):
        asked.append((command.lower(), args))
        return whole(self, command, *args)

    monkeypatch.setattr(imaplib.IMAP4, "uid", counting)
    for bite in (1, 2):
        asked.clear()
        found = imap.fetch(box, account_of(box))
        assert (found.accepted, found.has_more) == (visit.BATCH, True)
        assert len(received(box)) == bite * visit.BATCH
        assert sum(command == "search" for command, _args in asked) == 1
        assert sum("RFC822.SIZE" in str(args) for _command, args in asked) == 1
    assert unseen(box) == 27_000 - 2 * visit.BATCH
