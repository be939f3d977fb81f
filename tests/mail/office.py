"""What the kill test runs as processes of their own: `python -m tests.mail.office VERB ...` in a folder of its own."""

from __future__ import annotations

import functools
import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

LEASE_SECONDS = 5
"""Short, so that the work of a killed worker is taken up while the test waits."""


LETTERS_AT_ONCE = 20
"""Fetched by one job: a long one would hold a long lease when its worker is killed."""


def letter(number: int) -> bytes:
    """Letter number so-and-so, from a sender of its own."""
    return (
        f"From: Person {number} <person{number}@kestrel.example>\r\nTo: it@eberfeld.example\r\n"
        f"Subject: Letter {number}\r\nMessage-ID: <letter-{number}@kestrel.example>\r\n"
        f"Date: Mon, 2 Nov 2026 10:00:00 +0000\r\n\r\nThis is letter {number}.\r\n"
    ).encode()


def prepare(host: str, port: str, user: str, password: str) -> None:
    """Make the tables, the desk and its mailbox."""
    from django.core.management import call_command

    from deskhand.accounts.actions import create_desk, create_person
    from deskhand.accounts.models import Desk
    from deskhand.kernel import clock, vault
    from deskhand.kernel.actor import SYSTEM
    from deskhand.mail.models import Mailbox

    call_command("migrate", verbosity=0)
    chief = create_person(actor=SYSTEM, name="Lena Hartmann", email="lena@eberfeld.example")
    desk: Desk = create_desk(actor=SYSTEM, key="it", name="IT", administrator=chief)
    Mailbox.objects.create(
        desk=desk,
        name="it",
        address="it@eberfeld.example",
        protocol="imap",
        fetch_host=host,
        fetch_port=int(port),
        fetch_security="none",
        fetch_user=user,
        fetch_secret=vault.locked(password),
        created_at=clock.now(),
    )


def work() -> None:
    """A worker with its scheduler, as `deskhand serve --only worker` runs it; the mailbox is fetched all the time."""
    from deskhand.jobs import claims, schedule, worker
    from deskhand.mail import schedules
    from deskhand.mail.fetching import visit

    visit.BATCH = LETTERS_AT_ONCE
    claims.claim = functools.partial(claims.claim, lease_seconds=LEASE_SECONDS)
    schedule.every(1, schedules.fetch_all)
    worker.Worker().run()


def feed(first: str, last: str, done: str) -> None:
    """Pipe letters in, one after the other; each that was accepted is written down in the file ``done`` afterwards."""
    from deskhand.mail import pipe

    file = Path(done)
    accepted = set(file.read_text().split()) if file.exists() else set()
    with file.open("a") as notes:
        for number in range(int(first), int(last)):
            if str(number) in accepted:
                continue
            while pipe.run("it", io.BytesIO(letter(number))) != pipe.ACCEPTED:  # 75: a mail server tries again.
                pass
            notes.write(f"{number}\n")
            notes.flush()
            os.fsync(notes.fileno())


def report() -> None:
    """Print what is there, as JSON."""
    from deskhand.jobs.models import Job
    from deskhand.mail.models import InboundMail, OutboundMail
    from deskhand.tickets.models import Message, Ticket

    why = "the test looks at everything"
    tickets = Ticket.objects.beyond_walls(why)
    letters = OutboundMail.objects.beyond_walls(why).filter(kind="acknowledgement")
    print(
        json.dumps(
            {
                "subjects": sorted(tickets.values_list("subject", flat=True)),
                "messages": Message.objects.beyond_walls(why).count(),
                "states": sorted(set(InboundMail.objects.beyond_walls(why).values_list("state", flat=True))),
                "acknowledged": sorted(letters.values_list("to_email", flat=True)),
                "sent": letters.filter(state="sent").count(),
                "waiting": Job.objects.filter(state__in=["ready", "running"]).exclude(name__contains=".fetch").count(),
                "dead": list(Job.objects.filter(state="dead").values_list("name", flat=True)),
            }
        )
    )


VERBS: dict[str, Callable[..., None]] = {"prepare": prepare, "work": work, "feed": feed, "report": report}

if __name__ == "__main__":
    import django

    django.setup()
    VERBS[sys.argv[1]](*sys.argv[2:])
