"""One command, one process tree."""

import os
import re
import signal
import socket
import time
import urllib.error
import urllib.request

import pytest

from deskhand.cli.tests.terminal import Terminal
from tests.services.service import free_port

pytestmark = [pytest.mark.sqlite, pytest.mark.xdist_group("terminal")]
PATIENCE = 180.0


def answer(url: str) -> tuple[int, str]:
    """Status and text of a page, once the server is there."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as page:  # noqa: S310 (loopback)
                return page.status, page.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()
        except OSError:
            assert time.monotonic() < deadline, f"{url} does not answer"
            time.sleep(0.05)  # Polling a fact: nothing tells when a port opens.


def children(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children") as listed:  # noqa: PTH123
        return [int(word) for word in listed.read().split()]


def is_running(pid: int) -> bool:
    """True unless the process is gone or waits for nobody to ask after it."""
    try:
        with open(f"/proc/{pid}/stat") as told:  # noqa: PTH123
            return told.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_an_empty_folder_starts_with_a_link_that_makes_the_first_administrator(tmp_path):
    port = free_port()
    serving = Terminal(tmp_path / "data").start("serve", "--bind", f"127.0.0.1:{port}")
    try:
        assert answer(f"http://127.0.0.1:{port}/healthz") == (200, "ok\n")
        assert serving.stdout is not None
        os.set_blocking(serving.stdout.fileno(), False)
        printed = (serving.stdout.read() or b"").decode()
        link = re.search(rf"http://127\.0\.0\.1:{port}/setup/\S+", printed)
        assert link, printed
        status, page = answer(link[0])
        assert status == 200
        assert "<form" in page
        assert answer(f"http://127.0.0.1:{port}/setup/guessed/")[0] == 404
    finally:
        serving.send_signal(signal.SIGTERM)
        assert serving.wait(120) == 0


def test_a_child_that_is_killed_is_replaced_and_the_end_leaves_nobody(tmp_path):
    port = free_port()
    serving = Terminal(tmp_path / "data").begin().start("serve", "--bind", f"127.0.0.1:{port}")
    try:
        answer(f"http://127.0.0.1:{port}/healthz")
        before = children(serving.pid)
        assert len(before) == 2
        workers = [worker for pid in before for worker in children(pid)]
        assert workers, "the web server has workers of its own"
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + PATIENCE
        while len(set(children(serving.pid)) - set(before)) < 2:
            assert time.monotonic() < deadline, "the children did not come back"
            time.sleep(0.05)  # Polling a fact.
        assert answer(f"http://127.0.0.1:{port}/healthz")[0] == 200
        assert not [pid for pid in workers if is_running(pid)], "workers of the killed server are gone"
        last = children(serving.pid)
    finally:
        serving.send_signal(signal.SIGTERM)
        serving.wait(120)
    assert not [pid for pid in last if is_running(pid)]


@pytest.mark.parametrize("bind", ["8000", "127.0.0.1:", "127.0.0.1:99999", ":8000"])
def test_an_address_that_cannot_be_is_refused_in_words(tmp_path, bind):
    assert b"HOST:PORT" in Terminal(tmp_path).begin().run("serve", "--bind", bind, code=2).stderr


def test_an_address_that_somebody_uses_already_is_refused_in_words(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        bind = f"127.0.0.1:{other.getsockname()[1]}"
        assert b"another program" in Terminal(tmp_path).begin().run("serve", "--bind", bind, code=2).stderr


def test_a_base_address_in_the_settings_file_is_kept_whatever_is_listened_on(tmp_path):
    (tmp_path / "deskhand.toml").write_text('base_url = "https://help.eberfeld.example"\n')
    bound = ("--bind", f"127.0.0.1:{free_port()}", "--only", "worker")
    serving = Terminal(tmp_path).begin().start("serve", *bound)
    try:
        assert serving.stdout is not None
        printed = "".join(serving.stdout.readline().decode() for _line in range(4))
        assert "https://help.eberfeld.example/setup/" in printed
    finally:
        serving.send_signal(signal.SIGTERM)
        serving.wait(120)
