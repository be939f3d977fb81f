"""The list of tickets in the browser."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deskhand.accounts.models import DeskRole
from deskhand.kernel import clock, switches
from deskhand.tickets import actions, built_in_views, listing, sorting
from deskhand.tickets.models import BulkUndo, Priority, Ticket
from tests.cast import Cast

HTMX = {"HX-Request": "true"}
LIST = "/agent/it/tickets/"


def shown(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.content[:500]
    return str(response.content.decode())


def test_an_agent_sees_the_open_tickets_of_the_desk_and_of_no_other(cast: Cast):
    mine = cast.ticket("Printer on floor 4")
    theirs = cast.ticket("Parental leave", desk="hr")
    page = shown(cast.client("jana"), LIST)
    assert "Printer on floor 4" in page
    assert str(mine.number) in page
    assert "Parental leave" not in page
    assert str(theirs.number) not in page


def test_the_workspace_opens_with_the_agents_own_desk(cast: Cast):
    assert cast.client("hanna").get("/agent/").headers["Location"] == "/agent/hr/tickets/"


def test_who_serves_no_desk_is_told_so_and_sees_no_ticket(cast: Cast):
    cast.ticket("Printer on floor 4")
    page = shown(cast.client("mara"), "/agent/")
    assert "You do not serve a desk" in page
    assert "Printer" not in page


@pytest.mark.parametrize("name", ["mara", "hanna"])
def test_a_desk_that_one_does_not_serve_does_not_exist(cast: Cast, name: str):
    assert cast.client(name).get(LIST).status_code == 404


def test_signed_out_people_are_sent_to_the_sign_in_page(cast: Cast):
    assert cast.client().get(LIST).status_code == 302


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ("mine", {"Mine"}),
        ("unassigned", {"Nobodys", "Waiting"}),
        ("teams", {"Mine"}),
        ("open", {"Mine", "Nobodys", "Waiting"}),
        ("hold", {"Waiting"}),
        ("resolved", {"Done"}),
        ("spam", {"Spammy"}),
        ("bin", {"Binned"}),
    ],
)
def test_each_view_shows_what_it_says_and_counts_the_same(cast: Cast, view: str, expected: set[str]):
    jana = cast.actor("jana")
    actions.assign(actor=jana, ticket=cast.ticket("Mine", team=cast.service_desk), to=cast.jana)
    cast.ticket("Nobodys")
    actions.set_status(actor=jana, ticket=cast.ticket("Waiting"), to=cast.status("on_hold"))
    actions.set_status(actor=jana, ticket=cast.ticket("Done"), to=cast.status("resolved"))
    actions.mark_spam(actor=jana, ticket=cast.ticket("Spammy", by="oliver"))
    actions.delete(actor=jana, ticket=cast.ticket("Binned"))
    page = shown(cast.client("jana"), f"{LIST}?view={view}")
    every = {"Mine", "Nobodys", "Waiting", "Done", "Spammy", "Binned"}
    assert {name for name in every if f'title="{name}"' in page} == expected
    if view not in ("spam", "bin"):
        assert f'<span class="n {"n-loud" if view in ("mine", "unassigned") else ""}">{len(expected)}</span>' in page


def test_a_view_lists_what_its_question_finds_in_the_search_box(cast: Cast):
    jana = cast.actor("jana")
    actions.assign(actor=jana, ticket=cast.ticket("Mine"), to=cast.jana)
    actions.set_status(actor=jana, ticket=cast.ticket("Waiting"), to=cast.status("on_hold"))
    actions.mark_spam(actor=jana, ticket=cast.ticket("Spammy", by="oliver"))
    actions.delete(actor=jana, ticket=cast.ticket("Binned"))
    for text in built_in_views.LASTING:
        for sort in (f"{sign}{one.key}" for one in sorting.CORE for sign in ("", "-")):
            found = [listing.page(jana, listing.asked(jana, cast.it.pk, asked), sort) for asked in (text, f"{text} ")]
            assert found[0] == found[1]
            assert found[0].rows


def test_counts_are_those_of_this_moment_whoever_asked_before(cast: Cast):
    """Groups are counted once for each version of the desk: other people's pages, and other desks', are told apart."""

    def count(name: str, view: str, desk: str = "it") -> str:
        page = shown(cast.client(name), f"/agent/{desk}/tickets/?view=open")
        return re.findall(rf'href="[^"]*view={view}"[^>]*><span>[^<]*</span><span class="n [^"]*">(\d+)</span>', page)[
            0
        ]

    ticket = cast.ticket("Printer", team=cast.service_desk)
    assert (count("jana", "mine"), count("jana", "unassigned"), count("jana", "open")) == ("0", "1", "1")
    actions.assign(actor=cast.actor("jana"), ticket=ticket, to=cast.jana)
    assert (count("jana", "mine"), count("jana", "unassigned"), count("ben", "mine")) == ("1", "0", "0")
    assert count("hanna", "open", "hr") == "0"
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("resolved"))
    assert (count("jana", "mine"), count("ben", "resolved")) == ("0", "1")
    with clock.frozen(clock.now() + built_in_views.RECENT + timedelta(hours=1)):
        assert count("ben", "resolved") == "0"


def test_the_newest_word_comes_first_and_a_head_turns_the_order_round(cast: Cast):
    first, second = cast.ticket("First"), cast.ticket("Second")
    client = cast.client("jana")
    page = shown(client, LIST)
    assert page.index(f't-{second.number}"') < page.index(f't-{first.number}"')
    page = shown(client, f"{LIST}?sort=updated")
    assert page.index(f't-{first.number}"') < page.index(f't-{second.number}"')


@pytest.mark.parametrize(
    "sort", ["updated", "created", "number", "priority", "subject", "status", "requester", "assignee"]
)
@pytest.mark.parametrize("sign", ["", "-"])
def test_every_ticket_is_on_exactly_one_page_whatever_the_order(cast: Cast, monkeypatch, sort: str, sign: str):
    monkeypatch.setattr("deskhand.tickets.listing.PAGE", 3)
    numbers = {cast.ticket(f"Ticket {n % 3}", by=("mara", "oliver")[n % 2]).number for n in range(8)}
    client, address, seen, page = cast.client("jana"), f"{LIST}?sort={sign}{sort}", [], ""
    while address:
        page = shown(client, address)
        seen += _rows(page)
        address = _link(page, "next")
    assert sorted(seen) == sorted(numbers)
    assert _rows(shown(client, _link(page, "prev"))) == seen[3:6]


@pytest.mark.parametrize("cursor", ["x", "WyJvbGRlciIsImEiLDFd", "bnVsbA", "WyJvbGRlciIsMSwxXQ", "W10", "%00"])
def test_a_cursor_that_nobody_made_begins_at_the_start(cast: Cast, cursor: str):
    cast.ticket("Printer")
    assert "Printer" in shown(cast.client("jana"), f"{LIST}?cursor={cursor}")


def test_the_search_box_finds_by_fields_and_by_words(cast: Cast):
    cast.ticket("Printer on floor 4", tags=["printing"])
    cast.ticket("VPN drops", by="oliver")
    cast.work()
    client = cast.client("jana")
    assert "Printer" in shown(client, f"{LIST}?q=tag:printing")
    assert "VPN" not in shown(client, f"{LIST}?q=tag:printing")
    assert "Printer" in shown(client, f"{LIST}?q=floor")
    assert 'title="VPN drops"' in shown(client, f"{LIST}?q=requester:oliver@nordwind.example")


def test_a_number_finds_its_ticket(cast: Cast):
    ticket = cast.ticket("Printer on floor 4")
    cast.ticket("VPN drops")
    cast.work()
    page = shown(cast.client("jana"), f"{LIST}?q={ticket.number}")
    assert 'title="Printer on floor 4"' in page
    assert 'title="VPN drops"' not in page


def test_a_mistake_in_a_query_is_pointed_at(cast: Cast):
    response = cast.client("jana").get(LIST, {"q": "is:open statsu:new"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "There is no field “statsu”. Did you mean “status”?" in page
    assert ">statsu</mark>" in page
    assert "q=is%3Aopen%20status%3Anew" in page


def test_a_search_without_a_match_offers_to_drop_a_part(cast: Cast):
    cast.ticket("Printer on floor 4")
    page = shown(cast.client("jana"), f"{LIST}?q=is:open+tag:nosuch")
    assert "Nothing fits" in page
    assert "q=is%3Aopen&#34;" in page or 'q=is%3Aopen"' in page


def test_completion_offers_fields_values_and_names_of_this_desk_alone(cast: Cast):
    client = cast.client("jana")
    texts = [one["text"] for one in client.get("/agent/it/search/completions", {"q": "pri"}).json()["items"]]
    assert "priority:" in texts
    found = client.get("/agent/it/search/completions", {"q": "assignee:"}).json()["items"]
    assert "me" in [one["text"] for one in found]
    assert not [one for one in found if "hanna" in one["text"]]


def test_a_row_says_when_the_requester_wrote_last_and_what_is_unread(cast: Cast):
    ticket = cast.ticket("Printer")
    client = cast.client("jana")
    assert "from the requester," in shown(client, LIST)
    assert "unread" in shown(client, LIST)
    client.post("/agent/tickets/seen", {"marks": [f"{ticket.number}:1"]})
    assert f'<tr class="t unread" id="t-{ticket.number}"' not in shown(client, LIST)
    cast.reply(ticket, by="ben")
    page = shown(client, LIST)
    assert f'<tr class="t unread" id="t-{ticket.number}"' in page
    assert "from the requester," not in page


def test_a_row_that_was_shown_before_says_what_has_changed(cast: Cast):
    ticket = cast.ticket("Printer jams", tags=["paper"])
    jana, lena = cast.client("jana"), cast.client("lena")
    before = shown(jana, LIST)
    assert shown(jana, LIST).count("Printer jams") == before.count("Printer jams")
    cast.mara.name, cast.lena.language = "Mara Renamed", "de"
    cast.mara.save(update_fields=["name"])
    cast.lena.save(update_fields=["language"])
    actions.change_subject(actor=cast.actor("jana"), ticket=ticket, to="Printer burns")
    actions.change_priority(actor=cast.actor("jana"), ticket=ticket, to=Priority.URGENT)
    page = shown(jana, LIST)
    assert "Mara Renamed" in page
    assert 'title="Printer burns"' in page
    assert 'title="Printer jams"' not in page
    assert ">Urgent</b>" in page
    assert ">Dringend</b>" in shown(lena, LIST)
    assert f'Select {ticket.number}"' in page


def test_a_role_that_is_taken_away_and_an_account_that_is_switched_off_count_at_once(cast: Cast):
    jana, priya = cast.client("jana"), cast.client("priya")
    for client in (jana, priya):
        shown(client, LIST)
    DeskRole.objects.filter(person=cast.jana).delete()
    cast.priya.is_active = False
    cast.priya.save(update_fields=["is_active"])
    assert jana.get(LIST).status_code == 404
    assert priya.get(LIST).status_code == 302


def test_one_verb_changes_all_selected_tickets_and_undo_takes_it_back(cast: Cast):
    one, two = cast.ticket("One"), cast.ticket("Two")
    client = cast.client("jana")
    posted = {"tickets": [one.number, two.number], "assign": cast.ben.pk, "view": "open"}
    response = client.post("/agent/it/bulk", posted, headers=HTMX)
    assert response.status_code == 200
    assert "2 tickets changed" in response.headers["HX-Trigger"]
    assert {t.assignee for t in _tickets(cast, one, two)} == {cast.ben}
    undo = BulkUndo.objects.within(cast.it).get()
    assert client.post(f"/agent/undo/{undo.pk}", headers=HTMX).status_code == 204
    assert {t.assignee for t in _tickets(cast, one, two)} == {None}


@pytest.mark.parametrize(
    ("field", "value", "column", "expected"),
    [
        ("priority", "urgent", "priority", 4),
        ("verb", "spam", "is_spam", True),
    ],
)
def test_verbs_of_the_selection_bar(cast: Cast, field: str, value: str, column: str, expected: object):
    ticket = cast.ticket("One", by="oliver")
    posted = {"tickets": [ticket.number], field: value, "view": "open"}
    assert cast.client("jana").post("/agent/it/bulk", posted, headers=HTMX).status_code == 200
    assert getattr(_tickets(cast, ticket)[0], column) == expected


def test_select_all_means_everything_that_the_list_asks_for(cast: Cast):
    tickets = [cast.ticket("Printer"), cast.ticket("Printer two"), cast.ticket("VPN", by="oliver")]
    posted = {"all": "1", "q": "requester:mara@kestrel.example", "tag": "printing"}
    cast.client("jana").post("/agent/it/bulk", posted, headers=HTMX)
    tagged = [t.number for t in _tickets(cast, *tickets) if t.tags.exists()]
    assert tagged == [tickets[0].number, tickets[1].number]


def test_more_than_the_limit_at_once_is_refused_in_words(cast: Cast, monkeypatch):
    monkeypatch.setattr("deskhand.tickets.views.bulk.RUN_LIMIT", 1)
    cast.ticket("One")
    cast.ticket("Two")
    response = cast.client("jana").post("/agent/it/bulk", {"all": "1", "view": "open", "verb": "spam"}, headers=HTMX)
    assert response.status_code == 422
    assert "Narrow the search" in response.headers["HX-Trigger"]
    assert response.headers["HX-Reswap"] == "none"


def test_a_bulk_change_reaches_no_ticket_of_another_desk(cast: Cast):
    foreign = cast.ticket("Parental leave", desk="hr")
    posted = {"tickets": [foreign.number], "verb": "delete", "view": "open"}
    assert cast.client("jana").post("/agent/it/bulk", posted, headers=HTMX).status_code == 404
    assert Ticket.objects.within(cast.hr).get(pk=foreign.pk).deleted_at is None


def test_an_auditor_reads_the_list_and_is_offered_nothing_to_change(cast: Cast):
    cast.ticket("Printer")
    client = cast.client("arno")
    page = shown(client, LIST)
    assert "Printer" in page
    assert "data-selection-bar" not in page
    assert "New ticket" not in page
    assert client.post("/agent/it/bulk", {"tickets": [1], "verb": "spam"}).status_code == 403


def test_the_list_answers_htmx_with_itself_alone(cast: Cast):
    cast.ticket("Printer")
    fragment = cast.client("jana").get(LIST, headers=HTMX).content.decode()
    assert fragment.lstrip().startswith('<div id="ticket-list"')
    assert "<html" not in fragment


def test_an_open_page_learns_within_one_question_that_something_happened(cast: Cast):
    client = cast.client("jana")
    version = client.get("/agent/it/live").json()["version"]
    assert client.get("/agent/it/live", {"since": version}).status_code == 204
    cast.ticket("Printer")
    assert client.get("/agent/it/live", {"since": version}).json()["version"] != version


def test_what_happens_on_another_desk_changes_nothing_here(cast: Cast):
    client = cast.client("jana")
    version = client.get("/agent/it/live").json()["version"]
    cast.ticket("Parental leave", desk="hr")
    assert client.get("/agent/it/live", {"since": version}).status_code == 204


def test_the_list_asks_the_database_twelve_questions_at_most_however_many_tickets(cast: Cast):
    client = cast.client("jana")
    cast.ticket("One", tags=["a"])
    few = _count(client, LIST)
    for n in range(30):
        cast.ticket(f"Ticket {n}", tags=["a", f"tag-{n}"])
    many = _count(client, LIST)
    assert many == few
    assert many <= 12


def test_the_search_asks_the_database_twelve_questions_at_most(cast: Cast):
    for n in range(5):
        cast.ticket(f"Ticket {n}")
    assert _count(cast.client("jana"), f"{LIST}?q=is:open+ticket") <= 12


def test_other_peoples_words_cannot_become_markup(cast: Cast):
    cast.ticket("<script>alert(1)</script>", tags=['"><img src=x>'])
    page = shown(cast.client("jana"), LIST)
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_a_list_in_german(cast: Cast):
    cast.jana.language = "de"
    cast.jana.save(update_fields=["language"])
    assert '<html lang="de"' in shown(cast.client("jana"), LIST)


def _tickets(cast: Cast, *tickets: Ticket) -> list[Ticket]:
    return list(Ticket.objects.within(cast.it).filter(pk__in=[t.pk for t in tickets]).order_by("number"))


def _count(client, address: str) -> int:
    client.get(address)
    switches.FRESH_SECONDS, fresh_for = 3600.0, switches.FRESH_SECONDS  # Read once a second, whoever asks: not counted.
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    switches.FRESH_SECONDS = fresh_for
    return len(queries)


def _rows(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<tr class="t[^>]* data-row="(\d+)"', page)]


def _link(page: str, rel: str) -> str:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', page)
    return html.unescape(found[1]) if found else ""
