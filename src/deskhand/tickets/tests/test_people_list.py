"""The list of people: found, narrowed, sorted, a page at a time, with as many questions to the database for ten people
as for hundreds."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deskhand.accounts.actions import change_person, create_person
from deskhand.accounts.models import Came, DirectoryEntry, Person
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.tickets import people, people_list
from tests.cast import Cast

LIST = "/agent/it/people/"
MOST_QUERIES = 14


def _crowd(cast: Cast, n: int) -> None:
    """People in the directory of IT, named so that they come after everybody else."""
    made = Person.objects.bulk_create(
        Person(name=f"Zoe {one:05d}", email=f"zoe{one}@kestrel.example", created_at=clock.now()) for one in range(n)
    )
    DirectoryEntry.objects.bulk_create(
        DirectoryEntry(desk=cast.it, person=one, came=Came.IMPORTED, since=clock.now()) for one in made
    )


def _asked(cast: Cast, address: str) -> int:
    client = cast.client("jana")
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return sum("kernel_switchversion" not in one["sql"] for one in asked)  # Read once a second, whatever is asked.


def test_the_list_asks_as_often_for_many_as_for_few(cast: Cast):
    cast.ticket()
    few = _asked(cast, LIST)
    _crowd(cast, 150)
    assert _asked(cast, LIST) == few <= MOST_QUERIES


def test_a_persons_page_asks_as_often_with_many_tickets(cast: Cast):
    cast.ticket()
    change_person(actor=cast.actor("jana"), person=cast.mara, desk_id=cast.it.pk, phone="first")
    few = _asked(cast, f"{LIST}{cast.mara.pk}/")
    for n in range(8):
        cast.ticket(f"Ticket {n}")
        change_person(actor=cast.actor("jana"), person=cast.mara, desk_id=cast.it.pk, phone=str(n))
    assert _asked(cast, f"{LIST}{cast.mara.pk}/") == few


def test_pages_follow_each_other_and_nobody_is_left_out(cast: Cast):
    _crowd(cast, 250)
    jana = cast.client("jana")
    seen = "".join(jana.get(LIST, {"page": str(n)}).content.decode() for n in (1, 2, 3))
    assert all(f"Zoe {one:05d}" in seen for one in range(250))
    assert jana.get(LIST, {"page": "999"}).status_code == 200


@pytest.mark.parametrize(
    ("asked", "there", "not_there"),
    [
        ({"role": "agent"}, "Ben Okafor", "Mara Lindqvist"),
        ({"role": "none"}, "Mara Lindqvist", "Ben Okafor"),
        ({"q": "kestrel"}, "Mara Lindqvist", "Ben Okafor"),
        ({"state": "off"}, "Gone Person", "Mara Lindqvist"),
        ({"role": "bogus", "sort": "bogus", "organization": "x", "page": "x"}, "Mara Lindqvist", "Gone Person"),
    ],
)
def test_it_is_narrowed_by_role_words_and_account(cast: Cast, asked: dict[str, str], there: str, not_there: str):
    cast.ticket()
    gone = create_person(actor=SYSTEM, name="Gone Person", desk_id=cast.it.pk)
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    page = cast.client("jana").get(LIST, asked).content.decode()
    assert there in page and not_there not in page


def test_a_head_sorts_and_turns(cast: Cast):
    cast.ticket()
    jana = cast.client("jana")
    up, down = (jana.get(LIST, {"sort": one}).content.decode() for one in ("name", "-name"))
    assert up.index("Arno Weiss") < up.index("Priya Raman")
    assert down.index("Priya Raman") < down.index("Arno Weiss")
    assert 'aria-sort="descending"' in down


def test_nobody_fits_says_so_and_offers_all(cast: Cast):
    page = cast.client("jana").get(LIST, {"q": "<b>nobody"}).content.decode()
    assert "Nobody fits" in page and "Show all" in page and "<b>nobody" not in page


@pytest.mark.sqlite
def test_whether_somebody_is_of_a_desk_is_answered_by_indexes(cast: Cast):
    for found in (people.of_desks([cast.it.pk]), people_list.listed(cast.it.pk, people_list.Question())):
        plan = found[:100].explain()
        for table in ("tickets_ticket", "tickets_follower", "accounts_directoryentry", "accounts_deskrole"):
            assert f"SCAN {table}" not in plan
