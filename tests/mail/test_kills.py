"""Workers, the listener, a mail server and the pipe are killed at random points while letters come in by IMAP, LMTP and
pipe at once: every new letter is one ticket with one acknowledgement and every answer stands once in its own thread,
whatever dies when."""

import json
import os
import random
import subprocess
import sys
import time
from functools import partial

import pytest

from tests.mail.office import THREADS, address, is_answer, letters, thread_of
from tests.services.service import wait_until

BY_IMAP, BY_LMTP, BY_PIPE = range(500), range(500, 1000), range(1000, 1100)
LETTERS = 1100
TWICE = range(500, 550)
"""These come by IMAP as well as by LMTP."""
KILLS = {"sqlite": 60, "postgresql": 40}
PATIENCE = 600
"""Seconds that one verb, or the rest when the killing is over, may take on a busy machine."""
SEED = int(os.environ.get("SEED", "1042"))
OTHERS = {"mailroom": ["-m", "deskhand.cli.mailroom"]}
"""What is not a verb of the office."""


class Office:
    """Processes that share a data folder; each can be killed and started again."""

    def __init__(self, folder, database_url):
        self.folder = folder
        self.kills = 0
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("DESKHAND_")}
        self.environment = {
            **inherited,
            "DESKHAND_DATA": str(folder / "data"),
            "DESKHAND_DATABASE_URL": database_url,
            "DESKHAND_LOG_LEVEL": "CRITICAL",
            "DESKHAND_LMTP": f"unix:{folder / 'lmtp'}",
            "DJANGO_SETTINGS_MODULE": "deskhand.settings",
        }
        self.running = {}

    def command(self, *words):
        return [sys.executable, *OTHERS.get(words[0], ["-m", "tests.mail.office", *map(str, words)])]

    def do(self, *words):
        """Run one verb to its end; what it printed."""
        command = self.command(*words)
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=PATIENCE)
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


@pytest.fixture(params=list(KILLS))
def office(request, tmp_path):
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    made = Office(tmp_path, url)
    made.kills = int(os.environ.get("KILLS", KILLS[request.param]))
    yield made
    made.close()


@pytest.mark.long
@pytest.mark.timeout(1500)
def test_whatever_dies_when_every_letter_is_in_its_own_thread_once(office, dovecot, imap_account):
    name, password = imap_account
    office.do("prepare", dovecot.host, dovecot.port, name, password)
    ids = office.folder / "threads.json"
    ids.write_text(office.do("threads"))
    letter = letters(ids)
    for number in (*BY_IMAP, *TWICE):
        dovecot.deliver(name, letter(number))
    for process, words in {
        "one": ["work"],
        "two": ["work"],
        "mailroom": ["mailroom"],
        "pipe": ["feed", BY_PIPE[0], BY_PIPE[-1] + 1, ids, office.folder / "by-pipe"],
        "mail-server": ["deliver", BY_LMTP[0], BY_LMTP[-1] + 1, ids, office.folder / "lmtp", office.folder / "by-lmtp"],
    }.items():
        office.start(process, *words)

    chance = random.Random(SEED)  # noqa: S311
    for _number in range(office.kills):
        time.sleep(chance.uniform(0.1, 1.5))
        office.kill(chance.choice([name for name in office.running if not office.ended(name)]))
    assert taken(json.loads(office.do("report"))) < LETTERS + THREADS, "the work was over before the killing"
    for process in ("pipe", "mail-server"):
        wait_until(partial(office.ended, process), f"the end of the {process}", PATIENCE)

    found = {}

    def all_is_done():
        time.sleep(1)
        found.update(json.loads(office.do("report")))
        return taken(found) >= LETTERS + THREADS and found["waiting"] == 0

    wait_until(all_is_done, "every letter's being taken in", PATIENCE)
    new = [number for number in range(LETTERS) if not is_answer(number)]
    assert found["threads"] == {
        f"Letter {number}": [f"This is letter {number}."] for number in new
    } | asked_and_answered(found["threads"])
    assert found["states"] in (["done"], ["done", "ignored"])  # Ignored: a copy that came the other way.
    assert found["acknowledged"] == sorted(address(number) for number in new)
    assert (found["sent"], found["dead"]) == (len(new), [])


def taken(report):
    """How many messages stand on tickets."""
    return sum(map(len, report["threads"].values()))


def asked_and_answered(threads):
    """What each ticket that was there holds now: its question, and each of its answers once, in the order in which they
    came."""
    wanted = {}
    for number in range(-1, -1 - THREADS, -1):
        answers = {f"This is letter {one}." for one in range(LETTERS) if is_answer(one) and thread_of(one) == number}
        came = threads[f"Thread {number}"]
        assert sorted(came[1:]) == sorted(answers)
        wanted[f"Thread {number}"] = ["Please help.", *came[1:]]
    return wanted
