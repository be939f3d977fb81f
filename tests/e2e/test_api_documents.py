"""The worked examples of the documents do what they say, on the real server."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.served import ServedDemo

pytestmark = [pytest.mark.xdist_group("served")]

PAGE = Path(__file__).parents[2] / "docs" / "api" / "examples.md"
EXPECTED = {
    1: '"roles"',
    2: '"subject": "Disk full on db2"',
    3: '"items"',
    4: '"number": ',
    5: '"priority": "urgent"',
    6: '"filename": "trace.log"',
    7: '"kind": "note"',
    8: '"changed"',
    9: '"items"',
    10: '"code": "ticket.',
    11: '"state": "withdrawn"',
    12: '"title": "The scanner sends no mail"',
}
"""What each example's output holds, by its number."""


def examples() -> dict[int, str]:
    """The shell blocks of the page by the number in their heading."""
    parts = re.split(r"^## (\d+)\. .*$", PAGE.read_text(), flags=re.MULTILINE)[1:]
    blocks = {int(number): re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for number, text in _pairs(parts)}
    return {number: found[0] for number, found in blocks.items() if len(found) == 1}


def _pairs(parts: list[str]) -> list[tuple[str, str]]:
    return list(zip(parts[::2], parts[1::2], strict=True))


@pytest.fixture(scope="module")
def tokens(demo: ServedDemo) -> dict[str, str]:
    """Tokens of the demo's agent, as the page names them."""
    return {"TOKEN": demo.token("agent"), "FULL": demo.token("agent", "full")}


def test_there_are_as_many_as_the_page_says():
    assert sorted(examples()) == sorted(EXPECTED) == list(range(1, 13))


NEEDS = {12: "knowledge"}
"""The module that an example needs; a fresh demo has none on."""


@pytest.fixture
def switched(demo: ServedDemo, number: int) -> Iterator[None]:
    """What the example needs is on while it runs."""
    if number not in NEEDS:
        yield
        return
    demo.run("module", "on", NEEDS[number], "--desk", "it")
    yield
    demo.run("module", "off", NEEDS[number], "--desk", "it")


@pytest.mark.usefixtures("switched")
@pytest.mark.parametrize("number", sorted(EXPECTED))
def test_an_example_runs_as_it_stands(demo: ServedDemo, tokens: dict[str, str], number: int):
    variables = {"DESK": f"{demo.url}/api/v1", **tokens, "PATH": "/usr/local/bin:/usr/bin:/bin"}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", examples()[number]],
        capture_output=True,
        text=True,
        env=variables,
        timeout=300,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    assert EXPECTED[number] in done.stdout
    if number != 4:
        json.loads(done.stdout)


def test_the_example_of_a_check_accepts_what_is_sent():
    from deskhand.webhooks import signatures

    code = re.findall(r"```python\n(.*?)```", (PAGE.parent / "webhooks.md").read_text(), re.DOTALL)[0]
    names: dict[str, object] = {}
    exec(code, names)  # noqa: S102 (the page's own example)
    check = names["is_from_deskhand"]
    secret, body = signatures.fresh_secret(), b'{"type":"webhook.test"}'
    headers = _signed(secret, body.decode())
    assert callable(check)
    assert check(secret, headers, body) is True
    assert check(secret, headers, body + b" ") is False
    assert check(signatures.fresh_secret(), headers, body) is False


def _signed(secret: str, body: str) -> dict[str, str]:
    from deskhand.kernel import clock, vault
    from deskhand.webhooks import signatures
    from deskhand.webhooks.models import Webhook

    return signatures.signed(Webhook(secret=vault.locked(secret)), "msg_1", body, clock.now())
