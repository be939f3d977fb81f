"""Works on an installation's own database connection: `python -m bench.inside` answers each verb that it reads with a
line of JSON.

commit       seconds of one durable commit of a row of a message's size, the least that writing anything costs
mark         count letters from here on
fetch COUNT  have the mailbox fetched and wait until so many letters since the mark are tickets; how many are, and the
             seconds from the first's arrival to the last's end
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

ROW = "x" * 800
PATIENCE = 240.0
_mark = 0


def commit() -> float:
    """Seconds of one commit."""
    from django.db import connection

    with connection.cursor() as cursor:
        began = time.perf_counter()
        cursor.execute("INSERT INTO bench_commit (words) VALUES (%s)", [ROW])
        return time.perf_counter() - began


def fetch(count: int) -> dict[str, Any]:
    """Have the worker fetch the mailbox until ``count`` letters are read."""
    from django.db import transaction

    from deskhand.mail.imap import fetch_mailbox
    from deskhand.mail.models import Mailbox

    box = Mailbox.objects.beyond_walls("the bench's only one").get()
    with transaction.atomic():
        fetch_mailbox.put(unique_key=f"imap:{box.pk}", mailbox_id=box.pk)
    deadline = time.monotonic() + PATIENCE
    while (found := _letters())["read"] < count:
        if time.monotonic() > deadline:
            raise TimeoutError(f"only {found['read']} of {count} letters were read")
        time.sleep(0.1)
    return found


def mark() -> int:
    """Leave the letters that are there out of every count to come."""
    global _mark
    from deskhand.mail.models import InboundMail

    last = InboundMail.objects.beyond_walls("the bench's own").order_by("-pk").values_list("pk", flat=True).first()
    _mark = last or 0
    return _mark


def _letters() -> dict[str, Any]:
    from django.db.models import Count, Max, Min

    from deskhand.mail.models import InboundMail

    found = InboundMail.objects.beyond_walls("the bench's own").filter(outcome="new_ticket", pk__gt=_mark)
    told = found.aggregate(read=Count("pk"), first=Min("received_at"), last=Max("finished_at"))
    seconds = (told["last"] - told["first"]).total_seconds() if told["read"] else 0.0
    return {"read": told["read"], "seconds": seconds}


def prepare() -> None:
    """A table of the floor's own in the same database."""
    from django.db import connection

    key = "serial" if connection.vendor == "postgresql" else "integer"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS bench_commit (id {key} PRIMARY KEY, words text)")


def main() -> None:
    """Answer verbs until standard input ends."""
    import django

    django.setup()
    prepare()
    verbs: dict[str, Callable[..., Any]] = {"commit": commit, "fetch": fetch, "mark": mark}
    for line in sys.stdin:
        verb, *numbers = line.split()
        print(json.dumps(verbs[verb](*map(int, numbers))), flush=True)


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deskhand.settings")
    main()
