"""The API holds against Schemathesis: all default checks, all routes, as staff, as a requester and without a token."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.e2e.served import ServedDemo

pytestmark = [pytest.mark.xdist_group("served")]

ROOT = Path(__file__).parents[2]
SEED = "20260302"
EXAMPLES = "5"
"""Cases of each route in each phase that invents some."""


def fuzzed(demo: ServedDemo, token: str, *more: str, seconds: float) -> None:
    """Run Schemathesis with the settings of the repository; fails unless it finds nothing."""
    header = ["-H", f"Authorization: Bearer {token}"] if token else []
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{demo.url}/api/v1/openapi.json", *header]
    done = subprocess.run(
        [*command, "--seed", SEED, "--no-color", *more], cwd=ROOT, capture_output=True, text=True, timeout=seconds
    )
    found = done.stdout.partition("= FAILURES =")[2].partition("= WARNINGS =")[0] or done.stdout[-6000:]
    assert done.returncode == 0, f"{found[:20_000]}\n{done.stderr[-2000:]}"


def test_a_few_routes_hold_on_every_run(demo: ServedDemo):
    few = ("list_tickets", "create_ticket", "change_tickets", "get_me")
    named = [word for name in few for word in ("--include-operation-id", name)]
    fuzzed(demo, demo.token("agent"), *named, "--phases", "examples,fuzzing", "-n", "4", seconds=90)


@pytest.fixture(scope="module")
def desk() -> Iterator[ServedDemo]:
    """A desk of its own: what is found here shall not be read elsewhere. Its limit is out of reach, since whoever is
    over it is told so before anybody asks who it is."""
    with ServedDemo(tickets=40, DESKHAND_API_RATE="1000000") as served:
        yield served


@pytest.mark.long
@pytest.mark.parametrize("persona", ["agent", "requester", "administrator", "stranger"])
def test_every_route_holds(desk: ServedDemo, persona: str):
    token = "" if persona == "stranger" else desk.token(persona, "full")
    fuzzed(desk, token, "-n", EXAMPLES, "--continue-on-failure", seconds=400)


@pytest.mark.long
def test_two_web_processes_share_a_limit():
    limit = 400
    with ServedDemo(tickets=1, DESKHAND_API_RATE=str(limit), DESKHAND_WEB_WORKERS="2") as served:
        headers = {"Authorization": f"Bearer {served.token('agent')}"}
        passed: dict[int, int] = {}
        for _ in range(3 * limit):
            # A connection of its own for each request: both processes take some.
            answer = httpx.get(f"{served.url}/api/v1/me", headers=headers)
            if answer.status_code == 429:
                break
            minute = int(time.time()) // 60
            passed[minute] = passed.get(minute, 0) + 1
        assert answer.status_code == 429 and int(answer.headers["Retry-After"]) <= 60
        assert max(passed.values()) <= limit + 2 * limit // 20
