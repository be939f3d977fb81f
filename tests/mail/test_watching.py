"""Servers that tell at once when a letter comes (IDLE), from a real Dovecot."""

import threading
from contextlib import contextmanager

import pytest

from deskhand.kernel import clock
from deskhand.mail.fetching import watching
from deskhand.mail.fetching.account import account_of
from deskhand.mail.fetching.imap_link import opened
from deskhand.mail.models import Mailbox
from deskhand.mail.tests.post import letter
from tests.mail.boxes import connected
from tests.services.service import PATIENCE, wait_until


class Target:
    """Counts the calls to wake up."""

    def __init__(self, mailbox, folder="INBOX"):
        self.mailbox, self.folder, self.calls, self.rang = mailbox, folder, 0, threading.Event()

    def account(self):
        return account_of(self.mailbox)

    def wake(self, over):
        self.calls += 1
        self.rang.set()


@pytest.fixture
def watched(cast, dovecot, imap_account, monkeypatch):
    with under_watch(Target(connected(cast, dovecot, imap_account))) as target:
        yield target


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(watching, "FIRST_WAIT", 0.05)
    monkeypatch.setattr(watching, "SETTLE_SECONDS", 1.2)  # Dovecot looks at a folder of files once a second at most.
    monkeypatch.setattr(watching, "ANSWER_SECONDS", 0.05)


@contextmanager
def under_watch(target):
    watcher = watching.Watcher(target)
    watcher.start()
    try:
        yield target
    finally:
        watcher.over.set()
        watcher.join(PATIENCE)
    assert not watcher.is_alive()


def rang(target):
    heard = target.rang.wait(PATIENCE)
    target.rang.clear()
    return heard


def test_a_letter_is_told_at_once_and_the_next_one_too(watched, dovecot):
    assert rang(watched), "what came while nobody watched is looked for first"
    dovecot.deliver(watched.mailbox.fetch_user, letter())
    assert rang(watched)
    put_by_imap(watched.mailbox, "INBOX")
    assert rang(watched)


def put_by_imap(box, folder):
    with opened(account_of(box)) as there:
        there.append(letter(), folder)


def test_a_letter_in_any_folder_is_told_at_once(cast, dovecot, imap_account):
    box = connected(cast, dovecot, imap_account)
    with opened(account_of(box)) as there:
        there.folder.create("Störungen")
    with under_watch(Target(box)) as inbox, under_watch(Target(box, "Störungen")) as second:
        assert rang(inbox) and rang(second)
        put_by_imap(box, "Störungen")
        assert rang(second) and not inbox.rang.is_set()


def test_a_server_that_was_away_is_watched_again(watched, dovecot):
    assert rang(watched)
    dovecot.shut_down()
    dovecot.boot()
    assert rang(watched), "whatever came meanwhile is looked for"
    put_by_imap(watched.mailbox, "INBOX")
    assert rang(watched)


def test_the_watch_is_renewed_before_the_server_ends_it(watched, dovecot, monkeypatch):
    assert rang(watched)
    monkeypatch.setattr(watching, "RENEW_SECONDS", 0.01)
    monkeypatch.setattr(watching, "ANSWER_SECONDS", 0.02)
    dovecot.deliver(watched.mailbox.fetch_user, letter())
    assert rang(watched)
    assert watching.RENEW_SECONDS < 29 * 60


def test_every_mailbox_that_is_fetched_by_imap_is_watched_and_a_changed_one_anew(cast, dovecot, imap_account):
    box = connected(cast, dovecot, imap_account)
    before = watching._wanted()
    assert [(one.mailbox, one.folder) for one in before.values()] == [(box, "INBOX")]
    box.fetch_user = "another"
    box.save()
    assert set(watching._wanted()) != set(before)
    box.is_active = False
    box.save()
    assert watching._wanted() == {}


def test_each_folder_is_watched_up_to_a_limit_and_no_mailbox_goes_without(cast, dovecot, monkeypatch):
    many = connected(cast, dovecot, ("many", "secret"))
    many.folders = [f"Folder {number}" for number in range(9)]
    many.save()
    where = {"protocol": "imap", "fetch_host": dovecot.host, "fetch_user": "one"}
    one = Mailbox.objects.create(
        desk=cast.it, name="second", address="second@eberfeld.example", created_at=clock.now(), **where
    )
    found = [(target.mailbox, target.folder) for target in watching._wanted().values()]
    first = [(many, f"Folder {number}") for number in range(watching.WATCHED_FOLDERS)]
    assert found == [first[0], (one, "INBOX"), *first[1:]]
    monkeypatch.setattr(watching, "WATCHED_LIMIT", 3)
    assert [target.mailbox for target in watching._wanted().values()] == [many, one, many]


def test_watchers_come_and_go_with_the_list_and_end_when_told(cast, dovecot, imap_account, monkeypatch):
    box = connected(cast, dovecot, imap_account)
    lists, made = [{("a",): Target(box)}, {}], []
    monkeypatch.setattr(watching, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(watching, "_wanted", lambda: lists.pop(0) if len(lists) > 1 else lists[0])

    class Quiet(threading.Thread):
        def __init__(self, target):
            super().__init__(daemon=True)
            self.over = threading.Event()
            made.append(self)

        def run(self):
            self.over.wait(PATIENCE)

    monkeypatch.setattr(watching, "Watcher", Quiet)
    stop = threading.Event()
    watching_all = threading.Thread(target=watching.watch_all, args=(stop,), daemon=True)
    watching_all.start()
    wait_until(lambda: bool(made) and made[0].over.is_set(), "the end of the first watcher")
    stop.set()
    watching_all.join(PATIENCE)
    assert not watching_all.is_alive() and len(made) == 1
