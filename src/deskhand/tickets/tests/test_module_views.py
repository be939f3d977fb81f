"""Views that modules put into the sidebar of the list of tickets."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deskhand.kernel import slots, switches
from deskhand.tickets import built_in_views, listing
from deskhand.tickets.built_in_views import TicketView
from tests.cast import Cast

LIST = "/agent/it/tickets/"
MODULE = "announcements"


@pytest.fixture
def view(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> TicketView:
    """A module's view, on a desk that has the module on."""
    found = TicketView(
        "pressing", "Pressing", "is:open priority:>=high", sort="-priority", nothing="Nothing presses.", hint="It will."
    )
    monkeypatch.setattr(slots._slots["ticket_view"], "contributions", [slots.Contribution(found, MODULE, 50)])
    switches.switch(MODULE, cast.it.pk, True)
    return found


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def entry(page: str) -> tuple[str, str] | None:
    """Whether it is the current view, and its count."""
    found = re.search(r'href="/agent/it/tickets/\?view=pressing" title="Pressing"([^>]*)>.*?</a>', page)
    count = re.search(r'<span class="n[^"]*">([^<]*)</span>', found[0]) if found else None
    return (found[1].strip(), count[1] if count else "") if found else None


def rows(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'data-row="(\d+)"', page)]


def test_the_view_stands_in_the_sidebar_with_its_count_and_its_tickets_in_its_order(cast: Cast, view: TicketView):
    high, urgent = cast.ticket("High", priority=3), cast.ticket("Urgent", priority=4)
    cast.ticket("Low", priority=1)
    cast.reply(high)
    jana = cast.client("jana")
    assert entry(read(jana, LIST)) == ("", "2")
    page = read(jana, f"{LIST}?view=pressing")
    assert entry(page) == ('aria-current="page"', "2")
    assert rows(page) == [urgent.number, high.number]
    assert rows(read(jana, f"{LIST}?view=pressing&sort=priority")) == [high.number, urgent.number]
    assert "Pressing" in read(jana, f"/agent/tickets/{urgent.number}/?view=pressing&sort=-priority")


def test_an_empty_view_says_what_that_means(cast: Cast, view: TicketView):
    page = read(cast.client("jana"), f"{LIST}?view=pressing")
    assert "Nothing presses." in page and "It will." in page


def test_the_palette_leads_to_the_view(cast: Cast, view: TicketView):
    assert "view=pressing" in cast.client("jana").get("/agent/palette?desk=it").content.decode()


def test_it_is_counted_with_one_question_which_is_not_asked_again_while_nothing_happens(cast: Cast, view: TicketView):
    cast.ticket("High", priority=3)
    jana = cast.client("jana")
    read(jana, LIST)
    with CaptureQueriesContext(connection) as kept:
        read(jana, LIST)
    built_in_views.forget()
    with CaptureQueriesContext(connection) as anew:
        read(jana, LIST)
    assert len(anew) - len(kept) == 2, "the desk's groups, and the view"
    cast.ticket("Urgent", priority=4)
    assert entry(read(jana, LIST)) == ("", "2")


def test_the_count_is_the_askers_own_and_bounded(cast: Cast, view: TicketView, monkeypatch: pytest.MonkeyPatch):
    mine = TicketView("pressing", "Pressing", "is:open assignee:me")
    monkeypatch.setattr(slots._slots["ticket_view"], "contributions", [slots.Contribution(mine, MODULE, 50)])
    for number in range(3):
        cast.ticket(f"No. {number}", assignee=cast.jana)
    assert entry(read(cast.client("jana"), LIST)) == ("", "3")
    assert entry(read(cast.client("ben"), LIST)) == ("", "0")
    built_in_views.forget()
    monkeypatch.setattr(listing, "COUNT_LIMIT", 2)
    assert entry(read(cast.client("jana"), LIST)) == ("", "2")


def test_a_view_whose_words_are_not_known_any_more_has_no_count_and_says_why(
    cast: Cast, view: TicketView, monkeypatch: pytest.MonkeyPatch
):
    broken = TicketView("pressing", "Pressing", "colour:red", nothing="Nothing presses.")
    monkeypatch.setattr(slots._slots["ticket_view"], "contributions", [slots.Contribution(broken, MODULE, 50)])
    jana = cast.client("jana")
    assert entry(read(jana, LIST)) == ("", "")
    response = jana.get(f"{LIST}?view=pressing")
    assert response.status_code == 422 and "There is no field" in response.content.decode()


def test_off_it_leaves_no_trace(cast: Cast, view: TicketView):
    cast.ticket("High", priority=3)
    switches.switch(MODULE, cast.it.pk, False)
    jana = cast.client("jana")
    with CaptureQueriesContext(connection) as queries:
        page = read(jana, LIST)
    assert entry(page) is None and "Pressing" not in page
    assert not [one for one in queries if '"priority" >=' in one["sql"]]
    assert read(jana, f"{LIST}?view=pressing") and "pressing" not in read(jana, "/agent/palette?desk=it")
