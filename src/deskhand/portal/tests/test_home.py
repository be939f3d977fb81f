"""The start page and the list of one's requests."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from deskhand.accounts.actions import set_brand
from deskhand.kernel import clock
from deskhand.portal.queries import PAGE
from deskhand.portal.tests.forms import text
from deskhand.search import index
from deskhand.tickets import actions, query_words


def hold(cast, ticket):
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("on_hold"))


def test_a_stranger_is_asked_what_they_need_and_told_how_to_come_in(cast, client):
    page = text(client.get("/"))
    assert "/new/it/" in page and "/new/hr/" in page
    assert 'href="/sign-in/"' in page
    assert "My requests" not in page


def test_with_one_desk_nobody_has_to_choose(cast, client):
    cast.hr.is_listed = False
    cast.hr.save()
    assert 'href="/new/it/"' in text(client.get("/"))
    assert client.get("/new/").headers["Location"] == "/new/it/"


def test_the_lists_of_requests_stand_under_the_only_desk_and_with_two_under_neither(cast):
    set_brand(actor=cast.actor("lena"), desk=cast.it, accent="#0b5c7a", words="Call 100 if it burns.")
    mara = cast.client("mara")
    assert "<title>My requests · Deskhand</title>" in text(mara.get("/requests/"))
    cast.hr.is_listed = False
    cast.hr.save()
    page = text(mara.get("/requests/"))
    assert f"<title>My requests · {cast.it.shown_name}</title>" in page
    assert "/colours.css" in page


def test_a_desk_that_is_not_listed_is_still_open_to_those_who_were_told(cast, client):
    cast.hr.is_listed = False
    cast.hr.save()
    assert "/new/hr/" not in text(client.get("/"))
    assert client.get("/new/hr/").status_code == 200


def test_what_needs_my_answer_comes_first_whatever_happened_since(cast):
    waiting = cast.ticket("Docking station flickers")
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        cast.reply(waiting, html="<p>Has the new dock arrived?</p>")
        hold(cast, waiting)
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        newer = cast.ticket("VPN drops")
    page = text(cast.client("mara").get("/"))
    assert page.index(waiting.subject) < page.index(newer.subject)
    assert "We need your answer" in page
    assert "Has the new dock arrived?" in page


def test_requesters_read_their_own_words_for_a_status(cast):
    ticket = cast.ticket("VPN drops")
    assert "Received" in text(cast.client("mara").get("/"))
    cast.reply(ticket)
    page = text(cast.client("mara").get("/"))
    assert "In progress" in page and "Received" not in page
    waiting = actions.save_status(
        actor=cast.actor("lena"),
        desk=cast.it,
        name="At the vendor",
        category="on_hold",
        requester_name="Waiting for parts",
    )
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=waiting)
    page = text(cast.client("mara").get("/"))
    assert "Waiting for parts" in page and "At the vendor" not in page


def test_a_status_of_the_desks_own_without_words_for_requesters_is_not_told_to_them(cast):
    ticket = cast.ticket("VPN drops")
    cast.reply(ticket)
    inside = actions.save_status(actor=cast.actor("lena"), desk=cast.it, name="Legal dispute", category="on_hold")
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=inside)
    page = text(cast.client("mara").get("/"))
    assert "Legal dispute" not in page and "Waiting" in page


def test_neither_notes_nor_priorities_nor_counts_are_anywhere(cast):
    ticket = cast.ticket("VPN drops")
    cast.note(ticket, html="<p>She always forgets the cable</p>")
    actions.change_priority(actor=cast.actor("jana"), ticket=ticket, to=4)
    client = cast.client("mara")
    for path in ("/", "/requests/", f"/requests/{ticket.number}/"):
        page = text(client.get(path))
        assert "forgets the cable" not in page
        assert "Urgent" not in page and "riority" not in page


def test_a_note_does_not_move_a_request_to_the_top(cast):
    first = cast.ticket("First")
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        second = cast.ticket("Second")
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        cast.note(first)
    page = text(cast.client("mara").get("/requests/"))
    assert page.index(second.subject) < page.index(first.subject)


def test_people_in_copy_see_the_request_and_others_do_not(cast):
    ticket = cast.ticket("Shared printer")
    actions.follow(actor=cast.actor("jana"), ticket=ticket, person=cast.huimin)
    assert "Shared printer" in text(cast.client("huimin").get("/requests/"))
    assert "Asked by" in text(cast.client("huimin").get("/requests/"))
    assert "Shared printer" not in text(cast.client("oliver").get("/requests/"))


def test_an_agent_sees_only_their_own_requests_here(cast):
    cast.ticket("Not Jana’s")
    own = cast.ticket("A chair for Jana", by="jana", desk="hr")
    page = text(cast.client("jana").get("/requests/"))
    assert own.subject in page and "Not Jana’s" not in page
    assert "To the workspace" in page


def test_open_and_done_requests_stand_apart(cast):
    ended = cast.ticket("Ended")
    cast.ticket("Running")
    actions.own_transition(actor=cast.actor("mara"), ticket=ended, category="resolved")
    client = cast.client("mara")
    assert "Running" in text(client.get("/requests/")) and "Ended" not in text(client.get("/requests/"))
    done = text(client.get("/requests/?show=done"))
    assert "Ended" in done and "Running" not in done
    assert "Solved" in done and "You can open it again until" in done


def test_a_request_is_found_by_number_and_by_words_of_its_messages_but_not_of_its_notes(cast):
    ticket, other = cast.ticket("Bildschirm flackert", text="Er wird grün"), cast.ticket("VPN drops")
    cast.note(ticket, html="<p>Kabelbruch</p>")
    for one in (ticket, other):
        one.refresh_from_db()
        index.put(query_words.KIND, one.pk, one.desk_id, query_words.parts_of(one))
    client = cast.client("mara")
    for question in (str(ticket.number), "GRÜN", "bildsch"):
        page = text(client.get("/requests/", {"q": question}))
        assert ticket.subject in page and other.subject not in page
    assert "No request fits" in text(client.get("/requests/", {"q": "Kabelbruch"}))
    assert "No request fits" in text(cast.client("oliver").get("/requests/", {"q": "flackert"}))


def test_strange_searches_and_cursors_do_no_harm(cast):
    cast.ticket("VPN drops")
    client = cast.client("mara")
    for query in (
        {"q": "%"},
        {"q": "'\";--"},
        {"q": "9" * 400},
        {"from": "x_y"},
        {"from": "2026-01-01_1"},
        {"from": "_"},
    ):
        assert client.get("/requests/", query).status_code == 200


def test_a_long_list_comes_in_pages_without_gaps(cast):
    made = [cast.ticket(f"Request {n:03}") for n in range(PAGE + 3)]
    client = cast.client("mara")
    first = client.get("/requests/")
    older = text(first).split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    whole = text(first) + text(client.get(older))
    assert [whole.count(f"{one.subject}</bdi>") for one in made] == [1] * len(made)


def test_markup_in_a_subject_is_shown_as_text(cast):
    cast.ticket("<script>alert(1)</script>")
    page = text(cast.client("mara").get("/"))
    assert "<script>alert(1)" not in page
    assert escape("<script>alert(1)</script>").replace("&#x27;", "&#39;") in page


def test_the_list_needs_the_same_queries_for_three_requests_as_for_thirty(cast, django_assert_max_num_queries):
    client = cast.client("mara")
    for n in range(30):
        cast.ticket(f"Request {n}")
    with django_assert_max_num_queries(12):
        client.get("/requests/")
    with django_assert_max_num_queries(12):
        client.get("/")


def test_looking_writes_nothing(cast):
    ticket = cast.ticket("VPN drops")
    client = cast.client("mara")
    for path in ("/", "/requests/", "/new/it/", f"/requests/{ticket.number}/", "/me/"):
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        written = [one["sql"] for one in seen if one["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
        assert written == []


def test_an_empty_portal_says_why_and_what_to_do(cast):
    page = text(cast.client("oliver").get("/"))
    assert "None yet." in page
    assert "Nothing is open." in text(cast.client("oliver").get("/requests/"))


def test_without_any_desk_the_page_says_so(db, client):
    assert "Nobody takes requests here yet" in text(client.get("/"))
    assert "Nobody takes requests here yet" in text(client.get("/new/"))
