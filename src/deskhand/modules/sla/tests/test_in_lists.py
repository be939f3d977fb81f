"""What lists show of promises: a chip for each ticket, an order, and a view."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deskhand.kernel import switches
from deskhand.modules.sla.actions import policies
from deskhand.modules.sla.columns import columns
from deskhand.modules.sla.models import Policy
from deskhand.modules.sla.tests.conftest import at, instant, says, target
from deskhand.tickets import actions
from deskhand.tickets.models import Priority

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(cast, promise):
    """A ticket that is calm, one that is due soon, one that is late, one that is paused, one without a promise."""
    with at(8):
        promise(target("time_to_resolve", normal=48, high=4.5, urgent=1), query="-tag:none")
        found = {name: cast.ticket(name, tags=["vpn"]) for name in ("calm", "soon", "late", "paused")}
        found["none"] = cast.ticket("none")
        jana = cast.actor("jana")
        for name, priority in (("soon", Priority.HIGH), ("late", Priority.URGENT)):
            actions.change_priority(actor=jana, ticket=found[name], to=priority)
        actions.set_status(actor=jana, ticket=found["paused"], to=cast.status("on_hold"))
    return found


def chips(cast, listed):
    [column] = columns(cast.it.pk, [one.pk for one in listed.values()])
    return {name: column.words[one.pk] for name, one in listed.items() if one.pk in column.words}


def test_each_ticket_says_what_is_due_next_and_how_it_stands(cast, listed):
    with at(12):
        found = chips(cast, listed)
    assert {name: (one.tone, one.at) for name, one in found.items()} == {
        "calm": ("calm", instant(8, day=4)),
        "soon": ("soon", instant(12, 30)),
        "late": ("late", instant(9)),
        "paused": ("paused", None),
    }
    assert {one.words for one in found.values()} == {"Resolve"}
    assert found["late"].title == "Time to resolve: it was due Monday 2 March 2026, 09:00 UTC"
    assert found["paused"].title == "Time to resolve: paused"


def test_what_was_overdue_before_it_was_paused_is_overdue_and_paused_everywhere(cast, listed):
    late, jana = listed["late"], cast.client("jana")
    with at(11):
        actions.set_status(actor=cast.actor("jana"), ticket=late, to=cast.status("on_hold"))
    with at(12):
        chip = chips(cast, listed)["late"]
        assert (chip.tone, chip.at) == ("late paused", instant(9))
        assert chip.title == "Time to resolve: it was due Monday 2 March 2026, 09:00 UTC, and is paused"
        row = jana.get("/agent/it/tickets/?view=open&q=sla:overdue sla:paused").text
        assert 'class="due late paused"' in row and "(overdue, paused)" in row and " over</time>" in row
        panel = jana.get(f"/agent/tickets/{late.number}/").text
        assert "It was due 09:00, paused since" in " ".join(panel.split()) and "(overdue, paused)" in panel
        why = jana.get(f"/agent/tickets/{late.number}/service-levels/why/").text
        assert "overdue, paused" in why and "now it stands still" in why
        api = cast.client().get(f"/api/v1/sla/tickets/{late.number}", headers=cast.bearer("jana", "read")).json()
        [clock_] = api["clocks"]
        assert (clock_["state"], clock_["is_overdue"], clock_["due_at"]) == ("paused", True, "2026-03-02T09:00:00Z")
        figures = cast.client().get("/api/v1/sla/desks/it/overview", headers=cast.bearer("jana", "read")).json()
        assert (figures["overdue"], figures["paused"]) == (1, 2)


def test_a_promise_is_called_as_its_policy_calls_it(cast, listed):
    own = target("time_to_resolve", any=3) | {"label": "Line is up again"}
    with at(8, 30):
        said = says(own, query="-tag:none")
        found = Policy.objects.within(cast.it.pk).get()
        policies.save_policy(actor=cast.actor("lena"), desk_id=cast.it.pk, name="Lines", said=said, policy=found)
        cast.work()
        assert {one.words for one in chips(cast, listed).values()} == {"Line is up again"}


def test_the_column_costs_one_query_however_many_tickets_there_are(cast, listed):
    def asked(count):
        with CaptureQueriesContext(connection) as queries:
            columns(cast.it.pk, [one.pk for one in listed.values()][:count])
        return len(queries)

    with at(9):
        asked(4)
        assert asked(1) == asked(4) == 1


def order(cast, sort):
    page = cast.client("jana").get(f"/agent/it/tickets/?view=open&sort={sort}").text
    return re.findall(r'data-open[^>]*title="(\w+)"', page)


def test_the_list_goes_by_what_is_due_next_and_what_has_no_promise_comes_last(cast, listed):
    with at(9, 30):
        assert order(cast, "due")[:3] == ["late", "soon", "calm"]
        assert order(cast, "-due")[:3] == ["calm", "soon", "late"]
        headers = cast.bearer("jana")
        for query, subjects in (("sla:running", ["late", "soon", "calm"]), ("due:overdue", ["late"])):
            answer = cast.client().get(f"/api/v1/tickets?sort=due&q={query}", headers=headers)
            assert [one["subject"] for one in answer.json()["items"]] == subjects


def test_list_and_ticket_tell_the_same_instant(cast, listed):
    with at(10):
        found = chips(cast, listed)["calm"].at
        page = cast.client("jana").get("/agent/it/tickets/?view=open").text
        ticket = cast.client("jana").get(f"/agent/tickets/{listed['calm'].number}/").text
    stamp = f'datetime="{found:%Y-%m-%dT%H:%M:%SZ}"'
    assert stamp in page and stamp in ticket


def test_a_view_beside_the_list_holds_what_is_at_risk_or_overdue_in_that_order(cast, listed):
    with at(12):
        page = cast.client("jana").get("/agent/it/tickets/?view=due-soon").text
        assert re.findall(r'data-open[^>]*title="(\w+)"', page) == ["late", "soon"]
        assert re.search(r'href="[^"]*view=due-soon"[^>]*>.*?Due soon.*?>\s*2\s*<', page, re.DOTALL)
        assert "Due soon" not in cast.client("hanna").get("/agent/hr/tickets/").text
    with at(8, 5):
        assert "Nothing is due soon" in cast.client("jana").get("/agent/it/tickets/?view=due-soon").text


def test_off_there_is_neither_column_nor_order_nor_view(cast, listed):
    with at(9, 30):
        switches.switch("sla", cast.it.pk, False)
        page = cast.client("jana").get("/agent/it/tickets/?view=open&sort=due").text
        assert "Next due" not in page and "Due soon" not in page and "Time to resolve" not in page
