"""Which folder a command works on: a wrong one is refused, a half-filled demo is never taken for a whole one."""

import fcntl
import os
import signal
import time

import pytest

from deskhand.cli.half_filled import MARK
from deskhand.cli.tests.terminal import Terminal

pytestmark = [pytest.mark.sqlite, pytest.mark.xdist_group("terminal")]

NEEDS_ONE = {
    "doctor": ("doctor",),
    "backup": ("backup", "there.tar.gz"),
    "token": ("token", "create", "--user", "a@example.org"),
    "create": ("user", "create", "--email", "a@example.org", "--name", "A"),
    "import": ("people", "import", "/dev/null"),
    "link": ("user", "link", "a@example.org"),
    "role": ("user", "role", "a@example.org", "agent"),
    "modules": ("module", "list"),
    "permissions": ("permissions",),
}


@pytest.mark.parametrize("words", NEEDS_ONE.values(), ids=NEEDS_ONE.keys())
def test_a_folder_without_an_installation_is_refused_and_stays_as_it_was(tmp_path, words):
    folder = tmp_path / "mistyped"
    refused = Terminal(folder).run(*words, code=2)
    assert b"there is no Deskhand in" in refused.stderr
    assert str(folder).encode() in refused.stderr
    assert not folder.exists()


def test_an_empty_database_is_refused_and_stays_empty(tmp_path):
    (tmp_path / "deskhand.sqlite3").touch()
    refused = Terminal(tmp_path).run("backup", str(tmp_path / "all.tar.gz"), code=2)
    assert b"it is empty" in refused.stderr
    assert (tmp_path / "deskhand.sqlite3").stat().st_size <= 4096, "no page beyond the one that says what the file is"
    assert not (tmp_path / "all.tar.gz").exists()


def test_a_letter_for_a_mistyped_folder_waits_at_the_mail_server(tmp_path):
    folder = tmp_path / "mistyped"
    refused = Terminal(folder).run("mail", "--mailbox", "it", stdin=b"Subject: Help\n\nHello\n", code=75)
    assert b"there is no Deskhand in" in refused.stderr
    assert not folder.exists()


@pytest.fixture
def interrupted(tmp_path):
    """A folder in which `deskhand demo` was killed while it wrote."""
    terminal = Terminal(tmp_path / "demo").begin()
    filling = terminal.start("demo", "--tickets", "100000", "--no-serve")
    told = b""
    while b"500 of 100,000" not in told:
        line = filling.stdout.readline()
        assert line, told.decode()
        told += line
    os.kill(filling.pid, signal.SIGKILL)
    filling.wait(120)
    filling.stdout.close()
    return terminal


def test_an_interrupted_demo_is_not_served_and_is_filled_anew(interrupted):
    assert b"interrupted" in interrupted.run("serve", "--bind", "127.0.0.1:1", code=2).stderr
    assert b"interrupted" in interrupted.run("doctor", code=2).stderr
    again = interrupted.run("demo", "--tickets", "3", "--no-serve")
    assert b"Removing a demo" in again.stderr
    count = "from deskhand.tickets.models import Ticket; print(Ticket.objects.within(1).count())"
    assert interrupted.out("manage", "shell", "-v0", "-c", count) == "3"
    assert not (interrupted.data / MARK).exists()


def test_a_demo_that_is_being_filled_is_left_alone(tmp_path):
    with (tmp_path / MARK).open("w") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        began = time.monotonic()
        for words in (("serve",), ("demo", "--no-serve")):
            assert b"another process" in Terminal(tmp_path).run(*words, code=2).stderr
        assert time.monotonic() - began < 60, "nobody waited for the lock"
    assert [one.name for one in tmp_path.iterdir()] == [MARK]


def test_a_demo_that_is_refused_leaves_no_mark_on_what_is_in_use(tmp_path):
    terminal = Terminal(tmp_path / "real").begin()
    terminal.run("user", "create", "--email", "a@example.org", "--name", "A")
    terminal.run("demo", "--no-serve", code=2)
    assert not (terminal.data / MARK).exists()
    terminal.run("user", "link", "a@example.org")
