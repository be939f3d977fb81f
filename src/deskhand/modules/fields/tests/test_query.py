"""Fields in the query language: the database and one ticket give the same answer, behind the wall."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.query import Env, QueryError, parse, predicate, to_q, to_text
from deskhand.modules.fields import actions
from deskhand.modules.fields.models import Option
from deskhand.tickets.models import Ticket
from deskhand.tickets.query_fields import ticket_fields

TERMS = (
    "device:laptop", "device:Phone", "device:none", "device:laptop,none", "-device:phone", "several:laptop",
    "several:none", "category:hardware", "category:printer", "cost:>=10", "cost:<10", "cost:1.5..12", "cost:12.50",
    "cost:none", "size:7", "size:>7", "due:today", "due:<today", "due:>=2026-03", "due:2d", "due:none", "boss:me",
    "boss:none", 'boss:"Mara Lindqvist"', 'customer:"Kestrel Biotech"', "customer:none", "approved:yes", "approved:no",
    "room:west", "room:wes*", 'room:"west wing"', "room:none", "link:example", "-room:west",
)  # fmt: skip


@pytest.fixture
def asked(on, make):
    """A field of each kind, and tickets that hold different things in them."""
    make("Device", "choice", "Laptop", "Phone"), make("Several", "choices", "Laptop", "Phone")
    tree = make("Category", "tree", "Hardware")
    top = Option.objects.within(on.it).get(field=tree)
    actions.save_option(actor=SYSTEM, field=tree, label="Printer", parent=top)
    make("Cost", "money", currency="EUR"), make("Size", "number"), make("Due", "date"), make("Boss", "person")
    make("Customer", "organization"), make("Approved", "checkbox"), make("Room"), make("Link", "url")
    today = clock.now().date()
    held = (
        {"device": ["laptop"], "several": ["laptop", "phone"], "category": ["printer"], "cost": ["12.5"]},
        {"device": ["phone"], "category": ["hardware"], "cost": ["9.99"], "size": ["7"], "due": [today.isoformat()]},
        {
            "size": ["7.5"],
            "due": [(today - timedelta(days=1)).isoformat()],
            "approved": ["yes"],
            "room": ["West Wing 4"],
        },
        {"room": ["Westend"], "link": ["https://example.org/x"], "customer": ["Kestrel Biotech"]},
        {},
    )
    tickets = [on.ticket(f"Number {place}") for place in range(len(held))]
    for ticket, values in zip(tickets, held, strict=True):
        actions.set_fields(actor=on.actor("jana"), ticket=ticket, values=values)
    boss = {"boss": [str(on.mara.pk)]}
    actions.set_fields(actor=on.actor("jana"), ticket=tickets[0], values=boss)
    return on


def env_of(cast, who="jana"):
    actor = cast.actor(who)
    return Env(now=clock.now(), me=cast.mara.pk, actor=actor, desk_id=cast.it.pk)


@pytest.mark.postgres
def test_the_database_and_one_ticket_give_the_same_answer(asked):
    fields, env = ticket_fields(asked.it.pk), env_of(asked)
    tickets = list(Ticket.objects.within(asked.it))
    found = {}
    for text in TERMS:
        tree = parse(text, fields)
        assert to_text(parse(to_text(tree), fields)) == to_text(tree), text
        rows = set(Ticket.objects.within(asked.it).filter(to_q(tree, fields, env)))
        assert rows == {one for one in tickets if predicate(tree, fields, env)(one)}, text
        found[text] = len(rows)
    assert found["device:laptop"] == found["category:printer"] == found["cost:12.50"] == found["boss:me"] == 1
    assert found["category:hardware"] == 2 and found["approved:no"] == 4 and found["-room:west"] == 4
    assert found["due:today"] == 1 and found["due:<today"] == 1 and found["room:wes*"] == 2


@pytest.mark.postgres
def test_so_they_do_for_whatever_is_joined(asked):
    fields, env = ticket_fields(asked.it.pk), env_of(asked)
    tickets = list(Ticket.objects.within(asked.it))
    questions = st.lists(st.sampled_from(TERMS), min_size=1, max_size=3).flatmap(
        lambda terms: st.sampled_from([" ".join(terms), " OR ".join(terms), f"-({' OR '.join(terms)})"])
    )

    @settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(questions)
    def agree(text):
        tree = parse(text, fields)
        rows = set(Ticket.objects.within(asked.it).filter(to_q(tree, fields, env)))
        assert rows == {one for one in tickets if predicate(tree, fields, env)(one)}

    agree()


def test_what_makes_no_sense_is_said_where_it_stands(asked):
    fields = ticket_fields(asked.it.pk)
    for wrong in ("device:tablet", "cost:much", "due:someday", "approved:maybe", "device:>laptop", 'room:"..."'):
        with pytest.raises(QueryError) as refusal:
            parse(f"is:open {wrong}", fields)
        assert refusal.value.position >= len("is:open "), wrong


def test_a_field_of_another_desk_is_an_unknown_word(asked):
    def told(who, desk, word):
        return asked.client(who).get(f"/agent/{desk}/tickets/?q={word}:none").content.decode()

    known, unknown = told("jana", "it", "device"), told("jana", "it", "nosuchthing")
    assert "There is no field" not in known and "There is no field" in unknown
    assert told("hanna", "hr", "device").count("There is no field") == unknown.count("There is no field")


def test_an_archived_field_is_an_unknown_word(asked):
    from deskhand.modules.fields.models import Field

    actions.archive_field(actor=SYSTEM, field=Field.objects.within(asked.it).get(code="device"))
    with pytest.raises(QueryError):
        parse("device:laptop", ticket_fields(asked.it.pk))


def test_a_search_finds_by_fields_on_the_page_and_through_the_api(asked):
    page = asked.client("jana").get("/agent/it/tickets/?q=cost:>=10").content.decode()
    assert "Number 0" in page and "Number 1" not in page
    token = asked.bearer("jana", "read")
    found = asked.client().get("/api/v1/tickets?q=device:phone", headers=token).json()["items"]
    assert [one["subject"] for one in found] == ["Number 1"]
    assert asked.client().get("/api/v1/tickets?q=device:phone", headers=asked.bearer("mara", "read")).status_code == 422
    offered = asked.client("jana").get("/agent/it/search/completions?q=device:la").json()["items"]
    assert [one["text"] for one in offered] == ["laptop"]
