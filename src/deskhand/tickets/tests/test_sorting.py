"""Orders that modules add to lists of tickets: by a column of a row of their own, which many tickets do not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from deskhand.accounts.actions import give_role
from deskhand.accounts.models import Desk
from deskhand.api import document
from deskhand.kernel import clock, slots, switches
from deskhand.kernel.actor import SYSTEM
from deskhand.tickets import listing
from deskhand.tickets.columns import Column
from deskhand.tickets.models import Snooze, Ticket
from deskhand.tickets.sorting import Sort
from tests.cast import Cast

LIST = "/agent/it/tickets/"
MODULE = "announcements"
HOURS = (5, None, 2, 9, None, 2, None, 7)
"""When each ticket wakes; two at the same moment, three never."""

MIDNIGHT = datetime(2026, 11, 24, microsecond=7, tzinfo=UTC)
UP, DOWN = [2, 5, 0, 7, 3, 1, 4, 6], [3, 7, 0, 5, 2, 6, 4, 1]
"""The tickets in this order, both ways: those without a moment last."""


@pytest.fixture
def sorted_by_module(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A module that orders tickets by a row which not all have, and shows it in a column."""
    document._only.cache_clear()
    _put(monkeypatch, "ticket_sort", Sort("wakes", "Wakes", "snooze__wakes_at", "instant"))
    _put(monkeypatch, "ticket_column", lambda desk, ids: [Column("Wakes", dict.fromkeys(ids, "soon"), sort="wakes")])
    yield
    document._only.cache_clear()


def _put(monkeypatch: pytest.MonkeyPatch, slot: str, item: object) -> None:
    monkeypatch.setattr(slots._slots[slot], "contributions", [slots.Contribution(item, MODULE, 50)])


@pytest.fixture
def tickets(cast: Cast, sorted_by_module: None) -> list[Ticket]:
    """Eight of them, on a desk that has the module on."""
    switch(cast.it, on=True)
    made = [cast.ticket(f"No. {nth}") for nth in range(len(HOURS))]
    for ticket, hours in zip(made, HOURS, strict=True):
        asleep(ticket, hours)
    return made


def switch(desk: Desk, *, on: bool) -> None:
    switches.switch(MODULE, desk.pk, on)


def asleep(ticket: Ticket, hours: int | None) -> None:
    """Only what the order looks at. One ticket has the row, and nothing in it."""
    if hours or ticket.subject.endswith("4"):
        wakes = MIDNIGHT + timedelta(hours=hours or 0)
        at = clock.now()
        Snooze.objects.create(ticket=ticket, wakes_at=wakes if hours else None, made_at=at, ended_at=at)


def read(client: Client, address: str) -> str:
    return str(client.get(address).content.decode())


def rows(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'data-row="(\d+)"', page)]


def walked(client: Client, address: str, way: str) -> Iterator[list[int]]:
    """The numbers of each page, as far as its link in that direction leads."""
    while True:
        page = read(client, address)
        yield rows(page)
        found = re.search(rf'<a[^>]*rel="{way}"[^>]*href="([^"]+)"|<a[^>]*href="([^"]+)"[^>]*rel="{way}"', page)
        if not found:
            return
        address = (found[1] or found[2]).replace("&amp;", "&")


@pytest.mark.parametrize(("sort", "expected"), [("wakes", UP), ("-wakes", DOWN)])
def test_every_page_is_in_that_order_both_ways_and_what_has_no_value_comes_last(
    cast: Cast, tickets: list[Ticket], monkeypatch: pytest.MonkeyPatch, sort: str, expected: list[int]
) -> None:
    monkeypatch.setattr(listing, "PAGE", 3)
    jana, numbers = cast.client("jana"), [tickets[nth].number for nth in expected]
    pages = list(walked(jana, f"{LIST}?view=open&sort={sort}", "next"))
    assert pages == [numbers[:3], numbers[3:6], numbers[6:]]
    question = listing.asked(cast.actor("jana"), cast.it.pk, "is:open")
    last = listing.page(cast.actor("jana"), question, sort)
    while last.older:
        last = listing.page(cast.actor("jana"), question, sort, last.older)
    met = [row["number"] for row in last.rows]
    while last.newer:
        last = listing.page(cast.actor("jana"), question, sort, last.newer)
        met = [row["number"] for row in last.rows] + met
    assert met == numbers


@pytest.mark.parametrize(("sort", "expected"), [("wakes", UP), ("-wakes", DOWN)])
def test_the_next_ticket_is_the_next_one_in_that_order(
    cast: Cast, tickets: list[Ticket], sort: str, expected: list[int]
) -> None:
    jana, numbers = cast.client("jana"), [tickets[nth].number for nth in expected]
    asked = f"?view=open&sort={sort}"

    def beside(number: int, side: str) -> str:
        return str(jana.get(reverse("tickets:neighbour", args=[number, side]) + asked).headers["Location"])

    for here, there in pairwise(numbers):
        assert beside(here, "next") == f"/agent/tickets/{there}/{asked}"
        assert beside(there, "previous") == f"/agent/tickets/{here}/{asked}"
    assert beside(numbers[-1], "next") == beside(numbers[0], "previous") == f"{LIST}{asked}"


def test_the_heading_of_the_modules_column_leads_to_the_order_and_back(cast: Cast, tickets: list[Ticket]) -> None:
    jana = cast.client("jana")
    assert f'href="{LIST}?view=open&amp;sort=wakes">Wakes' in read(jana, f"{LIST}?view=open")
    page = read(jana, f"{LIST}?view=open&sort=wakes")
    assert re.search(r'<th[^>]*class="c-more" aria-sort="ascending"><a href="[^"]*sort=-wakes">Wakes', page)
    assert f'href="/agent/tickets/{tickets[2].number}/?view=open&amp;sort=wakes"' in page


def test_without_the_module_the_order_is_the_usual_one(cast: Cast, tickets: list[Ticket]) -> None:
    usual = [one.number for one in reversed(tickets)]
    switch(cast.it, on=False)
    assert rows(read(cast.client("jana"), f"{LIST}?view=open&sort=wakes")) == usual
    assert rows(read(cast.client("jana"), f"{LIST}?view=open&sort=nonsense")) == usual


def test_a_page_asks_once_until_it_comes_to_tickets_without_a_value(
    cast: Cast, tickets: list[Ticket], monkeypatch: pytest.MonkeyPatch
) -> None:
    jana = cast.actor("jana")

    def asked(sort: str, size: int) -> int:
        monkeypatch.setattr(listing, "PAGE", size)
        question = listing.asked(jana, cast.it.pk, "is:open number:>1")
        with CaptureQueriesContext(connection) as queries:
            listing.page(jana, question, sort)
        return len(queries)

    assert (asked("-updated", 4), asked("wakes", 4), asked("wakes", 5)) == (2, 2, 3)


@pytest.mark.parametrize(("sort", "expected"), [("wakes", UP), ("-wakes", DOWN)])
def test_programs_list_in_that_order_page_by_page(
    cast: Cast, tickets: list[Ticket], sort: str, expected: list[int]
) -> None:
    pages = list(_through_api(cast, sort))
    assert [one for page in pages for one in page] == [tickets[nth].number for nth in expected]
    assert len(pages) == 3


def _through_api(cast: Cast, sort: str) -> Iterator[list[int]]:
    cursor: str | None = ""
    while cursor is not None:
        query: dict[str, str | int] = {"sort": sort, "limit": 3, "cursor": cursor}
        answer = Client().get("/api/v1/tickets", query, headers=cast.bearer("jana")).json()
        yield [one["number"] for one in answer["items"]]
        cursor = answer["next"]


def test_what_the_module_keeps_of_a_desk_where_it_is_off_orders_nothing(cast: Cast, tickets: list[Ticket]) -> None:
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.jana, role="agent")
    hidden = cast.ticket("Payroll", desk="hr")
    asleep(hidden, 1)
    met = [one for page in _through_api(cast, "wakes") for one in page]
    assert met == [tickets[nth].number for nth in UP] + [hidden.number]
    switch(cast.it, on=False)
    switch(cast.hr, on=True)
    met = [one for page in _through_api(cast, "wakes") for one in page]
    assert met == [hidden.number] + [one.number for one in tickets]


def test_programs_are_told_the_orders_that_there_are(cast: Cast, tickets: list[Ticket]) -> None:
    def words() -> list[str]:
        document = Client().get("/api/v1/openapi.json").json()
        parameters = document["paths"]["/api/v1/tickets"]["get"]["parameters"]
        found: list[str] = next(one["schema"]["enum"] for one in parameters if one["name"] == "sort")
        return found

    assert {"wakes", "-wakes", "number"} <= set(words())
    refused = Client().get("/api/v1/tickets", {"sort": "colour"}, headers=cast.bearer("jana"))
    assert refused.status_code == 422 and "-wakes" in refused.content.decode()
    switch(cast.it, on=False)
    assert "wakes" not in words() and "number" in words()
    refused = Client().get("/api/v1/tickets", {"sort": "wakes"}, headers=cast.bearer("jana"))
    assert refused.status_code == 422
