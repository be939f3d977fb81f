"""One list over all desks that somebody serves, and a search over them; nothing of other desks."""

import json
import re

import pytest

from deskhand.accounts.actions import create_desk, give_role, take_role
from deskhand.kernel.actor import SYSTEM
from deskhand.tickets import across, actions, listing, person_page
from deskhand.tickets.models import Ticket

pytestmark = pytest.mark.postgres
ALL = "/agent/desks/tickets/"


@pytest.fixture
def jana(cast):
    """Jana serves both desks, and has a ticket on each."""
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.jana, role="agent")
    for name, desk in (("Printer", "it"), ("Pay slip", "hr")):
        ticket = cast.ticket(name, desk=desk)
        actions.assign(actor=cast.actor("jana"), ticket=ticket, to=cast.jana)
    cast.ticket("Nobody has this", desk="hr")
    return cast.client("jana")


def test_whoever_serves_several_desks_has_their_tickets_in_one_list(cast, jana):
    seen = jana.get(ALL).content.decode()
    assert "Printer" in seen and "Pay slip" in seen and "Nobody has this" not in seen
    assert "Nobody has this" in jana.get(f"{ALL}?show=open").content.decode()
    of_hr = jana.get(f"{ALL}?desk=hr").content.decode()
    assert "Pay slip" in of_hr and "Printer" not in of_hr


def test_a_search_goes_over_the_desks_that_one_serves_and_no_other(cast, jana):
    third = create_desk(actor=SYSTEM, key="fac", name="Facilities", administrator=cast.priya)
    cast.__dict__["fac"] = third
    cast.ticket("Printer of Facilities", desk="fac")
    cast.work()
    found = jana.get(f"{ALL}?q=printer").content.decode()
    assert "Printer of Facilities" not in found and "Facilities" not in found and ">Printer<" in found
    assert "Pay slip" in jana.get(f"{ALL}?q=desk:hr").content.decode()
    assert ">Printer<" not in jana.get(f"{ALL}?q=desk:hr").content.decode()
    hidden = jana.get(f"{ALL}?q=desk:fac").content.decode()
    assert "Printer of Facilities" not in hidden
    mistaken = jana.get(f"{ALL}?q=colour:red")
    assert mistaken.status_code == 422 and "Mend the search" in mistaken.content.decode()
    assert jana.get(f"{ALL}?desk=fac&show=open").content.decode().count("Printer of") == 0


def test_whoever_serves_one_desk_is_led_to_its_own_list(cast):
    assert cast.client("ben").get(ALL).status_code == 302
    assert ALL not in cast.client("ben").get("/agent/it/tickets/").content.decode()


def test_the_switch_leads_to_all_desks_and_many_desks_can_be_narrowed(cast, jana):
    assert ALL in jana.get("/agent/it/tickets/").content.decode()
    assert "Find a desk" not in jana.get("/agent/it/tickets/").content.decode()
    for number in range(8):
        desk = create_desk(actor=SYSTEM, key=f"d{number}", name=f"Desk {number}", administrator=cast.priya)
        give_role(actor=SYSTEM, desk=desk, person=cast.jana, role="agent")
    assert "Find a desk" in cast.client("jana").get("/agent/it/tickets/").content.decode()


def test_every_ticket_is_met_once_on_the_pages_of_a_long_list(cast, jana, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    actor, met, cursor = cast.actor("jana"), [], ""
    while True:
        found = across.page(actor, across.asked(actor, "is:open"), "desk", cursor)
        met += [row["number"] for row in found.rows]
        if not (cursor := found.older):
            break
    assert len(met) == len(set(met)) == 3
    assert jana.get(f"{ALL}?show=open&cursor=nonsense").status_code == 200


def test_thirty_desks_cost_no_more_than_two(cast, jana, django_assert_max_num_queries):
    actor = cast.actor("jana")
    with django_assert_max_num_queries(3):
        across.page(actor, across.asked(actor, "is:open"))
        across.mine_on(actor)
    assert listing.PAGE == 50


def test_the_palette_searches_another_desk_or_all_of_ones_own_and_no_other(cast, jana):
    third = create_desk(actor=SYSTEM, key="fac", name="Facilities", administrator=cast.priya)
    cast.__dict__["fac"] = third
    cast.ticket("Printer of Facilities", desk="fac")
    cast.ticket("Printer of HR", desk="hr")
    cast.work()

    def found(typed):
        answer = jana.get("/agent/palette", {"desk": "it", "q": typed}).json()
        return sorted(one["label"] for one in answer["tickets"])

    assert found("printer") == ["Printer"]
    assert found("printer desk:hr") == ["Printer of HR"]
    assert found("desk:all printer") == ["Printer", "Printer of HR"]
    assert found("desk:fac printer") == found("desk:all") == []


def test_the_list_of_all_desks_sorts_by_the_name_of_the_desk_and_back(cast, jana):
    def order(sort):
        seen = jana.get(f"{ALL}?show=mine&sort={sort}").content.decode()
        return seen.index(">Printer<") < seen.index(">Pay slip<")

    assert not order("desk") and order("-desk")
    assert 'aria-sort="descending"' in jana.get(f"{ALL}?show=mine&sort=-desk").content.decode()
    assert jana.get(f"{ALL}?show=mine&sort=nonsense").status_code == 200


def test_a_persons_tickets_are_grouped_by_the_desks_that_one_serves_and_no_other(
    cast, jana, django_assert_max_num_queries
):
    third = create_desk(actor=SYSTEM, key="fac", name="Facilities", administrator=cast.priya)
    cast.__dict__["fac"] = third
    cast.ticket("Printer of Facilities", desk="fac")
    for number in range(7):
        cast.ticket(f"Leave {number}", desk="hr")
    seen = jana.get(f"/agent/it/people/{cast.mara.pk}/").content.decode()
    assert "Leave 6" in seen and "Leave 1" not in seen and "All on " in seen
    assert "Facilities" not in seen
    actor = cast.actor("jana")
    with django_assert_max_num_queries(2):
        (group,) = person_page.elsewhere(actor, cast.it, cast.mara)
    assert (group.key, group.total, len(group.tickets)) == ("hr", 9, 5)
    assert person_page.elsewhere(cast.actor("ben"), cast.it, cast.mara) == []


def of_desk(cast, name):
    return Ticket.objects.within([cast.it.pk, cast.hr.pk]).get(subject=name)


def change(client, *tickets, **fields):
    asked = {"show": "mine", "tickets": [one.number for one in tickets], **fields}
    return client.post(f"{ALL}change", asked, headers={"hx-request": "true"})


def test_tickets_of_several_desks_are_changed_at_once_and_put_back(cast, jana):
    both = [of_desk(cast, name) for name in ("Printer", "Pay slip")]
    page = jana.get(f"{ALL}?show=mine").content.decode()
    assert all(f'name="tickets" value="{one.number}"' in page for one in both) and f'action="{ALL}change"' in page
    assert change(jana, *both, priority="urgent").status_code == 200
    answer = change(jana, *both, status="resolved")
    assert "Printer" not in answer.content.decode(), "it is not open any more"
    for one in both:
        one.refresh_from_db()
        assert (one.priority, one.category, one.status.desk_id) == (4, "resolved", one.desk_id)
    jana.post(json.loads(answer.headers["HX-Trigger"])["toast"]["undo"])
    assert {of_desk(cast, name).category for name in ("Printer", "Pay slip")} == {"open"}


def test_somebody_gets_tickets_of_several_desks_only_who_serves_each(cast, jana):
    give_role(actor=SYSTEM, desk=cast.it, person=cast.hanna, role="agent")
    offered = jana.get(f"{ALL}options/assignee").json()["items"]
    assert [one["id"] for one in offered] == [cast.jana.pk, "none", cast.hanna.pk]
    both = [of_desk(cast, name) for name in ("Printer", "Pay slip")]
    assert change(jana, *both, assign=cast.ben.pk).headers["HX-Reswap"] == "none"
    change(jana, *both, assign=cast.hanna.pk)
    assert {of_desk(cast, name).assignee for name in ("Printer", "Pay slip")} == {cast.hanna}
    of_it = jana.get(f"{ALL}options/assignee?desk=it").json()["items"]
    assert cast.ben.pk in [one["id"] for one in of_it]


def test_on_a_desk_that_one_only_reads_nothing_is_changed_from_the_list(cast, jana):
    take_role(actor=SYSTEM, desk=cast.hr, person=cast.jana, role="agent")
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.jana, role="auditor")
    both = [of_desk(cast, name) for name in ("Printer", "Pay slip")]
    change(jana, *both, priority="urgent")
    assert [of_desk(cast, name).priority for name in ("Printer", "Pay slip")] == [4, 2]
    assert 'name="tickets"' not in jana.get(f"{ALL}?show=open&desk=hr").content.decode()
    for name, status in (("ben", 404), ("mara", 404)):
        assert change(cast.client(name), both[1], priority="urgent").status_code == status
    assert of_desk(cast, "Pay slip").priority == 2


def test_the_list_hears_of_news_on_each_of_its_desks_and_of_no_other(cast, jana):
    third = create_desk(actor=SYSTEM, key="fac", name="Facilities", administrator=cast.priya)
    cast.__dict__["fac"] = third
    page = jana.get(f"{ALL}?show=open").content.decode()
    since = re.search(r'data-live-version="([^"]+)"', page)[1]
    assert f'data-live-url="{ALL}live"' in page and 'data-live-src="' in page

    def news():
        return jana.get(f"{ALL}live", {"since": since, "also": "0"}).status_code

    assert news() == 204
    cast.ticket("Printer of Facilities", desk="fac")
    assert news() == 204
    cast.ticket("Another one of HR", desk="hr")
    assert news() == 200
    part = jana.get(f"{ALL}?show=open", headers={"hx-request": "true"}).content.decode()
    assert "Another one of HR" in part and "<html" not in part
