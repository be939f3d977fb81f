"""`deskhand serve` takes mail from mail servers and from a pipe: what got a yes is a ticket, once."""

import base64
import json
import signal
import smtplib
import subprocess
import sys

import pytest

from deskhand.cli.tests.terminal import Terminal
from tests.mail.office import letter
from tests.services.exim import Exim
from tests.services.service import LOOPBACK, PATIENCE, answers, free_port, wait_until

pytestmark = [pytest.mark.sqlite, pytest.mark.long, pytest.mark.xdist_group("terminal")]
DESK = """
import django; django.setup()
from deskhand.accounts.actions import create_desk, create_person
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.mail.models import Mailbox
chief = create_person(actor=SYSTEM, name="Lena Hartmann", email="lena@eberfeld.example")
desk = create_desk(actor=SYSTEM, key="it", name="IT", administrator=chief)
Mailbox.objects.create(desk=desk, name="it", address="it@eberfeld.example", created_at=clock.now())
Mailbox.objects.create(desk=desk, name="billing", address="billing@eberfeld.example", created_at=clock.now())
"""
TICKETS = """
import sys, time
import django; django.setup()
from deskhand.tickets.models import Message
deadline, found = time.monotonic() + 180, []
while found != sys.argv[1:] and time.monotonic() < deadline:
    time.sleep(0.1)
    said = Message.objects.beyond_walls("a test").order_by("ticket__subject").select_related("ticket")
    found = [" ".join([one.ticket.subject, *one.remarks]) for one in said]
print(*found, sep=chr(10))
"""
"""Waits until the tickets are those that are named."""


HEAVY = """
import json, re, sys
import django; django.setup()
from pathlib import Path
from deskhand.jobs.worker import run_until_idle
from deskhand.mail import pipe
from deskhand.mail.isolation import reader
from deskhand.mail.models import InboundMail
from deskhand.tickets.models import Attachment
with open(sys.argv[1], "rb") as stream:
    assert pipe.run("it", stream) == 0
run_until_idle()
def peak(process):
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", Path(f"/proc/{process}/status").read_text())[1])
[waiting] = reader._idle
peaks = [peak("self"), peak(waiting._process.pid)]
row = InboundMail.objects.beyond_walls("a test").get()
files = list(Attachment.objects.beyond_walls("a test").values_list("size", flat=True))
megabytes = [one / 1024 for one in peaks]
print(json.dumps({"outcome": row.outcome, "error": row.error, "files": files, "megabytes": megabytes}))
"""
"""Takes one letter in as the pipe and the worker do, and tells the memory that both took at their peaks. The figures of
`getrusage` would count what the test's own process had taken when it started them."""


class Served:
    """`deskhand serve --only worker` on a folder with a desk and two mailboxes."""

    def __init__(self, folder, **more):
        self.socket, self.port = folder / "lmtp", free_port()
        self.terminal = Terminal(folder / "data").begin()
        self.terminal.environment |= {
            "DESKHAND_LMTP": f"unix:{self.socket}",
            "DESKHAND_SMTP_LISTEN": f"{LOOPBACK}:{self.port}",
            "DJANGO_SETTINGS_MODULE": "deskhand.settings",
            **more,
        }
        self.inside(DESK)
        self.tree = self.terminal.start("serve", "--only", "worker")
        wait_until(lambda: answers(self.port), "the listener's start")

    def inside(self, program, *words):
        command = [sys.executable, "-c", program, *words]
        done = subprocess.run(command, env=self.terminal.environment, stdout=subprocess.PIPE, text=True, check=True)
        return done.stdout.splitlines()

    def end(self):
        self.tree.send_signal(signal.SIGTERM)
        self.tree.communicate(timeout=PATIENCE)
        return self.tree.returncode


def test_mail_servers_and_the_pipe_hand_letters_over_and_each_is_one_ticket(tmp_path):
    served = Served(tmp_path)
    try:
        with smtplib.LMTP(str(served.socket)) as client:
            client.sendmail("person1@kestrel.example", ["it@eberfeld.example"], letter(1))
            refused = client.sendmail("p@x.example", ["it@eberfeld.example", "who@eberfeld.example"], letter(2))
            assert refused["who@eberfeld.example"][0] == 550
            client.sendmail("p@x.example", ["billing@eberfeld.example"], letter(2))
        with smtplib.SMTP(LOOPBACK, served.port) as client:
            client.sendmail("person3@kestrel.example", ["it@eberfeld.example"], letter(3))
            client.sendmail("person1@kestrel.example", ["it@eberfeld.example"], letter(1))
        piped = [sys.executable, "-m", "deskhand", "mail", "--mailbox", "it"]
        subprocess.run(piped, env=served.terminal.environment, input=letter(4), check=True)
        wanted = ["Letter 1", "Letter 2 also:billing@eberfeld.example", "Letter 3", "Letter 4"]
        assert served.inside(TICKETS, *wanted) == wanted
    finally:
        assert served.end() == 0
    assert not served.socket.exists()


def test_a_real_mail_server_delivers_by_lmtp(tmp_path):
    port = free_port()
    served = Served(tmp_path, DESKHAND_LMTP=f"{LOOPBACK}:{port}")
    try:
        with Exim(back=port, protocol="lmtp") as exim, smtplib.SMTP(LOOPBACK, exim.port) as client:
            client.sendmail("p@kestrel.example", ["it@eberfeld.example", "billing@eberfeld.example"], letter(1))
            client.sendmail("p@kestrel.example", ["it@eberfeld.example"], letter(2))
            wanted = ["Letter 1 also:billing@eberfeld.example", "Letter 2"]
            assert served.inside(TICKETS, *wanted) == wanted
    finally:
        served.end()


def test_a_letter_of_fifty_megabytes_is_a_ticket_within_half_a_gigabyte(tmp_path):
    served = Served(tmp_path)
    served.end()
    largest = 50 * 1024 * 1024
    line = base64.b64encode(bytes(range(57))) + b"\r\n"
    top = (
        letter(1)
        .replace(
            b"\r\n\r\n",
            b"\r\nMIME-Version: 1.0\r\nContent-Type: application/octet-stream; name=huge.bin\r\n"
            b"Content-Transfer-Encoding: base64\r\n\r\n",
        )
        .partition(b"This is")[0]
    )
    raw = top + line * ((largest - len(top)) // len(line))
    (tmp_path / "huge.eml").write_bytes(raw)
    said = json.loads(served.inside(HEAVY, str(tmp_path / "huge.eml"))[-1])
    assert said["outcome"] == "new_ticket"
    assert said["files"] == [len(raw[len(top) :]) // len(line) * 57]
    assert sum(said["megabytes"]) < 512, f"program and reader at their peaks: {said['megabytes']}"


def test_addresses_and_networks_that_make_no_sense_are_refused_in_words(tmp_path):
    asked = Terminal(tmp_path).begin()
    asked.environment["DESKHAND_LMTP"] = "24"
    assert b"DESKHAND_LMTP is '24'" in asked.run("serve", code=2).stderr
