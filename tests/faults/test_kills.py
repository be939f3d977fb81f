"""Web and worker of a served desk are killed at random points while scripts and mail servers keep sending: what was
accepted is there once, and its acknowledgement went out once."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.e2e.letters import letter
from tests.e2e.served import ServedDemo
from tests.services.service import PATIENCE as SERVER_PATIENCE
from tests.services.service import wait_until
from tests.services.stub_smtp import StubSmtp

pytestmark = [pytest.mark.long, pytest.mark.timeout(1500)]
BY_API, BY_PIPE = 350, 150
SENDERS = 4
ANSWERED = 60
KILLS = int(os.environ.get("KILLS", "12"))
SEED = int(os.environ.get("SEED", "1042"))
PATIENCE = 600
"""Seconds that the rest may take on a busy machine when the killing is over."""
TRIES = 200
RESTARTS = 300
"""Seconds that a script goes on trying: all the killing and the restarts after it, on a busy machine."""


@pytest.fixture
def served():
    with ServedDemo(tickets=0, DESKHAND_LOG_LEVEL="ERROR") as demo:
        yield demo


def children(parent):
    """Process ids of the tree below a process."""
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True)
    direct = [int(one) for one in listed.stdout.split()]
    return direct + [below for one in direct for below in children(one)]


def kill_one(demo, chance):
    """SIGKILL to one process of the tree, but not to its root, which starts it again."""
    alive = children(demo.tree)
    if alive:
        try:
            os.kill(chance.choice(alive), signal.SIGKILL)
        except ProcessLookupError:
            return


def create(demo, token, number):
    """A script that tries until it has an answer, with one key for all its tries. It counts time, not tries: a server
    that is down refuses many a second."""
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"letter-{number}"}
    words = {"subject": f"Sent {number}", "body": f"<p>Number {number}</p>"}
    deadline = time.monotonic() + RESTARTS
    while time.monotonic() < deadline:
        try:
            answer = httpx.post(f"{demo.url}/api/v1/tickets", json=words, headers=headers, timeout=20)
        except httpx.TransportError:
            time.sleep(0.2)
            continue
        if answer.status_code == 201:
            return answer.json()["number"]
        assert answer.status_code in (409, 429, 500, 502, 503), answer.text
        time.sleep(0.2)
    raise AssertionError(f"letter {number} was never answered")


def pipe(demo, number):
    """A mail server: it tries again while the exit code says so. Many people write: so many letters of one of them
    would be held as a flood."""
    sender = f"person{number}@branch{number % 10}.example"
    raw = letter(sender=sender, to="it@eberfeld.example", subject=f"Sent {number}", text=f"Number {number}").as_bytes()
    command = [sys.executable, "-m", "deskhand", "mail", "--mailbox", demo.people["mailbox"]]
    for _try in range(TRIES):
        done = subprocess.run(command, input=raw, env=demo.environment, capture_output=True, timeout=120)
        if done.returncode == 0:
            return
        assert done.returncode == 75, done.stderr
    raise AssertionError(f"letter {number} was never accepted")


def subjects(demo):
    """How often each subject is a ticket."""
    found: Counter[str] = Counter()
    cursor = ""
    with demo.api() as api:
        while cursor is not None:
            page = api.get("/tickets", params={"limit": 100, "cursor": cursor, "q": ""}).json()
            found.update(one["subject"] for one in page["items"])
            cursor = page["next"]
    return found


def test_what_was_accepted_is_one_ticket_whatever_dies_when(served):
    chance = random.Random(SEED)  # noqa: S311
    token = served.token("requester")
    is_over = threading.Event()

    def killing():
        for _number in range(KILLS):
            if is_over.wait(chance.uniform(0.5, 8.0)):
                return
            kill_one(served, chance)

    killer = threading.Thread(target=killing)
    killer.start()
    with ThreadPoolExecutor(SENDERS) as senders:
        by_api = [senders.submit(create, served, token, number) for number in range(BY_API)]
        by_pipe = [senders.submit(pipe, served, number) for number in range(BY_API, BY_API + BY_PIPE)]
        numbers = [one.result() for one in by_api]
        for one in by_pipe:
            one.result()
    killer.join()
    is_over.set()
    wanted = {f"Sent {number}": 1 for number in range(BY_API + BY_PIPE)}
    wait_until(served.is_well, "the end of the restarts", PATIENCE)
    wait_until(lambda: len(_sent(served)) >= len(wanted), "every letter's becoming a ticket", PATIENCE)
    assert _sent(served) == wanted
    assert len(set(numbers)) == BY_API


def _sent(demo):
    time.sleep(1)
    return {subject: count for subject, count in subjects(demo).items() if subject.startswith("Sent ")}


def test_two_workers_and_two_schedulers_do_everything_once():
    """The tree's own worker and two more, on one folder: the mail server gets each answer once."""
    command = [sys.executable, "-m", "deskhand", "serve", "--only", "worker"]
    with StubSmtp() as post, ServedDemo(tickets=0, DESKHAND_LOG_LEVEL="ERROR", DESKHAND_SMTP_URL=post.url) as served:
        more = [subprocess.Popen(command, env=served.environment, stdout=subprocess.DEVNULL) for _ in range(2)]
        try:
            with ThreadPoolExecutor(SENDERS) as senders, served.api() as api:
                token = served.token("requester")
                numbers = list(senders.map(lambda number: create(served, token, number), range(ANSWERED)))
                written = {_answer(api, number): 1 for number in numbers}
                wait_until(lambda: _answers(post).keys() >= written.keys(), "every answer's letter", PATIENCE)
                time.sleep(3)
                assert _answers(post) == written
                for number in numbers:
                    codes = [one["code"] for one in api.get(f"/tickets/{number}/events").json()["items"]]
                    assert codes.count("ticket.created") == 1
        finally:
            for one in more:
                one.terminate()
                one.wait(timeout=SERVER_PATIENCE)


def _answer(api, number):
    """The Message-ID of an agent's answer."""
    return (
        api.post(f"/tickets/{number}/messages", json={"body": "<p>Done.</p>"}).raise_for_status().json()["message_id"]
    )


def _answers(post):
    """How often each answer was taken; other letters left out."""
    return Counter(one.letter["Message-ID"] for one in list(post.taken) if "Done." in one.raw.decode())
