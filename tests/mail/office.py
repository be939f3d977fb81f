"""What the kill test runs as processes of their own: `python -m tests.mail.office VERB ...` in a folder of its own."""

from __future__ import annotations

import io
import json
import os
import smtplib
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

LEASE_SECONDS = 5
"""Short, so that the work of a killed worker is taken up while the test waits."""


LETTERS_AT_ONCE = 20
"""Fetched by one job: a long one would hold a long lease when its worker is killed."""


THREADS = 25
"""Tickets that are there when the letters begin to come; answers to them come among the new letters."""


def letter(number: int, answers: str = "") -> bytes:
    """Letter number so-and-so, from a sender of its own; with ``answers``, a Message-ID, it is an answer to that."""
    thread = f"In-Reply-To: {answers}\r\n" if answers else ""
    sender = thread_of(number) if answers else number
    return (
        f"From: Person {sender} <{address(sender)}>\r\nTo: it@eberfeld.example\r\n{thread}"
        f"Subject: Letter {number}\r\nMessage-ID: <letter-{number}@kestrel.example>\r\n"
        f"Date: Mon, 2 Nov 2026 10:00:00 +0000\r\n\r\nThis is letter {number}.\r\n"
    ).encode()


def address(number: int) -> str:
    """The address of person number so-and-so. They work for many organizations: from one so many letters in so short
    a time would be held as a flood."""
    return f"person{number}@branch{number % 50}.example"


def is_answer(number: int) -> bool:
    """True for one letter in ten."""
    return number % 10 == 3


def thread_of(number: int) -> int:
    """Which of the :data:`THREADS` an answer belongs to; its requester's number is the same, below zero."""
    return -1 - number // 10 % THREADS


def letters(notes: str) -> Callable[[int], bytes]:
    """Every letter by its number, answers to the threads whose ids :func:`threads` printed into the file ``notes``."""
    ids = json.loads(Path(notes).read_text())
    return lambda number: letter(number, ids[-1 - thread_of(number)] if is_answer(number) else "")


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


def threads() -> None:
    """Open the tickets that letters will answer, and print a Message-ID of each as JSON."""
    from deskhand.accounts.actions import find_or_make_person
    from deskhand.accounts.models import Desk
    from deskhand.kernel.actor import SYSTEM
    from deskhand.mail.message_ids import fresh_message_id
    from deskhand.tickets.actions import NewTicket, create
    from deskhand.tickets.bodies import plain

    desk, ids = Desk.objects.get(key="it"), []
    for number in range(-1, -1 - THREADS, -1):
        person = find_or_make_person(actor=SYSTEM, email=address(number), name=f"Person {number}")
        new = NewTicket(
            desk=desk, subject=f"Thread {number}", body=plain("Please help."), requester=person, may_answer=False
        )
        ids.append(fresh_message_id(create(actor=SYSTEM, new=new).number))
    print(json.dumps(ids))


def work() -> None:
    """A worker with its scheduler, as `deskhand serve --only worker` runs it; the mailbox is fetched all the time."""
    from deskhand.jobs import running, schedule, worker
    from deskhand.mail import schedules
    from deskhand.mail.fetching import visit

    visit.BATCH = LETTERS_AT_ONCE
    vars(running)["lease_of"] = lambda _queue: LEASE_SECONDS
    schedule.every(1, schedules.fetch_all)
    worker.Worker().run()


def feed(first: str, last: str, ids: str, done: str) -> None:
    """Pipe letters in, one after the other; each that was accepted is written down in the file ``done`` afterwards."""
    from deskhand.mail import pipe

    raw = letters(ids)
    _each(first, last, done, lambda number: pipe.run("it", io.BytesIO(raw(number))) == pipe.ACCEPTED)


def deliver(first: str, last: str, ids: str, socket: str, done: str) -> None:
    """Hand letters over by LMTP as a mail server does, which keeps every one until it hears a yes."""
    raw = letters(ids)

    def is_taken(number: int) -> bool:
        try:
            with smtplib.LMTP(socket, timeout=20) as client:
                client.sendmail("p@kestrel.example", ["it@eberfeld.example"], raw(number))
        except (OSError, smtplib.SMTPException):
            return False
        return True

    _each(first, last, done, is_taken)


def _each(first: str, last: str, done: str, is_taken: Callable[[int], bool]) -> None:
    """Every letter until it is taken, but none that was written down as taken before this process began."""
    file = Path(done)
    accepted = set(file.read_text().split()) if file.exists() else set()
    with file.open("a") as notes:
        for number in range(int(first), int(last)):
            if str(number) in accepted:
                continue
            while not is_taken(number):
                time.sleep(0.1)
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
                "threads": _threads(Message.objects.beyond_walls(why)),
                "states": sorted(set(InboundMail.objects.beyond_walls(why).values_list("state", flat=True))),
                "acknowledged": sorted(letters.values_list("to_email", flat=True)),
                "sent": letters.filter(state="sent").count(),
                "waiting": _waiting(Job.objects.filter(state__in=["ready", "running"])),
                "dead": list(Job.objects.filter(state="dead").values_list("name", flat=True)),
            }
        )
    )


def _waiting(jobs: Any) -> int:
    """Jobs that are to be done now: neither the fetching that goes on for ever, nor what waits for further changes."""
    return int(jobs.exclude(name__contains=".fetch").exclude(name__endswith=".close_window").count())


def _threads(messages: Any) -> dict[str, list[str]]:
    """What was written on each ticket, by its subject."""
    found: dict[str, list[str]] = {}
    for subject, text in messages.values_list("ticket__subject", "text").order_by("pk"):
        found.setdefault(subject, []).append(text.strip())
    return found


VERBS: dict[str, Callable[..., None]] = {
    "prepare": prepare,
    "threads": threads,
    "work": work,
    "feed": feed,
    "deliver": deliver,
    "report": report,
}

if __name__ == "__main__":
    import django

    django.setup()
    VERBS[sys.argv[1]](*sys.argv[2:])
