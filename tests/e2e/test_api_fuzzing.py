"""The API holds against Schemathesis: all default checks, all routes, as staff, as a requester and without a token."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from deskhand.kernel import modules
from tests.e2e.served import ServedDemo

ROOT = Path(__file__).parents[2]
SEED = "20260302"
EXAMPLES = "5"
"""Cases of each route in each phase that invents some, as the one who may the most."""
FEWER = ("-n", "3")
"""As others: what is wrong with a value is the same to them."""
MODULES = [one.label for one in modules.installed() if one.name.startswith("deskhand.modules.")]
NO_STORIES = ("--phases", "examples,coverage,fuzzing")
"""For people whom most routes turn away before they do anything: no sequences of requests are made up."""
AT_THE_DOOR = (*FEWER, "--phases", "examples,fuzzing")
"""For a stranger, who is turned away before anything that was sent is looked at: not every limit of every value."""
AN_ANSWER = "60"
"""Seconds that an answer may take: the limit of Schemathesis is 10, which a loaded machine breaks and not the API."""
LONGEST = 2400.0
"""Seconds for one person over all routes, on a machine that does much else: alone they are three hundred."""


def fuzzed(demo: ServedDemo, token: str, *more: str, seconds: float, config: Path | None = None) -> None:
    """Run Schemathesis with the settings of the repository; fails unless it finds nothing."""
    header = ["-H", f"Authorization: Bearer {token}"] if token else []
    settings = ["--config-file", str(config)] if config else []
    command = [sys.executable, "-m", "schemathesis.cli", *settings, "run", f"{demo.url}/api/v1/openapi.json", *header]
    done = subprocess.run(
        [*command, "--seed", SEED, "--request-timeout", AN_ANSWER, "--no-color", *more],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=seconds,
    )
    found = done.stdout.partition("= FAILURES =")[2].partition("= WARNINGS =")[0] or done.stdout[-6000:]
    assert done.returncode == 0, f"{found[:20_000]}\n{done.stderr[-2000:]}"


@pytest.mark.timeout(900)
@pytest.mark.xdist_group("served")
def test_a_few_routes_hold_on_every_run(demo: ServedDemo):
    few = ("list_tickets", "create_ticket", "change_tickets", "get_me")
    named = [word for name in few for word in ("--include-operation-id", name)]
    fuzzed(demo, demo.token("agent"), *named, "--phases", "examples,fuzzing", "-n", "4", seconds=600)


@pytest.fixture(scope="module")
def desk() -> Iterator[ServedDemo]:
    """A desk of its own: what is found here shall not be read elsewhere. Its limit is out of reach, since whoever is
    over it is told so before anybody asks who it is."""
    with ServedDemo(tickets=40, DESKHAND_API_RATE="1000000") as served:
        yield served


@pytest.fixture(scope="module")
def grown() -> Iterator[ServedDemo]:
    """The same with every module on."""
    with ServedDemo(tickets=40, switched_on=MODULES, DESKHAND_API_RATE="1000000") as served:
        yield served


def each(*personas: str) -> pytest.MarkDecorator:
    """A test for each of these people, side by side on several workers."""
    marked = [pytest.param(one, marks=pytest.mark.xdist_group(f"fuzzed-{one}")) for one in personas]
    return pytest.mark.parametrize("persona", marked)


HOW_MUCH = {
    "administrator": ("-n", EXAMPLES),
    "agent": FEWER,
    "requester": (*FEWER, *NO_STORIES),
    "stranger": AT_THE_DOOR,
}


@pytest.mark.long
@pytest.mark.timeout(LONGEST + 300)
@each(*HOW_MUCH)
def test_every_route_holds(desk: ServedDemo, persona: str):
    token = "" if persona == "stranger" else desk.token(persona, "full")
    fuzzed(desk, token, *HOW_MUCH[persona], "--continue-on-failure", seconds=LONGEST)


@pytest.mark.long
@pytest.mark.timeout(LONGEST + 300)
@each("administrator", "requester")
def test_every_route_of_a_module_holds(grown: ServedDemo, persona: str, tmp_path: Path):
    """Routes about a ticket meet one that is there."""
    with grown.api() as api:
        number = api.get("/tickets", params={"limit": 1}).json()["items"][0]["number"]
    config = tmp_path / "schemathesis.toml"
    config.write_text(f'[parameters]\n"path.number" = {number}\n\n{(ROOT / "schemathesis.toml").read_text()}')
    paths = f"^/api/v1/({'|'.join(MODULES)})(/|$)"
    much = () if persona == "administrator" else NO_STORIES
    words = ("--include-path-regex", paths, "-n", "2", *much, "--continue-on-failure")
    fuzzed(grown, grown.token(persona, "full"), *words, seconds=LONGEST, config=config)


@pytest.mark.long
@pytest.mark.xdist_group("served")
def test_two_web_processes_share_a_limit():
    limit = 100  # A slow machine must reach it within a minute.
    with ServedDemo(tickets=1, DESKHAND_API_RATE=str(limit), DESKHAND_WEB_WORKERS="2") as served:
        headers = {"Authorization": f"Bearer {served.token('agent')}"}
        passed: dict[int, int] = {}
        for _ in range(3 * limit):
            # A connection of its own for each request: both processes take some.
            answer = httpx.get(f"{served.url}/api/v1/me", headers=headers, timeout=120)
            if answer.status_code == 429:
                break
            minute = int(time.time()) // 60
            passed[minute] = passed.get(minute, 0) + 1
        assert answer.status_code == 429 and int(answer.headers["Retry-After"]) <= 60
        assert max(passed.values()) <= limit + 2 * limit // 20
