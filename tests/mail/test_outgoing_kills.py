"""Workers are killed at random points while a hundred letters go out: none is lost, and a letter has no more copies
than workers died while it was on its way."""

import json
import os
import random
import sys
import time

import pytest

from tests.mail.post_office import CONNECTIONS
from tests.mail.test_kills import Office
from tests.services.service import wait_until
from tests.services.stub_smtp import DROP_AFTER_DATA, DROP_BEFORE_DATA, GREYLIST, StubSmtp

LETTERS = 100
DATABASES = ("sqlite", "postgresql")
PATIENCE = 400
"""Seconds that the rest may take on a busy machine when the killing is over."""
KILLS = int(os.environ.get("KILLS", "8"))
SEED = int(os.environ.get("SEED", "1042"))


class PostOffice(Office):
    def command(self, *words):
        return [sys.executable, "-m", "tests.mail.post_office", *map(str, words)]


@pytest.fixture(params=DATABASES)
def office(request, tmp_path):
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    made = PostOffice(tmp_path, url)
    yield made
    made.close()


@pytest.mark.long
def test_whatever_dies_when_every_letter_goes_out(office):
    chance = random.Random(SEED)  # noqa: S311
    with StubSmtp(pause=0.05) as stub:
        for number, act in enumerate([GREYLIST, DROP_BEFORE_DATA, DROP_AFTER_DATA, GREYLIST]):
            stub.scripts[f"person{number}@kestrel.example"] = [act]
        office.environment["DESKHAND_SMTP_URL"] = stub.url
        office.do("prepare", LETTERS)
        office.start("one", "send")
        office.start("two", "send")
        for _number in range(KILLS):
            time.sleep(chance.uniform(0.3, 2.0))
            office.kill(chance.choice(["one", "two"]))
        found = {}

        def all_is_done():
            time.sleep(0.5)
            found.update(json.loads(office.do("report")))
            return found["sent"] >= LETTERS

        wait_until(all_is_done, "every letter's going out", PATIENCE)
        copies = stub.copies()
    assert found == {"sent": LETTERS, "failed": 0, "ids": LETTERS}
    assert len(copies) == LETTERS, "a letter was lost"
    assert sum(copies.values()) - LETTERS <= KILLS * CONNECTIONS + 1, "more copies than letters that were on their way"
    assert max(copies.values()) <= 3
