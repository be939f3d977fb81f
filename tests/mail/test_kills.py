"""Workers and the pipe are killed at random points while 500 letters come in: every letter is one ticket with one
acknowledgement, whatever dies when."""

import json
import os
import random
import subprocess
import sys
import time

import pytest

from tests.mail.office import letter
from tests.services.service import wait_until

LETTERS = 500
BY_PIPE = LETTERS // 2
KILLS = int(os.environ.get("KILLS", "30"))
PATIENCE = 300
"""Seconds that the rest may take on a busy machine when the killing is over."""
SEED = int(os.environ.get("SEED", "1042"))
DATABASES = ("sqlite", "postgresql")


class Office:
    """Processes that share a data folder; each can be killed and started again."""

    def __init__(self, folder, database_url):
        self.folder = folder
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("DESKHAND_")}
        self.environment = {
            **inherited,
            "DESKHAND_DATA": str(folder / "data"),
            "DESKHAND_DATABASE_URL": database_url,
            "DESKHAND_LOG_LEVEL": "CRITICAL",
            "DJANGO_SETTINGS_MODULE": "deskhand.settings",
        }
        self.running = {}

    def command(self, *words):
        return [sys.executable, "-m", "tests.mail.office", *map(str, words)]

    def do(self, *words):
        """Run one verb to its end; what it printed."""
        done = subprocess.run(self.command(*words), env=self.environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def start(self, name, *words):
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(self.command(*words), env=self.environment, stdout=log, stderr=log)
        self.running[name] = (process, words)

    def kill(self, name):
        process, words = self.running[name]
        process.kill()
        process.wait()
        self.start(name, *words)

    def ended(self, name):
        return self.running[name][0].poll() is not None

    def close(self):
        for process, _words in self.running.values():
            process.kill()
            process.wait()


@pytest.fixture(params=DATABASES)
def office(request, tmp_path):
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    made = Office(tmp_path, url)
    yield made
    made.close()


@pytest.mark.long
@pytest.mark.timeout(900)
def test_whatever_dies_when_every_letter_is_one_ticket(office, dovecot, imap_account):
    name, password = imap_account
    office.do("prepare", dovecot.host, dovecot.port, name, password)
    for number in range(BY_PIPE, LETTERS):
        dovecot.deliver(name, letter(number))
    accepted = office.folder / "accepted"
    office.start("one", "work")
    office.start("two", "work")
    office.start("pipe", "feed", 0, BY_PIPE, accepted)

    chance = random.Random(SEED)  # noqa: S311
    for _number in range(KILLS):
        time.sleep(chance.uniform(0.2, 4.0))
        office.kill(chance.choice(["one", "two", "pipe"]))
    wait_until(lambda: office.ended("pipe"), "the end of the pipe", PATIENCE)

    found = {}

    def all_is_done():
        time.sleep(1)
        found.update(json.loads(office.do("report")))
        return len(found["subjects"]) >= LETTERS and found["waiting"] == 0

    wait_until(all_is_done, "every letter's becoming a ticket", PATIENCE)
    assert found["subjects"] == sorted(f"Letter {number}" for number in range(LETTERS))
    assert found["messages"] == LETTERS
    assert found["states"] == ["done"]
    assert found["acknowledged"] == sorted(f"person{number}@kestrel.example" for number in range(LETTERS))
    assert (found["sent"], found["dead"]) == (LETTERS, [])
