"""Lists: queries, orders, pages that hold while others write."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deskhand.api import cursors
from deskhand.api.routes.ticket_list import DEEPEST
from deskhand.kernel import clock
from deskhand.tickets import actions
from deskhand.tickets.models import Ticket

MOST_QUERIES = 10


def numbers(answer):
    return [one["number"] for one in answer.json()["items"]]


def test_the_newest_comes_first_unless_another_order_is_asked_for(cast, call):
    first, second = cast.ticket("One"), cast.ticket("Two")
    cast.reply(first)
    assert numbers(call("jana").get("/tickets")) == [second.number, first.number]
    assert numbers(call("jana").get("/tickets", sort="-updated_at")) == [first.number, second.number]
    assert numbers(call("jana").get("/tickets", sort="number")) == [first.number, second.number]
    assert numbers(call("jana").get("/tickets", sort="-created_at")) == [second.number, first.number]


@pytest.mark.parametrize("sort", ["number", "-number", "created_at", "-created_at", "-priority", "-updated_at"])
def test_pages_meet_every_ticket_once_while_others_write(cast, call, sort):
    tickets = [cast.ticket(f"Nr {nth}", priority=1 + nth % 4) for nth in range(9)]
    jana = call("jana")
    met, cursor = [], ""
    while cursor is not None:
        page = jana.get("/tickets", sort=sort, limit=2, cursor=cursor)
        met += numbers(page)
        cursor = page.json()["next"]
        cast.ticket("Meanwhile", by="oliver", priority=1)
        if len(met) > 20:
            break
    assert {one.number for one in tickets} <= set(met)
    assert len(set(met)) == len(met)


def walked(caller, path, meanwhile, key="number", **query):
    """All pages of a list; something happens after each."""
    met: list[int] = []
    cursor = ""
    for turn in range(1, 40):
        page = caller.get(path, cursor=cursor, **query).json()
        met += [one[key] for one in page["items"]]
        meanwhile(turn, met)
        if page["next"] is None:
            break
        cursor = page["next"]
    return met


@pytest.mark.parametrize("sort", [None, "number", "-number", "created_at", "-created_at"])
def test_nothing_comes_twice_and_nothing_is_missed_though_others_open_change_and_delete(cast, call, sort):
    tickets = [cast.ticket(f"Nr {nth}") for nth in range(12)]
    doomed, kept = tickets[3::4], [one for nth, one in enumerate(tickets) if nth % 4 != 3]
    gone = []

    def meanwhile(turn, met):
        cast.ticket("Meanwhile", by="oliver")
        for one in kept:
            one.refresh_from_db()
        actions.change_priority(actor=cast.actor("jana"), ticket=kept[turn % len(kept)], to=1 + turn % 4)
        cast.reply(kept[-turn % len(kept)])
        if turn <= len(doomed):
            actions.delete(actor=cast.actor("jana"), ticket=doomed[turn - 1])
            gone.append(doomed[turn - 1].number)

    met = walked(call("jana"), "/tickets", meanwhile, limit=2, **({"sort": sort} if sort else {}))
    assert len(met) == len(set(met))
    assert {one.number for one in kept} <= set(met)


def test_the_cursor_of_a_row_that_was_removed_goes_on_behind_it(cast, call):
    tickets = [cast.ticket(f"Nr {nth}") for nth in range(6)]
    last = []

    def meanwhile(turn, met):
        if turn == 1:
            ticket = next(one for one in tickets if one.number == met[-1])
            actions.delete(actor=cast.actor("jana"), ticket=ticket)
            last.append(ticket)

    met = walked(call("jana"), "/tickets", meanwhile, limit=3, sort="number")
    assert met == [one.number for one in tickets] and last


def test_pages_of_people_messages_and_organizations_hold_as_well(cast, call):
    from deskhand.accounts.actions import create_person, give_role
    from deskhand.kernel.actor import SYSTEM

    ticket, made = cast.ticket(), []
    for nth in range(6):
        cast.reply(ticket, html=f"<p>{nth}</p>")
    before = {one["id"] for one in call("jana").get("/people").json()["items"]}

    def join(turn, met):
        person = create_person(actor=SYSTEM, name=f"A{turn} Newcomer", email=f"new{turn}@eberfeld.example")
        give_role(actor=SYSTEM, desk=cast.it, person=person, role="agent")
        made.append(person.pk)

    met = walked(call("jana"), "/people", join, key="id", limit=2)
    assert len(met) == len(set(met)) and before <= set(met)
    messages = walked(
        call("jana"), f"/tickets/{ticket.number}/messages", lambda *_: cast.note(ticket), key="id", limit=2
    )
    assert len(messages) == len(set(messages)) >= 7


def test_pages_of_a_search_give_each_ticket_once_though_others_are_found_meanwhile(cast, call):
    tickets = [cast.ticket(f"Printer {nth}", text="The printer jams") for nth in range(7)]
    cast.work()

    def meanwhile(turn, met):
        if turn < 5:
            cast.ticket("Printer printer printer", text="printer printer", by="oliver")
            cast.work()

    met = walked(call("jana"), "/search", meanwhile, q="printer", limit=2)
    assert len(met) == len(set(met))
    assert {one.number for one in tickets} <= set(met)


def test_a_cursor_knows_what_it_gave():
    ids = {1, 2, 130, 20_000, 9_999_999_999}
    assert cursors.opened_ids("x", cursors.sealed_ids("x", ids)) == ids
    assert cursors.opened_ids("x", cursors.sealed_ids("x", set())) == set()
    many = {nth * 9_770 for nth in range(1, DEEPEST + 1)}
    assert len(cursors.sealed_ids("x", many)) < cursors.CURSOR_LIMIT


def test_the_last_page_says_so(cast, call):
    for nth in range(4):
        cast.ticket(f"Nr {nth}")
    page = call("jana").get("/tickets", limit=2).json()
    assert page["next"]
    assert call("jana").get("/tickets", limit=2, cursor=page["next"]).json()["next"] is None


def test_a_cursor_is_good_for_its_own_list_alone(cast, call):
    for nth in range(3):
        cast.ticket(f"Nr {nth}")
    jana = call("jana")
    cursor = jana.get("/tickets", limit=1).json()["next"]
    for query in (
        {"cursor": cursor, "sort": "number"},
        {"cursor": cursor, "q": "is:open"},
        {"cursor": cursor[:-1] + ("a" if cursor[-1] != "a" else "b")},
        {"cursor": "made.up"},
        {"cursor": "\u00e9.\u00e9"},
    ):
        refused = jana.get("/tickets", **query)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "cursor")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"sort": "colour"}, "sort"),
        ({"page": 2}, "page"),
    ],
)
def test_wrong_parameters_are_named(cast, call, query, field):
    refused = call("jana").get("/tickets", **query)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)


def test_the_query_language_answers_and_points_at_mistakes(cast, call):
    mine = cast.ticket("Printer jam", assignee=cast.jana)
    cast.ticket("Other")
    jana = call("jana")
    assert numbers(jana.get("/tickets", q="assignee:me")) == [mine.number]
    assert numbers(jana.get("/tickets", q="requester:mara@kestrel.example -is:new")) == [mine.number]
    wrong = jana.get("/tickets", q="is:open asignee:me").json()["errors"][0]
    assert (wrong["field"], wrong["position"], wrong["length"], wrong["suggestion"]) == ("q", 8, 7, "assignee")


def test_a_requester_lists_her_own_tickets_and_no_others(cast, call):
    mine = cast.ticket("Mine")
    cast.ticket("His", by="oliver")
    affected = cast.ticket("For me", by="oliver", affected=cast.mara)
    followed = cast.ticket("In copy", by="oliver", followers=[cast.mara])
    cast.ticket("Unproven", is_unproven=True)
    assert set(numbers(call("mara").get("/tickets"))) == {mine.number, affected.number, followed.number}


def test_a_requester_asks_by_category_and_for_herself(cast, call):
    ticket = cast.ticket("Mine")
    cast.ticket("His", by="oliver")
    mara = call("mara")
    for q in ("status:new", "is:open", "requester:me", "requester:mara@kestrel.example", 'requester:"Mara Lindqvist"'):
        assert numbers(mara.get("/tickets", q=q)) == [ticket.number], q
    assert numbers(mara.get("/tickets", q="status:closed")) == []
    assert mara.get("/tickets", q="requester:oliver@nordwind.example").status_code == 422


def test_an_agent_here_and_requester_there_gets_both_in_one_order(cast, call):
    first = cast.ticket("At IT")
    second = cast.ticket("Contract", by="jana", desk="hr")
    third = cast.ticket("At IT again")
    cast.ticket("Not hers", desk="hr")
    jana = call("jana")
    assert numbers(jana.get("/tickets")) == [third.number, second.number, first.number]
    page = jana.get("/tickets", limit=1).json()
    assert numbers(jana.get("/tickets", limit=5, cursor=page["next"])) == [second.number, first.number]


@pytest.fixture
def within_a_minute():
    """Requests are counted by the minute, and the first ones of each are reported: no new one begins."""
    with clock.frozen(clock.now()):
        yield


@pytest.mark.usefixtures("within_a_minute")
def test_the_list_asks_the_database_equally_often_for_two_and_for_fifty(cast, call):
    jana = call("jana")
    for nth in range(2):
        cast.ticket(f"Nr {nth}", tags=["a", "b"], assignee=cast.ben)
    jana.get("/tickets", q="is:open")
    with CaptureQueriesContext(connection) as few:
        jana.get("/tickets", q="is:open")
    for nth in range(50):
        cast.ticket(f"Nr {nth}", tags=["a", "c"], assignee=cast.jana)
    with CaptureQueriesContext(connection) as many:
        assert len(jana.get("/tickets", q="is:open", limit=100).json()["items"]) == 52
    assert len(few) == len(many) <= MOST_QUERIES


@pytest.mark.usefixtures("within_a_minute")
def test_conversation_history_and_people_ask_a_fixed_number_of_times(cast, call):
    jana, ticket = call("jana"), cast.ticket(team=cast.network)
    actions.tag(actor=cast.actor("jana"), ticket=ticket, add=["first"])
    paths = [f"/tickets/{ticket.number}/{name}" for name in ("messages", "events", "deliveries", "followers")]
    paths += [f"/tickets/{ticket.number}", "/people", "/organizations", "/teams", "/desks", "/me", "/search?q=drops"]

    began = clock.now()

    def counted():
        # A token's last use is written once a minute, whenever the minute ends.
        found = []
        for path in paths:
            with clock.frozen(began), CaptureQueriesContext(connection) as asked:
                assert jana.get(path).status_code == 200
            found.append(len(asked))
        return found

    counted()
    few = counted()
    for nth in range(15):
        cast.reply(ticket, html=f"<p>{nth}</p>")
        actions.tag(actor=cast.actor("jana"), ticket=ticket, add=[f"t{nth}"])
    assert counted() == few
    assert max(few) <= MOST_QUERIES


def test_reading_writes_nothing_but_the_last_use_and_that_once_a_minute(cast, call):
    jana, ticket = call("jana"), cast.ticket()
    paths = ("/tickets", f"/tickets/{ticket.number}", f"/tickets/{ticket.number}/messages", "/me", "/people")
    writes = []
    for path in paths:
        with CaptureQueriesContext(connection) as asked:
            jana.get(path)
        writes += [one["sql"] for one in asked if not one["sql"].lstrip("( ").upper().startswith("SELECT")]
    assert len(writes) == 1 and "last_used_at" in writes[0]


def test_a_search_finds_the_best_first_and_pages_on(cast, call):
    cast.work()
    for nth in range(4):
        cast.ticket(f"Printer {nth}", text="The printer on the second floor jams")
    cast.ticket("Nothing of the kind")
    cast.work()
    jana, met = call("jana"), []
    cursor: str | None = ""
    while cursor is not None:
        page = jana.get("/search", q="printer is:open", limit=3, cursor=cursor).json()
        met += [one["subject"] for one in page["items"]]
        cursor = page["next"]
    assert sorted(met) == [f"Printer {nth}" for nth in range(4)]
    assert page["items"][0]["snippet"].startswith("The printer")


def test_a_requester_searches_her_own_tickets_and_never_finds_a_note(cast, call):
    ticket = cast.ticket("Laptop", text="The laptop is slow")
    cast.ticket("Laptop", text="The laptop is slow, too", by="oliver")
    cast.note(ticket, html="<p>probably malware</p>")
    cast.work()
    assert numbers(call("mara").get("/search", q="slow")) == [ticket.number]
    assert numbers(call("mara").get("/tickets", q="laptop slow")) == [ticket.number]
    for path in ("/search", "/tickets"):
        assert numbers(call("mara").get(path, q="malware")) == []
        assert numbers(call("jana").get(path, q="malware")) == [ticket.number]
        assert numbers(call("hanna").get(path, q="malware")) == []


def test_today_is_the_day_of_the_bearer(cast, call):
    cast.jana.time_zone = "Pacific/Kiritimati"
    cast.jana.save(update_fields=["time_zone"])
    ticket, today = cast.ticket(), clock.now()
    Ticket.objects.within(cast.it).update(created_at=today.replace(hour=9, minute=59))
    with clock.frozen(today.replace(hour=10, minute=30)):
        assert numbers(call("jana").get("/tickets", q="created:today")) == []
        assert numbers(call("ben").get("/tickets", q="created:today")) == [ticket.number]
