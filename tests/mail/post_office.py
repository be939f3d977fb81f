"""What the kill test of outgoing letters runs as processes: `python -m tests.mail.post_office VERB ...`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

LEASE_SECONDS = 4
"""Short, so that the work of a killed worker is taken up while the test waits."""

CONNECTIONS = 2


def prepare(count: str) -> None:
    """Make the tables, a desk with a mailbox, and letters that wait."""
    from django.core.management import call_command
    from django.db import transaction

    from deskhand.accounts.actions import create_desk, create_person
    from deskhand.kernel import clock
    from deskhand.kernel.actor import SYSTEM
    from deskhand.mail import outbox
    from deskhand.mail.models import Lane, LetterKind, Mailbox
    from deskhand.mail.sending import lanes

    call_command("migrate", verbosity=0)
    chief = create_person(actor=SYSTEM, name="Lena Hartmann", email="lena@eberfeld.example")
    desk = create_desk(actor=SYSTEM, key="it", name="IT", administrator=chief)
    box = Mailbox.objects.create(desk=desk, name="it", address="it@eberfeld.example", created_at=clock.now())
    lanes.lane(box.pk)
    Lane.objects.within(desk).update(rate=0, connections=CONNECTIONS)
    with transaction.atomic():
        for number in range(int(count)):
            letter = outbox.Letter(kind=LetterKind.REPLY, subject=f"Letter {number}", text="Hello.", mailbox=box)
            outbox.put(letter, to=outbox.Recipient(email=f"person{number}@kestrel.example"))


def send() -> None:
    """A worker with its scheduler. What it would wait for hours, it waits for seconds."""
    from deskhand.jobs import running, schedule, worker
    from deskhand.mail import schedules
    from deskhand.mail.sending import hints, lanes, trying

    hints.SHORTEST_SECONDS = hints.LONGEST_SECONDS = 2
    trying.FIRST_WAIT_SECONDS = trying.LONGEST_WAIT_SECONDS = trying.UNSURE_WAIT_SECONDS = 2
    lanes.FIRST_REST_SECONDS = lanes.LONGEST_REST_SECONDS = 1
    vars(running)["lease_of"] = lambda _queue: LEASE_SECONDS
    schedule.every(3, schedules.look_for_waiting_letters)
    worker.Worker().run()


def report() -> None:
    """Print what became of the letters, as JSON."""
    from deskhand.mail.models import OutboundMail

    rows = OutboundMail.objects.beyond_walls("the test looks at everything")
    found = {
        "sent": rows.filter(state="sent").count(),
        "failed": rows.filter(state="failed").count(),
        "ids": rows.order_by().values("message_id").distinct().count(),
    }
    print(json.dumps(found))


VERBS: dict[str, Callable[..., None]] = {"prepare": prepare, "send": send, "report": report}

if __name__ == "__main__":
    import django

    django.setup()
    VERBS[sys.argv[1]](*sys.argv[2:])
