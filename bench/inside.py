"""Works on an installation's own database connection: `python -m bench.inside` answers each verb that it reads with a
line of JSON.

commit       seconds of one durable commit of a row of a message's size, the least that writing anything costs: on
             SQLite in a file of its own beside the database's, since there the worker would hold the only lock
count TOKEN  how many durable commits one creating of a ticket by API makes, on average
mark         count letters from here on
pour COUNT   accept so many letters, one after the other, as a mail server hands them over
unread       how many letters nobody has read yet
fetch COUNT  have the mailbox fetched and wait until so many letters since the mark are tickets; how many are, and the
             seconds from the first's arrival to the last's end
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.workload import address_of

ROW = "x" * 800
CREATES = 10
PATIENCE = 240.0
_mark = 0


def commit() -> float:
    """Seconds of one commit."""
    from django.db import connections

    with connections[_floor_alias()].cursor() as cursor:
        began = time.perf_counter()
        cursor.execute("INSERT INTO bench_commit (words) VALUES (%s)", [ROW])
        return time.perf_counter() - began


def count(token: str) -> float:
    """Commits of a request that creates a ticket: transactions that wrote, and writes outside of any."""
    from django.db import connection
    from django.test import Client

    client, written = Client(headers={"Authorization": f"Bearer {token}", "Host": "127.0.0.1"}), Written()
    with connection.execute_wrapper(written):
        for number in range(CREATES + 2):
            if number == 2:  # The first ones load what later ones find loaded.
                written.commits = 0
            words = {"subject": f"Counted {number}", "body": "<p>Once.</p>", "requester": address_of(number)}
            answer = client.post("/api/v1/tickets", words, content_type="application/json")
            if answer.status_code != 201:
                raise RuntimeError(f"{answer.status_code}: {answer.content[:300]!r}")
    return written.commits / CREATES


class Written:
    """Counts durable commits: each transaction that writes once, each write outside of one."""

    def __init__(self) -> None:
        self.commits = 0
        self._is_noted = False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        from django.db import transaction

        connection = context["connection"]
        if sql.lstrip().split(None, 1)[0].upper() in ("INSERT", "UPDATE", "DELETE"):
            if not connection.in_atomic_block:
                self.commits += 1
            elif not self._is_noted:
                self._is_noted = True
                transaction.on_commit(self._note)
        return execute(sql, params, many, context)

    def _note(self) -> None:
        self.commits += 1
        self._is_noted = False


def fetch(wanted: str) -> dict[str, Any]:
    """Have the worker fetch the mailbox until so many letters are read."""
    from django.db import transaction

    from deskhand.mail.fetching.mailboxes import order_fetching
    from deskhand.mail.models import Mailbox

    box = Mailbox.objects.beyond_walls("the bench's only one").get()
    with transaction.atomic():
        order_fetching(box.pk)
    deadline = time.monotonic() + PATIENCE
    while (found := _letters())["read"] < int(wanted):
        if time.monotonic() > deadline:
            raise TimeoutError(f"only {found['read']} of {wanted} letters were read")
        time.sleep(0.1)
    return found


def pour(wanted: str) -> int:
    """Accept letters of the workload."""
    from bench import workload
    from bench.furnish import MAILBOX
    from deskhand.mail.models import Mailbox
    from deskhand.mail.receive import accept

    box = Mailbox.objects.beyond_walls("the bench's only one").select_related("desk").get()
    for number in range(1_000_000, 1_000_000 + int(wanted)):
        accept(box, workload.letter(number, MAILBOX), "lmtp")
    return int(wanted)


def unread() -> int:
    """Letters that wait to be read."""
    from deskhand.mail.models import InboundMail

    return int(InboundMail.objects.beyond_walls("the bench's own").filter(state="stored").count())


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


def _floor_alias() -> str:
    """The connection of the floor: the product's settings, on SQLite with another file."""
    from django.conf import settings
    from django.db import connection, connections

    if connection.vendor == "postgresql":
        return "default"
    if "floor" not in connections.databases:
        own = {**connections.databases["default"], "NAME": settings.DESKHAND.data / "floor.sqlite3"}
        connections.databases["floor"] = own
    return "floor"


def prepare() -> None:
    """The floor's own table."""
    from django.db import connection, connections

    key = "serial" if connection.vendor == "postgresql" else "integer"
    with connections[_floor_alias()].cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS bench_commit (id {key} PRIMARY KEY, words text)")


def main() -> None:
    """Answer verbs until standard input ends."""
    import django

    django.setup()
    prepare()
    verbs: dict[str, Callable[..., Any]] = {"commit": commit, "count": count, "fetch": fetch, "mark": mark}
    verbs |= {"pour": pour, "unread": unread}
    for line in sys.stdin:
        verb, *words = line.split()
        print(json.dumps(verbs[verb](*words)), flush=True)


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deskhand.settings")
    main()
