"""What is due rings in time by a real worker, and once, though all processes are killed at that instant."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from functools import partial

import pytest

from tests.e2e.served import ServedDemo
from tests.faults.test_kills import children
from tests.services.service import wait_until

pytestmark = [pytest.mark.long]

PROMISED = 6.0
"""Seconds of the first response that is promised."""

IN_TIME = 1.0
"""Seconds after its instant by which a breach is told."""

PATIENCE = 180
"""Seconds after which what a killed worker had at hand is surely done by another."""

PROMISE = f"""
from deskhand.accounts.models import Desk
from deskhand.accounts.actions import switch_module
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.sla.actions.policies import put_away, save_policy
from deskhand.modules.sla.models import Policy
desk = Desk.objects.get(key="it")
switch_module(actor=SYSTEM, desk=desk, module="sla", on=True)
for row in Policy.objects.within(desk).filter(put_away_at=None):
    put_away(actor=SYSTEM, policy=row)
steps = [{{"step": "notify", "who": "leads"}}, {{"step": "priority", "to": "urgent"}},
         {{"step": "hand_over", "team": "next_tier", "note": "Please answer."}}]
goals = {{"any": {{"seconds": {PROMISED}}}}}
milestones = [{{"percent": 50, "steps": []}}, {{"steps": steps}}]
target = {{"metric": "first_response", "goals": goals, "milestones": milestones}}
said = {{"level": "sla", "calendar": {{"of": "always"}}, "targets": [target]}}
save_policy(actor=SYSTEM, desk_id=desk.pk, name="Quick", said=said)
"""


@pytest.fixture(scope="module")
def served():
    with ServedDemo(tickets=0, DESKHAND_LOG_LEVEL="ERROR") as demo:
        demo.run("manage", "shell", "-c", PROMISE)
        time.sleep(2)  # Until every process knows of the switch.
        yield demo


def opened(api, subject):
    return api.post("/tickets", json={"subject": subject, "body": "<p>Now.</p>"}).raise_for_status().json()["number"]


def facts(api, number, code):
    return [one for one in api.get(f"/tickets/{number}/events").json()["items"] if one["code"] == code]


def instant(text):
    return datetime.fromisoformat(text).astimezone(UTC)


def is_through(api, number):
    """Whether the last step after the breach is done."""
    return bool(facts(api, number, "ticket.team_changed"))


def test_each_breach_is_told_within_a_second_of_its_instant(served):
    with served.api() as api:
        numbers = []
        for number in range(8):
            numbers.append(opened(api, f"Quick {number}"))
            time.sleep(0.2)
        time.sleep(PROMISED)
        for number in numbers:
            wait_until(partial(is_through, api, number), "what follows from the breach", PATIENCE)
        told = [fact for number in numbers for fact in facts(api, number, "ticket.sla_breached")]
        late = [(instant(one["at"]) - instant(one["details"]["due_at"])).total_seconds() for one in told]
        assert len(late) == len(numbers)
        assert all(0 <= one <= IN_TIME for one in late), late
        assert not any(one["details"]["is_late"] for one in told)


def test_what_is_killed_at_the_due_instant_is_told_once_and_followed_once(served):
    """The tree's own worker and another one, both with a scheduler: all are killed again and again around the instant,
    then the tree starts its processes anew."""
    command = [sys.executable, "-m", "deskhand", "serve", "--only", "worker"]
    another = subprocess.Popen(command, env=served.environment, stdout=subprocess.DEVNULL)
    try:
        with served.api() as api:
            numbers = [opened(api, f"Killed {number}") for number in range(5)]
            time.sleep(PROMISED - 1.0)
        _kill_all(served, another.pid, seconds=1.6)
    finally:
        another.kill()
        another.wait(timeout=PATIENCE)
    wait_until(served.is_well, "the end of the restarts", PATIENCE)
    with served.api() as api:
        for number in numbers:
            wait_until(partial(is_through, api, number), "what follows from the breach", PATIENCE)
        time.sleep(1)
        for number in numbers:
            for code in ("sla_warned", "sla_breached", "priority_changed", "team_changed", "noted"):
                assert len(facts(api, number, f"ticket.{code}")) == 1, (number, code)


def _kill_all(demo, another, *, seconds):
    """SIGKILL to every process of the tree but its root, and to the other worker, several times."""
    over = time.monotonic() + seconds
    while time.monotonic() < over:
        for pid in (*children(demo.tree), another):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        time.sleep(0.4)
