"""Fifty people write on one ticket at the same moment: whatever they were told is there is there."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from django.db import connections
from django.test import Client

from deskhand.kernel.models import Event
from deskhand.tickets.models import Message, Ticket
from tests.cast import Cast

WRITERS = 50


@dataclass
class Told:
    """What the writers were told: texts and tags that were taken, and the answers that were not."""

    texts: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    changes: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)


def writer(number: int, ticket: int, headers: dict[str, str], told: Told) -> Callable[[], None]:
    """One person's minute: an answer, a note, a tag, a priority, a status; once more where the version was old."""

    def write() -> None:
        client = Client()
        base = f"/api/v1/tickets/{ticket}"

        def send(method: str, path: str, body: object, more: dict[str, str] | None = None) -> int:
            answer = client.generic(
                method, base + path, json.dumps(body), "application/json",
                headers=headers | (more or {}),
            )  # fmt: skip
            return int(answer.status_code)

        try:
            for kind in ("reply", "note"):
                text = f"{kind} of writer {number}."
                if send("POST", "/messages", {"body": f"<p>{text}</p>", "kind": kind}) == 201:
                    with told.lock:
                        told.texts.append(text)
            seen = client.get(base, headers=headers)
            for name, value in (("priority", ("low", "high")[number % 2]), ("subject", f"Subject {number}")):
                with told.lock:
                    told.changes[name] += send("PATCH", "", {name: value}) == 200
            word = send("PATCH", "", {"kind": "question"}, {"If-Match": seen.headers["ETag"]})
            with told.lock:
                told.refused[str(word)] += 1
            body = {"desk": "it", "tickets": [ticket], "verb": "tag", "value": [f"writer-{number}"]}
            answer = client.post("/api/v1/tickets/bulk", body, "application/json", headers=headers)
            with told.lock:
                told.tags += [f"writer-{number}"] if answer.json()["changed"] == 1 else []
        finally:
            connections.close_all()

    return write


@pytest.mark.long
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_fifty_writers_on_one_ticket_lose_nothing(cast: Cast):
    ticket = cast.ticket("A busy case")
    headers = [cast.bearer(name) for name in ("jana", "ben", "priya", "lena")]
    told = Told()
    threads = [
        threading.Thread(target=writer(number, ticket.number, headers[number % 4], told)) for number in range(WRITERS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    row = Ticket.objects.within(cast.it).get(pk=ticket.pk)
    said = Counter(one.text for one in Message.objects.within(cast.it).filter(ticket=row))
    assert len(told.texts) == 2 * WRITERS and all(said[text] == 1 for text in told.texts)
    assert sum(said.values()) == 2 * WRITERS + 1
    assert len(told.tags) == WRITERS and set(row.tags.values_list("name", flat=True)) == set(told.tags)
    facts = Event.objects.filter(subject_kind="ticket", subject_id=row.pk)
    codes = Counter(facts.values_list("code", flat=True))
    assert codes["ticket.replied"] == codes["ticket.noted"] == codes["ticket.tagged"] == WRITERS
    assert told.changes == {"priority": WRITERS, "subject": WRITERS}
    assert set(told.refused) <= {"200", "412"} and told.refused["412"] > 0
    _facts_follow_each_other(row)
    own = ["ticket.priority_changed", "ticket.changed", "ticket.status_changed", "ticket.tagged", "ticket.assigned"]
    assert row.version == 1 + sum(codes[code] for code in own)


def _facts_follow_each_other(ticket: Ticket) -> None:
    """Each change of the priority begins where the one before it ended: none was written over unseen."""
    found = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk, code="ticket.priority_changed")
    values = list(found.order_by("id").values_list("values", flat=True))
    assert all(before["new"] == after["old"] for before, after in pairwise(values))
