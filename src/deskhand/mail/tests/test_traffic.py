"""The list of all mail: two tables, one order, pages that go on, searches that find, and what it costs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deskhand.files import blobs
from deskhand.kernel import clock
from deskhand.mail import traffic
from deskhand.mail.models import InboundMail, Mailbox, OutboundMail
from deskhand.mail.traffic import Asked, passed


def box(cast, name="second"):
    return Mailbox.objects.create(desk=cast.it, name=name, address=f"{name}@eberfeld.example", created_at=clock.now())


def came(mailbox, number, **more):
    fields = {"from_email": f"p{number}@kestrel.example", "from_name": f"Person {number}", "state": "done"} | more
    fields.setdefault("received_at", clock.now() - timedelta(minutes=number))
    return InboundMail.objects.create(
        mailbox=mailbox,
        raw=blobs.store(f"{mailbox.pk} {number}".encode()),
        size=9,
        subject=f"Letter {number}",
        **fields,
    )


def went(mailbox, number, **more):
    at = clock.now() - timedelta(minutes=number)
    fields = {"to_email": f"p{number}@kestrel.example", "state": "sent", "made_at": at, "changed_at": at} | more
    return OutboundMail.objects.create(
        desk_id=mailbox.desk_id,
        mailbox=mailbox,
        subject=f"Answer {number}",
        message_id=f"<a{number}@x.example>",
        **fields,
    )


@pytest.fixture
def letters(cast):
    """Letters in of two mailboxes and letters out by turns, one a minute."""
    second = box(cast)
    for number in range(0, 12, 3):
        came(cast.mailbox, number)
        came(second, number + 1)
        went(cast.mailbox, number + 2)
    return cast


def subjects(cast, **asked):
    return [one.subject for one in passed(cast.it, Asked(**asked))[0]]


@pytest.mark.postgres
def test_letters_of_all_mailboxes_and_both_ways_stand_in_the_order_of_time(letters):
    assert [int(one.split()[1]) for one in subjects(letters)] == list(range(12))


@pytest.mark.postgres
def test_pages_go_on_without_a_gap_or_a_letter_twice(letters, monkeypatch):
    at = clock.now() - timedelta(minutes=30)
    for number in (20, 21):  # Of one moment.
        came(letters.mailbox, number, received_at=at)
        went(letters.mailbox, number, made_at=at)
    monkeypatch.setattr(traffic, "PAGE", 3)
    seen, after = [], ""
    while True:
        rows, after = passed(letters.it, Asked(before=after))
        seen += [(one.way, one.pk) for one in rows]
        if not after:
            break
    assert len(seen) == len(set(seen)) == 16


@pytest.mark.parametrize("after", ["x", "9-in-9", f"{'9' * 17}-out-{'9' * 18}", "-1-in-1"])
def test_a_cursor_that_nobody_gave_out_breaks_nothing(letters, after):
    passed(letters.it, Asked(before=after))


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("p4@kestrel.example", {"Letter 4"}),
        ("P5@Kestrel.Example", {"Answer 5"}),
        ("<a5@x.example>", {"Answer 5"}),
        ("a5@x.example", {"Answer 5"}),
        ("letter 10", {"Letter 10"}),
        ("person 4", {"Letter 4"}),
        ("#1042", {"Letter 99"}),
        ("1042", {"Letter 99"}),
        ("11", {"Answer 11"}),
        ("nobody at all", set()),
    ],
)
def test_a_letter_is_found_by_address_message_id_words_and_ticket(letters, words, found):
    came(letters.mailbox, 99, ticket_number=1042)
    assert set(subjects(letters, words=words)) == found


def test_a_list_is_narrowed_to_what_is_asked_for(letters):
    came(letters.mailbox, 50, state="quarantined")
    came(letters.mailbox, 51, state="ignored")
    came(letters.mailbox, 52, state="stored")
    went(letters.mailbox, 53, state="queued")
    went(letters.mailbox, 54, state="failed")
    assert subjects(letters, shown="quarantine") == ["Letter 50"]
    assert subjects(letters, shown="ignored") == ["Letter 51"]
    assert subjects(letters, shown="waiting") == ["Letter 52", "Answer 53"]
    assert subjects(letters, shown="failed") == ["Answer 54"]
    assert all(one.startswith("Answer") for one in subjects(letters, shown="out"))


def test_older_letters_are_listed_when_a_longer_period_is_asked_for(letters):
    came(letters.mailbox, 70, received_at=clock.now() - timedelta(days=40))
    assert "Letter 70" not in subjects(letters, shown="in")
    assert "Letter 70" in subjects(letters, shown="in", days=90)
    assert "Letter 70" in subjects(letters, shown="in", days=None)


def test_another_desks_letters_are_not_there(letters):
    assert passed(letters.hr, Asked())[0] == []


@pytest.mark.sqlite
def test_a_page_asks_three_times_and_reads_indexes_whatever_the_desk_has(letters):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        passed(letters.it, Asked())
    assert len(asked) == 3
    with connection.cursor() as cursor:
        for one in asked.captured_queries:
            cursor.execute(f"EXPLAIN QUERY PLAN {one['sql']}")
            plan = " ".join(str(row[3]) for row in cursor.fetchall())
            assert "SCAN mail_inboundmail" not in plan and "SCAN mail_outboundmail" not in plan, plan
