"""Processes that are killed at random points while work goes on, until all of it has ended: what the kill tests of
plans and of journeys share."""

import json
import os
import random
import sys
import time

import pytest

from tests.mail.test_kills import Office
from tests.services.service import wait_until

SEED = int(os.environ.get("SEED", "1042"))
PATIENCE = 600
"""Seconds that the rest may take on a busy machine when the killing is over."""


class Works(Office):
    """The processes of one module of verbs: ``prepare``, ``work``, ``serve`` and ``report``."""

    def __init__(self, folder, database_url, module):
        super().__init__(folder, database_url)
        self.module = module

    def command(self, *words):
        return [sys.executable, "-m", self.module, *map(str, words)]

    def live_through(self, count, kills, ended):
        """Prepare so many, let two workers and whoever serves work on them, kill one of these ``kills`` times, and
        return the report in which ``ended`` names the end of each."""
        chance = random.Random(SEED)  # noqa: S311
        self.do("prepare", count)
        names = {"one": "work", "two": "work", "served": "serve"}
        for name, verb in names.items():
            self.start(name, verb)
        for _number in range(kills):
            time.sleep(chance.uniform(0.2, 2.0))
            self.kill(chance.choice(list(names)))
        found = []

        def all_have_ended():
            time.sleep(1)
            for name, verb in names.items():  # Who gave up because the database was locked for long comes again.
                if self.ended(name):
                    self.start(name, verb)
            found[:] = [json.loads(self.do("report"))]
            return all(one["outcome"] for one in ended(found[0]))

        wait_until(all_have_ended, "the end of all that was prepared", PATIENCE)
        return found[0]


def office_of(module):
    """A fixture: the processes of that module, on either database."""

    @pytest.fixture(params=("sqlite", "postgresql"))
    def office(request, tmp_path):
        url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
        made = Works(tmp_path, url, module)
        yield made
        made.close()

    return office
