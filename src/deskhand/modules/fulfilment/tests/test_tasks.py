"""Tasks of plans among other tickets: links, lists, promises, desks, and what becomes of them with their request."""

import pytest

from deskhand.accounts.actions import switch_module
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Invalid
from deskhand.modules.fulfilment import actions
from deskhand.modules.fulfilment.tests.conftest import started, states, task, task_of
from deskhand.modules.sla.actions import policies as promises
from deskhand.modules.sla.models import Clock
from deskhand.tickets import actions as on_tickets
from deskhand.tickets.models import Ticket, TicketLink

pytestmark = pytest.mark.postgres


def finish(on, ticket, *, by="jana", key="resolved", desk="it"):
    on_tickets.set_status(actor=on.actor(by), ticket=ticket, to=on.status(key, desk))
    on.work()


def link(on, ticket, kind, other):
    return on_tickets.link_tickets(actor=on.actor("jana"), ticket=ticket, kind=kind, to=other.number)


def test_a_task_is_linked_as_other_tickets_are_but_is_no_parent_and_no_duplicate_of_a_request(on):
    _ticket, run = started(on, task("a"), task("b"))
    one, two, other = task_of(run, "a"), task_of(run, "b"), on.ticket()
    link(on, one, "related", other)
    link(on, one, "blocks", two)
    link(on, one, "duplicate_of", two)
    for here, kind, there in (
        (one, "duplicate_of", other),
        (other, "duplicate_of", one),
        (one, "parent_of", other),
        (other, "child_of", two),
    ):
        with pytest.raises(Invalid):
            link(on, here, kind, there)


def test_a_task_stays_with_its_request(on):
    ticket, run = started(on, task("a"))
    made = task_of(run, "a")
    row = TicketLink.objects.beyond_walls("test").get(other=made)
    for end in (ticket, made):
        with pytest.raises(Invalid):
            on_tickets.unlink_tickets(actor=on.actor("jana"), ticket=end, link_id=row.pk)
    page = on.client("jana").post(f"/agent/tickets/{made.number}/links/{row.pk}/remove", follow=True)
    assert "A task stays with its request" in page.content.decode()


def test_tasks_stand_in_lists_search_and_the_api(on):
    _ticket, run = started(on, task("a", team=on.service_desk.pk))
    made = task_of(run, "a")
    jana = on.client("jana")
    for asked in ("kind:task", "step:task", 'kind:task "Task a"', 'team:"Service Desk" is:open'):
        page = jana.get("/agent/it/tickets/", {"q": asked}).content.decode()
        assert f'data-row="{made.number}"' in page, asked
    assert f'data-row="{made.number}"' not in jana.get("/agent/it/tickets/?q=-kind:task").content.decode()
    found = jana.get("/api/v1/tickets", {"q": "kind:task"}, headers=on.bearer("jana")).json()["items"]
    assert [(one["number"], one["kind"]) for one in found] == [(made.number, "task")]


def test_who_cancels_the_request_cancels_its_open_tasks_and_their_history_says_so(on):
    ticket, run = started(on, task("a"), task("b"))
    finish(on, task_of(run, "a"))
    finish(on, ticket, key="cancelled")
    assert [task_of(run, code).category for code in "ab"] == ["resolved", "cancelled"]
    page = on.client("jana").get(f"/agent/tickets/{task_of(run, 'b').number}/").content.decode()
    assert "to Cancelled by the plan" in page
    assert "with its ticket" in on.client("jana").get(f"/agent/tickets/{ticket.number}/").content.decode()


def test_a_task_that_went_to_another_desk_counts_for_its_plan_and_ends_with_it(on):
    ticket, run = started(on, task("a"), task("b"), task("c"))
    for code in "ab":
        on_tickets.move(actor=on.actor("priya"), ticket=task_of(run, code), to=on.hr)
    on.work()
    there = f"/agent/tickets/{ticket.number}/plan-runs/{run.pk}/"
    page = on.client("jana").get(there).content.decode()
    assert (
        f"/agent/tickets/{task_of(run, 'a').number}/" not in page
        and f"/agent/tickets/{task_of(run, 'c').number}/" in page
    )
    assert "New laptop" not in on.client("hanna").get(f"/agent/tickets/{task_of(run, 'a').number}/").content.decode()
    finish(on, task_of(run, "a"), by="hanna", desk="hr")
    assert states(run)["a"] == "done"
    actions.cancel_run(actor=on.actor("jana"), run=run)
    on.work()
    assert {one.category for one in Ticket.objects.within(on.hr).filter(kind="task")} == {"resolved", "cancelled"}


def test_a_plan_goes_on_when_its_request_is_merged_and_stays_when_messages_are_split_off(on):
    ticket, run = started(on, task("a"), task("b"), ways=("a>b",))
    other = on.ticket("Another laptop")
    message = on.writes(ticket)
    on_tickets.split(actor=on.actor("jana"), ticket=ticket, messages=[message.pk])
    on_tickets.merge(actor=on.actor("jana"), ticket=ticket, into=other.number)
    on.work()
    finish(on, task_of(run, "a"))
    assert states(run) == {"a": "done", "b": "active"}
    on_tickets.unmerge(actor=on.actor("jana"), ticket=Ticket.objects.within(on.it).get(pk=ticket.pk))
    on.work()
    finish(on, task_of(run, "b"))
    run.refresh_from_db()
    assert run.outcome == "done" and run.ticket_id == ticket.pk


def test_a_task_has_promises_in_time_where_a_policy_asks_for_tasks(on):
    switch_module(actor=SYSTEM, desk=on.it, module="sla", on=True)
    goal = {"metric": "time_to_resolve", "goals": {"any": {"seconds": 8 * 3600}}}
    said = {"level": "sla", "query": "kind:task", "calendar": {"of": "always"}, "targets": [goal]}
    promises.save_policy(actor=on.actor("lena"), desk_id=on.it.pk, name="Tasks", said=said)
    on.work()
    ticket, run = started(on, task("a"))
    rows = Clock.objects.within(on.it)
    assert [one.key for one in rows.filter(ticket=task_of(run, "a"))] == ["time_to_resolve"]
    assert not rows.filter(ticket=ticket).exists()
    finish(on, task_of(run, "a"))
    assert rows.get(ticket=task_of(run, "a")).ended_at is not None


def test_on_a_task_nobody_waits_for_an_answer_whatever_is_promised_for_all_tickets(on):
    switch_module(actor=SYSTEM, desk=on.it, module="sla", on=True)
    goals = [{"metric": one, "goals": {"any": {"seconds": 3600}}} for one in ("first_response", "time_to_resolve")]
    said = {"level": "sla", "calendar": {"of": "always"}, "targets": goals}
    promises.save_policy(actor=on.actor("lena"), desk_id=on.it.pk, name="All", said=said)
    on.work()
    ticket, run = started(on, task("a"))
    rows = Clock.objects.within(on.it).filter(ended_at=None)
    assert {one.key for one in rows.filter(ticket=task_of(run, "a"))} == {"time_to_resolve"}
    assert {one.key for one in rows.filter(ticket=ticket)} == {"first_response", "time_to_resolve"}
