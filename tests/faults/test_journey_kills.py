"""Workers and whoever serves the desks are killed at random points while journeys run over three desks: no ticket is
opened twice, nothing is forgotten, each letter is written once, and every journey ends as it does where nobody dies."""

import os

import pytest

from tests.faults.killing import office_of

JOURNEYS = int(os.environ.get("JOURNEYS", "20"))
KILLS = int(os.environ.get("KILLS", "12"))

WANTED = {
    "outcome": "done",
    "activities": [[one, "done"] for one in ("account", "badge", "contract", "laptop", "rules", "tour")],
    "tickets": 4,
    "facts": 13,
}
"""How a journey ends that nobody killed: six activities have begun and ended, and so has the journey."""

LETTERS = {"lena": {"begun": 1, "yours": 1, "ended": 1}, "p": {"begun": 1, "yours": 1, "ended": 1}}
"""How often each is written to: at the beginning, when their activity begins, at the end."""


office = office_of("tests.faults.journey_works")


@pytest.mark.long
@pytest.mark.timeout(1500)
def test_whatever_dies_when_each_journey_goes_its_way_once(office):
    found = office.live_through(JOURNEYS, KILLS, ended=list)
    assert len(found) == JOURNEYS
    for one in found:
        letters = one.pop("letters")
        assert one == WANTED
        for who, wanted in LETTERS.items():
            kinds = [kind for to, kind in letters if to.startswith(who)]
            assert {kind: kinds.count(kind) for kind in kinds} == wanted, letters
