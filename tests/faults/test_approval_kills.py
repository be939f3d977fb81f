"""Web and worker of a served desk are killed at random points while people approve by link, by letter and by program,
and while reminders and deadlines come: each decision counts once, and each letter is written once."""

import json
import os
import random
import re
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
from tests.faults.test_kills import kill_one
from tests.services.service import wait_until

pytestmark = [pytest.mark.long, pytest.mark.timeout(1500)]
OF_EACH = int(os.environ.get("OF_EACH", "8"))
WAYS = ("link", "mail", "api", "deadline", "reminder")
KILLS = int(os.environ.get("KILLS", "12"))
SEED = int(os.environ.get("SEED", "1042"))
PATIENCE = 600
"""Seconds that the rest may take on a busy machine when the killing is over."""

PREPARE = f"""
import json
from deskhand.accounts.actions import create_person, make_token, switch_module
from deskhand.accounts.models import Desk
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.approvals import actions
from deskhand.modules.approvals.terms import PERSON, StageTerms, Terms, Who
from deskhand.tickets.actions import NewTicket, create
from deskhand.tickets.bodies import plain
desk = Desk.objects.get(key="it")
switch_module(actor=SYSTEM, desk=desk, module="approvals", on=True)
mara = create_person(actor=SYSTEM, name="Mara Test", email="mara@branch.example", is_verified=True)
made = []
for way in {WAYS!r}:
    for n in range({OF_EACH}):
        email = f"{{way}}{{n}}@branch{{n}}.example"
        boss = create_person(actor=SYSTEM, name=f"Boss {{way}} {{n}}", email=email, is_verified=True)
        stage = StageTerms(who=(Who(PERSON, boss.pk),), amount=8, unit="hours", remind=4, at_deadline="decline")
        policy = actions.save_policy(actor=SYSTEM, desk=desk, called=f"{{way}} {{n}}", said=Terms(stages=(stage,)))
        new = NewTicket(desk=desk, subject=f"Laptop {{way}} {{n}}", body=plain("Please."), requester=mara)
        ticket = create(actor=SYSTEM, new=new)
        approval = actions.ask(actor=SYSTEM, ticket=ticket, policy=policy, key=f"ticket:{{way}}{{n}}")
        _row, token = make_token(actor=SYSTEM, person=boss, scope="write")
        made.append([way, n, approval.pk, approval.asks.get().pk, email, token])
print("MADE", json.dumps(made))
"""

RING = """
from datetime import timedelta
from deskhand.kernel import clock
from deskhand.modules.approvals.models import Stage
from deskhand.modules.approvals import due
now = clock.now()
for row in Stage.objects.beyond_walls("test").select_related("approval__ticket").order_by("pk"):
    way, n = row.approval.key.removeprefix("ticket:")[:-1], int(row.approval.key[-1])
    at = now + timedelta(seconds=2 + 3 * n)
    if way == "deadline":
        row.deadline_at = row.wakes_at = at
        row.remind_at = None
    elif way == "reminder":
        row.remind_at = row.wakes_at = at
    else:
        continue
    row.save()
    due.put(row.approval.desk_id, at)
"""

LETTERS = """
import json
from deskhand.mail.models import OutboundMail
rows = OutboundMail.objects.beyond_walls("test").filter(to_email__contains="branch")
print("LETTERS", json.dumps(list(rows.order_by("pk").values_list("to_email", "subject", "message_id", "text"))))
"""

REPORT = """
import json
from collections import Counter
from deskhand.kernel.models import Event
from deskhand.modules.approvals.models import Approval
rows = Approval.objects.beyond_walls("test").order_by("pk")
facts = Event.objects.filter(code__startswith="ticket.approval_") | Event.objects.filter(code="approval.decided")
count = Counter((one.values["approval"], one.code) for one in facts)
print("REPORT", json.dumps({
    "states": {one.pk: [one.state, one.because] for one in rows},
    "channels": {one.pk: list(one.asks.values_list("channel", flat=True)) for one in rows},
    "facts": [[*key, number] for key, number in count.items()],
}))
"""


def told(demo, script, word):
    """What a script in the installation printed behind a word."""
    lines = demo.run("manage", "shell", "-c", script).stdout.decode().splitlines()
    return json.loads(next(one for one in lines if one.startswith(word)).removeprefix(word))


def until(done, deadline=PATIENCE):
    """Try until the answer is there, as people press again after a page that did not load."""
    end = time.monotonic() + deadline
    while time.monotonic() < end:
        try:
            if done():
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise AssertionError("it was never answered")


def by_link(demo, url):
    """Open it, press Approve, press again until the page says that it is approved."""
    with httpx.Client(base_url=demo.url, timeout=20, follow_redirects=True) as browser:

        def press():
            page = browser.get(url)
            if page.status_code != 200 or "approved this" in page.text:
                return page.status_code == 200
            found = dict(re.findall(r'name="(csrfmiddlewaretoken|digest)" value="([^"]+)"', page.text))
            browser.post(url, data={**found, "verb": "approve"}, headers={"Referer": demo.url})
            return False

        until(press)


def by_api(demo, ask, token):
    """A program that asks what it is about and decides, until it is decided."""
    with httpx.Client(base_url=f"{demo.url}/api/v1", timeout=20) as program:
        program.headers["Authorization"] = f"Bearer {token}"

        def decide():
            shown = program.get(f"/approvals/asks/{ask}")
            if shown.status_code != 200 or shown.json()["state"] == "approved":
                return shown.status_code == 200
            body = {"approves": True, "digest": shown.json()["digest"]}
            program.post(f"/approvals/asks/{ask}/decide", json=body)
            return False

        until(decide)


def by_mail(demo, email, subject, message_id):
    """A mail server that tries again while the exit code says so."""
    raw = letter(sender=email, to="it@eberfeld.example", subject=f"Re: {subject}", text="Yes.", answers=message_id)
    command = [sys.executable, "-m", "deskhand", "mail", "--mailbox", demo.people["mailbox"]]

    def hand_in():
        done = subprocess.run(
            command, input=raw.as_bytes(), env=demo.environment, capture_output=True, timeout=120, check=False
        )
        assert done.returncode in (0, 75), done.stderr
        return done.returncode == 0

    until(hand_in)


def test_whatever_dies_when_each_decision_counts_once_and_each_letter_is_written_once():
    chance, is_over = random.Random(SEED), threading.Event()  # noqa: S311
    with ServedDemo(tickets=0, DESKHAND_LOG_LEVEL="ERROR") as demo:
        made = told(demo, PREPARE, "MADE")
        asked = {}

        def all_are_asked():
            time.sleep(1)
            rows = told(demo, LETTERS, "LETTERS")
            asked.update({row[0]: row for row in rows if row[1].startswith("Please decide")})
            return len(asked) == len(made)

        wait_until(all_are_asked, "every letter to those who decide", PATIENCE)

        def killing():
            for _number in range(KILLS):
                if is_over.wait(chance.uniform(0.3, 5.0)):
                    return
                kill_one(demo, chance)

        killer = threading.Thread(target=killing)
        demo.run("manage", "shell", "-c", RING)
        killer.start()
        with ThreadPoolExecutor(4) as people:
            doing = []
            for way, _n, _approval, ask, email, token in made:
                _to, subject, message_id, text = asked[email]
                if way == "link":
                    url = re.search(r"https?://[^/]+(/approvals/by-mail/\S+)", text)[1]
                    doing.append(people.submit(by_link, demo, url))
                elif way == "api":
                    doing.append(people.submit(by_api, demo, ask, token))
                elif way == "mail":
                    doing.append(people.submit(by_mail, demo, email, subject, message_id))
            for one in doing:
                one.result()
        killer.join()
        is_over.set()
        wait_until(demo.is_well, "the end of the restarts", PATIENCE)
        _ends_well(demo, made)


def _ends_well(demo, made):
    wanted = {
        str(row[2]): {"deadline": ["declined", "deadline"], "reminder": ["open", ""]}.get(
            row[0], ["approved", "people"]
        )
        for row in made
    }
    found = {}

    def all_is_done():
        time.sleep(1)
        found.update(told(demo, REPORT, "REPORT"), letters=told(demo, LETTERS, "LETTERS"))
        outcomes = [one for one in found["letters"] if one[0].startswith("mara@") and ": Laptop" in one[1]]
        reminded = [one for one in found["letters"] if one[1].startswith("Still to decide")]
        ended = sum(row[0] != "reminder" for row in made)
        return found["states"] == wanted and len(outcomes) >= ended and len(reminded) >= OF_EACH

    wait_until(all_is_done, "every decision and letter", PATIENCE)
    facts = {(approval, code): number for approval, code, number in found["facts"]}
    for way, _n, approval, _ask, email, _token in made:
        expected = {
            "deadline": {"ticket.approval_overdue": 1, "ticket.approval_ended": 1, "approval.decided": 1},
            "reminder": {"ticket.approval_reminded": 1},
        }.get(way, {"ticket.approval_given": 1, "ticket.approval_ended": 1, "approval.decided": 1})
        here = {code: number for (of, code), number in facts.items() if of == approval}
        assert here == {"ticket.approval_asked": 1, "ticket.approval_put_to": 1, **expected}
        subjects = Counter(one[1].partition(":")[0] for one in found["letters"] if one[0] == email)
        more = {"reminder": {"Still to decide": 1}, "deadline": {"Not needed any more": 1}}.get(way, {})
        assert subjects == {"Please decide": 1, **more}
    outcomes = Counter(one[1] for one in found["letters"] if one[0].startswith("mara@") and ": Laptop" in one[1])
    assert set(outcomes.values()) == {1}
