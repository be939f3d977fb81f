"""A fresh machine: bare Debian 12, Python and make, a clone. Two commands later a ticket is worked."""

import re
import time

import pytest

from tests.install.visitor import Visitor, work_a_ticket
from tests.services.debian import BareDebian
from tests.services.service import LOOPBACK, PATIENCE, answers, free_port, wait_until

pytestmark = [pytest.mark.long, pytest.mark.timeout(1500)]
SET_UP_WITHIN = 900.0
"""Seconds for all packages of Python and of the front end, and for building it, on a slow line."""
STARTS_WITHIN = 240.0


@pytest.fixture(scope="module")
def machine():
    """The machine. Where none can be made, the error says what is lacking."""
    debian = BareDebian()
    debian.start()
    try:
        yield debian
    finally:
        debian.stop()


def test_a_bare_machine_needs_two_commands_to_work_a_ticket(machine, tmp_path):
    lacking = machine.run("for name in node npm git gcc pip pip3; do ! command -v $name || exit 1; done", PATIENCE)
    assert lacking == ""
    told = machine.run("make --no-print-directory setup", SET_UP_WITHIN)
    assert "set-up done" in told
    again = time.monotonic()
    assert "set-up done" in machine.run("make --no-print-directory setup", SET_UP_WITHIN)
    assert time.monotonic() - again < 30, "nothing is done twice"

    port, printed = free_port(), tmp_path / "printed"
    running = machine.begin(f"exec make --no-print-directory run BIND={LOOPBACK}:{port}", printed)
    try:
        wait_until(lambda: answers(port) or running.poll() is not None, "the start", STARTS_WITHIN)
        assert running.poll() is None, printed.read_text()
        [link] = re.findall(r"agent +(http\S+)", printed.read_text())
        with Visitor(f"http://{LOOPBACK}:{port}") as visitor:
            work_a_ticket(visitor, link)
    finally:
        running.kill()
        running.wait(PATIENCE)
    wait_until(lambda: not answers(port), "the end of all that was started")


def test_the_clone_is_clean_after_that(machine):
    """What is built, installed and kept lies where git does not look."""
    from subprocess import run

    left = run(
        ["git", "-C", f"{machine.root}/srv/deskhand", "status", "--porcelain"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert left.stdout == ""
