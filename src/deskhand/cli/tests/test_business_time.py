"""Business time from the terminal."""

import json

import pytest

from deskhand.cli.tests.terminal import Terminal

pytestmark = [pytest.mark.sqlite, pytest.mark.xdist_group("terminal")]


def test_questions_are_answered_in_order_without_an_installation_and_a_broken_one_stops_nothing(tmp_path):
    terminal = Terminal(tmp_path / "none", DESKHAND_DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")
    always = {"calendar": {"tz": "Europe/Berlin", "hours": "24x7"}, "start": "2026-03-29 01:30"}
    lines = [
        json.dumps({"id": "due", "op": "due", "seconds": 3600, **always}),
        "{broken",
        "",
        json.dumps({"id": 2, "op": "between", "end": "2026-03-29 03:30", **always}),
        json.dumps({"id": 3, "op": "is_open", **always}),
    ]
    told = [
        json.loads(line)
        for line in terminal.out("calendar", "time", "--jsonl", stdin="\n".join(lines).encode()).splitlines()
    ]
    assert told[0] == {"id": "due", "result": "2026-03-29T01:30:00Z"}
    assert told[1]["id"] is None and "not JSON" in told[1]["error"]
    assert told[2:] == [{"id": 2, "result": 3600}, {"id": 3, "result": True}]
    assert not terminal.data.exists()
