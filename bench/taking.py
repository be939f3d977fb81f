"""How fast letters are taken in, beside the least that it costs: `python -m bench.taking COUNT` works in one process on
an empty installation that DESKHAND_... names, and prints one line of JSON.

What is compared takes turns in batches, so that a busy machine is busy for both: the raw commit and accepting; storing,
parsing and committing, and letters that have become tickets. Times are seconds on the clock for a letter.
"""

from __future__ import annotations

import hashlib
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from functools import cache
from typing import Any

from bench import workload

BATCH = 25
"""Letters of one turn."""
PARSE_ROUNDS = 5
BOX = "support@helpdesk.example"


def typical(number: int) -> bytes:
    """A letter of some 5 kB as people send it: text, the same in HTML, and a small picture."""
    told = workload.text_of(30_000_000 + number, 0)
    made = EmailMessage()
    made["From"] = (
        f"{workload.name_of(number % workload.REQUESTERS)} <{workload.address_of(number % workload.REQUESTERS)}>"
    )
    made["To"], made["Subject"] = BOX, workload.subject_of(30_000_000 + number)
    made["Date"], made["Message-ID"] = "Sun, 01 Nov 2026 12:00:00 +0000", f"<taking-{number}@org.example>"
    made.set_content(told)
    paragraphs = "".join(f"<p>{one}</p>" for one in told.split("\n\n"))
    made.add_alternative(f"<html><body>{paragraphs}</body></html>", subtype="html")
    picture = hashlib.sha512(str(number).encode()).digest() * 30
    made.add_attachment(picture, maintype="image", subtype="png", filename="screen.png")
    return made.as_bytes()


def taken(count: int) -> dict[str, Any]:
    """The figures, in milliseconds and as ratios to what is the least."""
    _prepared()
    letters = [typical(number) for number in range(2 * count + 2 * BATCH)]
    _turns(letters[: 2 * BATCH])
    seen = _turns(letters[2 * BATCH :])
    per = {name: statistics.median(times) * 1000 for name, times in seen.items()}
    return {
        "n": count,
        "letter_bytes": round(statistics.mean(map(len, letters))),
        **{f"{name}_ms": round(value, 3) for name, value in per.items()},
        "mail_parse": round(1000 / per["parse_cpu"]),
        "mail_isolation": round((per["parse_isolated"] - per["parse_wall"]) / per["ticket"], 3),
        "mail_accept": round(per["raw_commit"] / per["accept"], 3),
        "mail_tickets": round(per["parse_and_commit"] / (per["accept"] + per["ticket"]), 3),
    }


def _turns(letters: Sequence[bytes]) -> dict[str, list[float]]:
    from deskhand.mail import isolated
    from deskhand.mail.parse import parse

    seen: dict[str, list[float]] = {}
    for start in range(0, len(letters) - 2 * BATCH + 1, 2 * BATCH):
        ours, bare = letters[start : start + BATCH], letters[start + BATCH : start + 2 * BATCH]
        _note(seen, "raw_commit", bare, _raw_commit)
        _note(seen, "accept", ours, _accept)
        _note(seen, "parse_and_commit", [one + b"\n" for one in bare], _parse_and_commit)
        _note(seen, "ticket", ours, _read_one_batch)
        _rest()
        _note(seen, "parse_cpu", ours, parse, time.process_time)
        _note(seen, "parse_wall", ours, parse)
        _note(seen, "parse_isolated", ours, isolated.parsed)
    return seen


def _note(
    seen: dict[str, list[float]],
    name: str,
    letters: Sequence[bytes],
    work: Callable[[bytes], Any],
    clock: Callable[[], float] = time.perf_counter,
) -> None:
    """Seconds a letter."""
    began = clock()
    for raw in letters:
        work(raw)
    seen.setdefault(name, []).append((clock() - began) / len(letters))


def _raw_commit(raw: bytes) -> None:
    """The least that keeping a letter costs: its bytes as a file, flushed as the product does it, and one row."""
    from django.db import connection

    from deskhand.files import blobs

    digest = hashlib.sha256(raw).hexdigest()
    blobs.lay_down(raw, digest)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_raw (digest, size) VALUES (%s, %s)", [digest, len(raw)])


def _parse_and_commit(raw: bytes) -> None:
    """The least that a ticket of a letter costs: keep it, read it, one row with its text in one commit."""
    from django.db import connection

    from deskhand.files import blobs
    from deskhand.mail.parse import parse

    digest = hashlib.sha256(raw).hexdigest()
    blobs.lay_down(raw, digest)
    mail = parse(raw)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bench_raw (digest, size, subject, words) VALUES (%s, %s, %s, %s)",
            [digest, len(raw), mail.subject, mail.text],
        )


def _accept(raw: bytes) -> None:
    from deskhand.mail.receive import accept

    accept(_mailbox(), raw, "lmtp")


@cache
def _mailbox() -> Any:
    from deskhand.mail.models import Mailbox

    return Mailbox.objects.beyond_walls("the bench's only one").select_related("desk").get()


def _read_one_batch(_raw: bytes) -> None:
    """Let the worker's code run until no letter waits: the first call of a turn reads them all, the rest find none."""
    from deskhand.jobs.running import run_next
    from deskhand.mail.models import InboundMail

    waiting = InboundMail.objects.beyond_walls("the bench's own").filter(state="stored")
    while waiting.exists():
        run_next("bench", "default")


def _rest() -> None:
    """What follows once a ticket is there (the index of words, notifications) is not what is compared."""
    from deskhand.jobs.running import run_next

    while run_next("bench", "default"):
        pass


def _prepared() -> None:
    from django.core.management import call_command
    from django.db import connection

    from deskhand.accounts.actions import create_desk, create_person
    from deskhand.kernel import clock
    from deskhand.kernel.actor import SYSTEM
    from deskhand.mail.models import Mailbox

    call_command("migrate", verbosity=0)
    chief = create_person(actor=SYSTEM, name="Chief", email="chief@helpdesk.example")
    desk = create_desk(actor=SYSTEM, key="it", name="IT", administrator=chief)
    Mailbox.objects.create(desk=desk, name="support", address=BOX, created_at=clock.now())
    key = "serial" if connection.vendor == "postgresql" else "integer"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE bench_raw (id {key} PRIMARY KEY, digest text, size int, subject text, words text)"
        )


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deskhand.settings")
    import django

    django.setup()
    print(json.dumps(taken(int(sys.argv[1]))), flush=True)
