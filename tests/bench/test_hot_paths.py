"""What is done all day asks the database the same few questions on a small desk and a large one, and none of them reads
a growing table from end to end."""

import pytest

from tests.bench.plans import listening, whole_reads
from tests.mail.office import letter

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

LIST_QUERIES, TICKET_QUERIES, SEARCH_QUERIES = 14, 16, 15
CREATE_QUERIES, REPLY_QUERIES = 30, 40
TAKEN_QUERIES = 44
"""Statements that make a ticket of a letter, its acknowledgement and its orders in the queue."""
"""Some more than are asked today; a question for each row or message is many more."""


@pytest.fixture
def desk(cast):
    """A desk on which enough has happened that each row of a list is another."""
    for number in range(6):
        ticket = cast.ticket(f"Printer {number} jams", by="mara" if number % 2 else "oliver")
        cast.reply(ticket)
        if number % 3:
            cast.writes(ticket, by="mara" if number % 2 else "oliver")
    cast.work()
    return cast


def visited(client, address):
    """What a page asked; its first visit loads what later ones find."""
    assert client.get(address).status_code == 200
    with listening() as heard:
        assert client.get(address).status_code == 200
    return heard


PAGES = {
    "list": ("/agent/it/tickets/?view=open", LIST_QUERIES),
    "mine": ("/agent/it/tickets/?view=mine", LIST_QUERIES),
    "search": ("/agent/it/tickets/?q=jams", SEARCH_QUERIES),
    "older": ("/agent/it/tickets/?view=open&sort=created", LIST_QUERIES),
}


@pytest.mark.parametrize(("address", "most"), PAGES.values(), ids=PAGES.keys())
def test_a_list_asks_little_and_reads_indexes(desk, address, most):
    client = desk.client("jana")
    heard = visited(client, address)
    assert len(heard.asked) <= most
    assert not whole_reads(heard.reads)
    desk.ticket("One more jams")
    assert len(visited(client, address).asked) <= len(heard.asked) + 1


def test_a_ticket_asks_as_often_for_three_messages_as_for_thirty(desk):
    client = desk.client("jana")
    ticket = desk.ticket("It goes on")
    desk.reply(ticket)
    address = f"/agent/tickets/{ticket.number}/"
    few = visited(client, address)
    assert len(few.asked) <= TICKET_QUERIES
    assert not whole_reads(few.reads)
    for _turn in range(5):
        desk.writes(ticket)
        desk.reply(ticket)
        desk.note(ticket)
    assert len(visited(client, address).asked) <= len(few.asked) + 1


def test_a_ticket_by_api_asks_little_and_reads_indexes(desk):
    client, bearer = desk.client(), desk.bearer("jana")

    def create(number):
        words = {"subject": f"By API {number}", "body": "<p>It jams.</p>", "requester": "mara@kestrel.example"}
        answer = client.post("/api/v1/tickets", words, content_type="application/json", headers=bearer)
        assert answer.status_code == 201
        return answer.json()["number"]

    create(0)
    with listening() as heard:
        number = create(1)
    assert len(heard.asked) <= CREATE_QUERIES
    assert not whole_reads(heard.reads)
    with listening() as heard:
        path = f"/api/v1/tickets/{number}/messages"
        said = {"body": "<p>Open the rear flap.</p>"}
        assert client.post(path, said, content_type="application/json", headers=bearer).status_code == 201
    assert len(heard.asked) <= REPLY_QUERIES
    assert not whole_reads(heard.reads)


def test_an_open_page_that_asks_whether_something_happened_reads_indexes(desk):
    heard = visited(desk.client("jana"), "/agent/it/live?also=")
    assert len(heard.asked) <= 12
    assert not whole_reads(heard.reads)


def test_a_letter_and_all_that_follows_from_it_reads_indexes(desk):
    from deskhand.mail.models import Mailbox
    from deskhand.mail.receive import accept

    box = Mailbox.objects.within(desk.it).get()
    with listening() as heard:
        accept(box, letter(1), "pipe")
        desk.work()
    assert not whole_reads(heard.reads)


def test_taking_a_letter_in_is_three_rows_and_no_question(desk):
    """Whoever brings a letter waits: it is its content, itself and the job that will read it."""
    from deskhand.mail.models import Mailbox
    from deskhand.mail.receive import accept

    box = Mailbox.objects.within(desk.it).get()
    accept(box, letter(1), "pipe")
    with listening() as heard:
        accept(box, letter(2), "pipe")
    assert [one.sql.split()[2] for one in heard.asked] == ["files_blob", "mail_inboundmail", "jobs_job"]


def test_a_backlog_of_letters_asks_as_little_for_each(desk):
    """What is the same for all of them is asked once: more of them make it less for each."""
    from deskhand.jobs.running import run_next
    from deskhand.mail.models import Mailbox
    from deskhand.mail.receive import accept
    from deskhand.tickets.models import Ticket

    box = Mailbox.objects.within(desk.it).get()
    for number in range(1, 9):
        accept(box, letter(number), "pipe")
    with listening() as heard:
        assert run_next("reader", "default")
    assert Ticket.objects.within(desk.it).filter(channel="mail").count() == 8
    assert len(heard.asked) <= 8 * TAKEN_QUERIES
    assert not whole_reads(heard.reads)


def test_what_reads_a_table_whole_is_noticed(desk):
    from deskhand.tickets.models import Ticket

    with listening() as heard:
        list(Ticket.objects.beyond_walls("a slow question").filter(snippet__contains="x")[:50])
        list(Ticket.objects.beyond_walls("a slow question").order_by("snippet")[:50])
    found = whole_reads(heard.reads)
    assert any("read whole" in one for one in found)
    assert any("sorted" in one for one in found)
