"""When the disk is full, the database is locked or its server is restarted, senders keep their letters and are heard
when they come again: none is lost, none comes twice."""

import io
import json
import os
import subprocess
import sys
from functools import partial

import pytest
from django.db import connection

from deskhand.mail import pipe
from deskhand.mail.models import InboundMail
from tests.mail.office import letter
from tests.mail.small_disk import LETTERS
from tests.mail.test_kills import Office
from tests.services.postgres import PostgresCluster
from tests.services.service import wait_until

COUNT = 60
CRASHES = 2


@pytest.fixture
def own_cluster():
    """A PostgreSQL server that a test may crash."""
    with PostgresCluster() as cluster:
        yield cluster


def has_come(taken, wanted):
    return taken.exists() and len(taken.read_text().split()) >= wanted


@pytest.mark.long
def test_on_a_full_disk_letters_are_refused_for_now_and_taken_when_there_is_room(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    command = ["unshare", "--map-root-user", "--mount", sys.executable, "-m", "tests.mail.small_disk", str(folder)]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("DESKHAND_")}
    done = subprocess.run(
        command, env={**inherited, "DESKHAND_LOG_LEVEL": "CRITICAL"}, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert set(found["codes"]) == {pipe.ACCEPTED, pipe.TRY_AGAIN}
    assert found["codes"][0] == pipe.ACCEPTED
    assert found["left"] == []
    assert set(found["again"]) == {pipe.ACCEPTED}
    assert found["integrity"] == "ok"
    assert found["subjects"] == sorted(f"Letter {number}" for number in range(LETTERS))


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_while_the_database_is_locked_the_mail_server_is_told_to_try_again(cast, capsys):
    name = cast.mailbox.name
    other = connection.copy()
    connection.ensure_connection()
    connection.connection.execute("PRAGMA busy_timeout = 50")
    try:
        other.cursor().execute("BEGIN IMMEDIATE")
        assert pipe.run(name, io.BytesIO(letter(1))) == pipe.TRY_AGAIN
        assert "not now, try again" in capsys.readouterr().err
        other.cursor().execute("ROLLBACK")
        assert pipe.run(name, io.BytesIO(letter(1))) == pipe.ACCEPTED
    finally:
        other.close()
        connection.connection.execute("PRAGMA busy_timeout = 20000")
    assert InboundMail.objects.within(cast.it).count() == 1


@pytest.mark.long
def test_letters_wait_at_their_server_while_the_database_is_restarted(own_cluster, tmp_path):
    office = Office(tmp_path, own_cluster.create_database("deskhand"))
    try:
        office.do("prepare", "127.0.0.1", 143, "nobody", "")
        ids = tmp_path / "threads.json"
        ids.write_text(office.do("threads"))
        taken = tmp_path / "taken"
        office.start("one", "work")
        office.start("mailroom", "mailroom")
        office.start("mail-server", "deliver", 0, COUNT, ids, tmp_path / "lmtp", taken)
        for crash in range(CRASHES):
            wanted = COUNT * (crash + 1) // (CRASHES + 2)
            wait_until(partial(has_come, taken, wanted), "letters")
            own_cluster.crash()
            own_cluster.boot()
        wait_until(lambda: office.ended("mail-server"), "the end of the letters", 120)
        wait_until(lambda: json.loads(office.do("report"))["waiting"] == 0, "the reading of the letters", 120)
        found = json.loads(office.do("report"))
    finally:
        office.close()
    texts = sorted(text for thread in found["threads"].values() for text in thread if text.startswith("This is"))
    assert texts == sorted(f"This is letter {number}." for number in range(COUNT))
    assert found["dead"] == []
