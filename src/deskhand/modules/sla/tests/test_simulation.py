"""A policy is tried on what has been before it counts."""

import pytest

from deskhand.kernel.errors import Conflict, Denied, Invalid
from deskhand.modules.sla.actions.simulate import cancel_simulation, simulate
from deskhand.modules.sla.models import Clock, Simulation
from deskhand.modules.sla.tests.conftest import at, clocks, says, target
from deskhand.tickets import actions
from deskhand.tickets.models import Priority

pytestmark = pytest.mark.django_db


def again(row):
    return Simulation.objects.within(row.desk_id).get(pk=row.pk)


def answered_after(cast, hours, **more):
    """A ticket that was opened at nine and answered so many hours later."""
    with at(9):
        ticket = cast.ticket(**more)
    with at(9 + hours):
        cast.reply(ticket)
    return ticket


def test_lena_sees_what_a_stricter_promise_would_have_come_to(cast, promise):
    with at(8):
        policy = promise(target("first_response", any=4))
    quick, slow = answered_after(cast, 1), answered_after(cast, 3)
    with at(10, day=3):
        row = simulate(
            actor=cast.actor("lena"),
            desk_id=cast.it.pk,
            name="Stricter",
            said=says(target("first_response", any=2)),
            policy=policy,
        )
        cast.work()
    row = again(row)
    assert row.before == {"first_response": {"met": 2}}
    assert row.after == {"first_response": {"met": 1, "missed": 1}}
    assert row.differing == [
        {"number": slow.number, "before": {"first_response": "met"}, "after": {"first_response": "missed"}}
    ]
    assert (row.done, row.total, row.is_running) == (2, 2, False)
    assert quick.number not in {one["number"] for one in row.differing}


def test_trying_changes_no_clock_and_no_policy(cast, promise):
    with at(8):
        policy = promise(target("first_response", any=4))
    ticket = answered_after(cast, 3)
    before = [(one.pk, one.due_at, one.outcome) for one in clocks(ticket)]
    with at(10, day=3):
        simulate(actor=cast.actor("lena"), desk_id=cast.it.pk, name="", said=says(target("first_response", any=1)))
        cast.work()
    assert [(one.pk, one.due_at, one.outcome) for one in clocks(ticket)] == before
    assert Clock.objects.within(cast.it).count() == 1
    assert policy.versions.count() == 1


def test_a_new_policy_counts_behind_those_that_are_there(cast, promise):
    with at(8):
        promise(target("first_response", any=4), query="priority:urgent")
    with at(9):
        urgent = cast.ticket()
        actions.change_priority(actor=cast.actor("jana"), ticket=urgent, to=Priority.URGENT)
        plain = cast.ticket("Printer")
    with at(10):
        cast.reply(urgent)
        cast.reply(plain)
    with at(10, day=3):
        row = simulate(
            actor=cast.actor("lena"), desk_id=cast.it.pk, name="All", said=says(target("first_response", any=0.5))
        )
        cast.work()
    row = again(row)
    assert row.after == {"first_response": {"met": 1, "missed": 1}}
    assert [one["number"] for one in row.differing] == [plain.number]


def test_only_whoever_keeps_policies_tries_them_and_one_at_a_time(cast, promise):
    with at(8):
        promise(target("first_response", any=4))
        said = says(target("first_response", any=2))
        with pytest.raises(Denied):
            simulate(actor=cast.actor("jana"), desk_id=cast.it.pk, name="Mine", said=said)
        with pytest.raises(Invalid):
            simulate(actor=cast.actor("lena"), desk_id=cast.it.pk, name="Long", said=said, months=25)
        row = simulate(actor=cast.actor("lena"), desk_id=cast.it.pk, name="First", said=said)
        with pytest.raises(Conflict):
            simulate(actor=cast.actor("lena"), desk_id=cast.it.pk, name="Second", said=said)
        cancel_simulation(actor=cast.actor("lena"), simulation=row)
        assert again(row).is_cancelled
        assert simulate(actor=cast.actor("lena"), desk_id=cast.it.pk, name="Second", said=said).is_running


def tried(cast, promise):
    """Lena tries something stricter on one slow answer; the worker has done it."""
    with at(8):
        promise(target("first_response", any=4))
    slow = answered_after(cast, 3)
    with at(10, day=3):
        row = simulate(
            actor=cast.actor("lena"),
            desk_id=cast.it.pk,
            name="Stricter",
            said=says(target("first_response", any=2)),
            policy=None,
        )
    return row, slow


def address(row, more=""):
    return f"/agent/settings/it/service-levels/simulations/{row.pk}/{more}"


def test_the_page_follows_the_work_and_then_shows_both_sides(cast, promise):
    row, slow = tried(cast, promise)
    lena = cast.client("lena")
    assert "0 of 1" in lena.get(address(row)).content.decode()
    assert "0 of 1" in lena.get(address(row, "progress/")).content.decode()
    with at(10, day=3):
        cast.work()
    assert lena.get(address(row, "progress/")).headers["HX-Refresh"] == "true"
    page = lena.get(address(row)).content.decode()
    assert "100.0 %" in page
    assert "None: this policy would have changed nothing." in page
    assert slow.subject not in page


def test_tickets_that_would_have_fared_otherwise_are_linked(cast, promise):
    with at(8):
        policy = promise(target("first_response", any=4))
    slow = answered_after(cast, 3)
    with at(10, day=3):
        row = simulate(
            actor=cast.actor("lena"),
            desk_id=cast.it.pk,
            name="Stricter",
            said=says(target("first_response", any=2)),
            policy=policy,
        )
        cast.work()
    page = cast.client("lena").get(address(row)).content.decode()
    assert f'href="/agent/tickets/{slow.number}/"' in page
    assert "First response: Kept → Missed" in page
    assert "Stricter" in cast.client("lena").get("/agent/settings/it/service-levels/simulations/").content.decode()


def test_it_can_be_stopped_and_agents_see_none_of_it(cast, promise):
    row, _slow = tried(cast, promise)
    assert cast.client("jana").get(address(row)).status_code == 403
    assert cast.client("hanna").get(address(row)).status_code == 404
    assert cast.client("lena").post(address(row, "cancel/")).status_code == 302
    assert again(row).is_cancelled
    cast.work()
    assert again(row).done == 0


def test_a_program_tries_a_policy_and_reads_what_came_of_it(cast, promise):
    with at(8):
        policy = promise(target("first_response", any=4))
    slow = answered_after(cast, 3)
    client, lena = cast.client(), cast.bearer("lena")
    said = {"targets": [target("first_response", any=2)], "calendar": {"of": "always"}}
    with at(10, day=3):
        answer = client.post(
            "/api/v1/sla/desks/it/simulations",
            {"name": "Stricter", "policy": policy.pk, **said},
            content_type="application/json",
            headers=lena,
        )
        assert answer.status_code == 201, answer.content
        cast.work()
        found = client.get(answer.headers["Location"], headers=lena).json()
    assert (found["state"], found["differ"]) == ("done", 1)
    assert found["targets"][0]["after"]["compliance"] == 0.0
    assert found["differing"][0]["number"] == slow.number
    refused = client.get("/api/v1/sla/desks/it/simulations", headers=cast.bearer("jana"))
    assert refused.status_code == 403
    assert client.get("/api/v1/sla/desks/it/simulations", headers=cast.bearer("hanna")).status_code == 404
