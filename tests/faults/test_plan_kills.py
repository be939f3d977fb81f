"""Workers and the agent beside them are killed at random points while plans run: no step is done twice, none is
forgotten, each letter is written once, and all ends as it does where nobody dies."""

import os

import pytest

from tests.faults.killing import office_of

PLANS = int(os.environ.get("PLANS", "30"))
KILLS = int(os.environ.get("KILLS", "15"))

WANTED = {
    "outcome": "done",
    "steps": [
        ["hand-over", "done"],
        ["mark", "done"],
        ["order", "done"],
        ["place", "done"],
        ["reply", "done"],
        ["set-up", "done"],
        ["tell", "done"],
        ["urgent", "skipped"],
        ["write", "done"],
    ],
    "tasks": [["Hand it over", "resolved"], ["Order", "resolved"], ["Place it", "resolved"], ["Set it up", "resolved"]],
    "notes": ["A letter to vendor@acme.example:\n\nFor IT.", "It is ready.", "It was ordered."],
    "tags": ["laptop"],
    "letters": [["vendor@acme.example", "For IT."]],
}
"""How a plan ends that nobody killed (modules/fulfilment/tests/test_kills.py shows that it does)."""


office = office_of("tests.faults.plan_works")


@pytest.mark.long
@pytest.mark.timeout(1500)
def test_whatever_dies_when_each_step_of_each_plan_is_done_once(office):
    found = office.live_through(PLANS, KILLS, ended=lambda told: told["runs"])
    assert len(found["runs"]) == PLANS and found["tasks"] == 4 * PLANS
    for one in found["runs"]:
        assert one == WANTED
